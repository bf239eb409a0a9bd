using Concord.Gaps;
using Concord.Gaps.Reading;
using Concord.Standards;
using Concord.Tests.Logs;

namespace Concord.Tests.Gaps;

/// <summary>What tests of the assessment share: the shipped vocabulary and texts written for them.</summary>
internal static class PolicyTexts
{
    public static StandardsLibrary Library { get; } = StandardsLibrary.Load(Path.Combine(Repository.Root, "standards"));

    public static PolicyVocabulary Vocabulary { get; } = PolicyVocabulary.Read(Library, Path.Combine(Repository.Root, "standards"));

    public const string AiPolicy = """
        # AI Policy

        ## Risk
        An AI risk assessment must be performed before use and at least annually. It evaluates likelihood and consequence for individuals and society.

        ## Impact
        An AI system impact assessment is required for each high risk system. It covers individuals, groups and society, and is approved by the owner.

        ## Inventory
        All AI systems are recorded in the AI inventory with owner, purpose and version.

        ## Oversight
        Human oversight must be ensured: qualified staff may override each decision.

        ## Suppliers
        AI suppliers must undergo due diligence, and contracts hold audit rights.
        """;

    public const string SupplierPolicy = """
        # Supplier Policy

        ## Selection
        Suppliers must be assessed before contracts are signed. Contracts contain security requirements and audit rights. Third parties report incidents within 24 hours.

        ## Follow-up
        Internal audit reviews vendor files each year. Corrective actions of vendors are tracked to closure. Supplier performance is monitored.

        ## Review
        This policy is reviewed annually and approved by the CISO. Previous versions are retained.
        """;

    public static PolicyText Text(string markdown, string file = "policy.md") => new(file, MarkdownBlocks.Read(markdown));

    public static IReadOnlyList<AssessedRequirement> Assess(params string[] markdowns) => PolicyAssessment.Assess([.. markdowns.Select((markdown, i) => Text(markdown, $"{i}.md"))], Vocabulary);

    public static PolicyLevel Level(string number, params string[] markdowns) => Assess(markdowns).Single(one => one.Requirement == $"ISO42001:{number}").Level;

    public static string Labelled(string name) => Repository.File($"tests/Concord.Tests/Gaps/policies/{name}");
}
