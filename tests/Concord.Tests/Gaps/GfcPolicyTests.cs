using Concord.Cli.Demo;
using Concord.Gaps;
using Concord.Gaps.Reading;

namespace Concord.Tests.Gaps;

/// <summary>The policies of the demonstration say what its story says: little of AI in 2025, and in 2026 what its documents are said to document.</summary>
public sealed class GfcPolicyTests
{
    private static readonly IReadOnlyList<AssessedRequirement> Of2025 = Assess("2025");
    private static readonly IReadOnlyList<AssessedRequirement> Of2026 = Assess("2026");

    [Fact]
    public void In_2025_only_the_guideline_on_chat_tools_covers_anything() =>
        Of2025.Where(one => one.Level == PolicyLevel.Covered).Select(one => one.Requirement).ShouldBe(["ISO42001:A.7.2", "ISO42001:A.9.2"]);

    [Fact]
    public void In_2025_four_of_five_requirements_are_carried_by_nothing()
    {
        Of2025.Count(one => one.Level == PolicyLevel.Absent).ShouldBeGreaterThanOrEqualTo(Of2025.Count * 4 / 5);
        Of2025.Where(one => one.Level == PolicyLevel.Covered).SelectMany(one => one.Passages).ShouldAllBe(passage => passage.File.StartsWith("DOC-45"));
    }

    [Fact]
    public void Nine_of_ten_requirements_have_a_natural_home_in_the_policies_of_2025() =>
        Of2025.Count(one => one.General.Count > 0).ShouldBeGreaterThanOrEqualTo(Of2025.Count * 9 / 10);

    [Theory]
    [InlineData("ISO42001:A.4.2", "DOC-43")]
    [InlineData("ISO42001:A.5.2", "DOC-46")]
    [InlineData("ISO42001:A.6.2.6", "DOC-51")]
    [InlineData("ISO42001:9.1", "DOC-51")]
    [InlineData("ISO42001:5.2", "DOC-41")]
    [InlineData("ISO42001:5.3", "DOC-42")]
    public void In_2026_a_document_covers_what_it_is_said_to_document(string requirement, string document)
    {
        Of2025.Single(one => one.Requirement == requirement).Level.ShouldBe(PolicyLevel.Absent);
        Of2026.Single(one => one.Requirement == requirement).Level.ShouldBe(PolicyLevel.Covered);
        Assess("2026", document).Single(one => one.Requirement == requirement).Level.ShouldBe(PolicyLevel.Covered);
    }

    [Fact]
    public void The_general_policies_carry_nothing_that_binds_AI()
    {
        foreach (var file in Directory.GetFiles(Folder("2025"), "*.md").Where(file => !Path.GetFileName(file).StartsWith("DOC-45", StringComparison.Ordinal)))
            Assess("2025", Path.GetFileName(file)[..6]).Count(one => one.Level == PolicyLevel.Covered).ShouldBe(0, file);
    }

    private static string Folder(string year) => Path.Combine(GfcReader.DefaultFolder, "policies", year);

    private static IReadOnlyList<AssessedRequirement> Assess(string year, string document = "DOC") =>
        PolicyAssessment.Assess(
            [.. Directory.GetFiles(Folder(year), $"{document}*.md").Select(file => new PolicyText(Path.GetFileName(file), PolicyFileReader.Read(File.ReadAllBytes(file), ".md")))],
            PolicyTexts.Vocabulary);
}
