using Concord.Gaps;
using Concord.Gaps.Reading;
using Concord.Tests.Logs;

namespace Concord.Tests.Gaps;

/// <summary>
/// Texts written for these tests, on what is easily claimed falsely: rules for generative AI that ask for no risk assessment, general policies that sound alike,
/// denials, templates. <c>expected.csv</c> says what must be claimed, what may be, and so what may not.
/// </summary>
public sealed class WrittenPolicyTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Concord.Tests", "Gaps", "written");

    public static TheoryData<string, string, string> Expected()
    {
        var expected = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "expected.csv")).Skip(1)) expected.Add(line.Split(',')[0], line.Split(',')[1], line.Split(',')[2]);
        return expected;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_text_claims_what_it_says_and_nothing_else(string text, string must, string may)
    {
        var blocks = PolicyFileReader.Read(File.ReadAllBytes(Path.Combine(Folder, text)), Path.GetExtension(text));
        var claims = PolicyAssessment.Assess([new(text, blocks)], PolicyTexts.Vocabulary).Where(one => one.Level >= PolicyLevel.Mentioned).ToDictionary(one => one.Requirement.Split(':')[1], one => one.Passages, StringComparer.Ordinal);

        must.Split(';', StringSplitOptions.RemoveEmptyEntries).Except(claims.Keys, StringComparer.Ordinal).ShouldBeEmpty("not found");
        claims.Where(claim => !$"{must};{may}".Split(';').Contains(claim.Key, StringComparer.Ordinal)).Select(claim => $"{claim.Key}: {claim.Value[0].Text}").ShouldBeEmpty("claimed falsely");
    }

    [Fact]
    public void Every_text_is_expected_something_of() =>
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Where(name => name != "expected.csv").ShouldBe(Expected().Select(row => row.Data.Item1), ignoreOrder: true);
}
