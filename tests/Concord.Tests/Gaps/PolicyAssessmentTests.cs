using Concord.Gaps;
using CsCheck;

namespace Concord.Tests.Gaps;

public sealed class PolicyAssessmentTests
{
    private static readonly string[] AiRequirements = [.. PolicyTexts.Vocabulary.Requirements.Where(one => one.Subject == RequirementSubject.Ai).Select(one => one.Requirement.Number)];

    [Fact]
    public void Every_requirement_is_told_in_the_order_of_the_standard() =>
        PolicyTexts.Assess(PolicyTexts.AiPolicy).Select(one => one.Requirement).ShouldBe(PolicyTexts.Library.Assessable("iso42001:2023").Select(requirement => requirement.Key));

    [Theory]
    [InlineData("6.1.2")]
    [InlineData("6.1.4")]
    [InlineData("A.4.2")]
    [InlineData("A.9.3")]
    [InlineData("A.10.3")]
    public void A_rule_with_what_supports_it_covers(string number) => PolicyTexts.Level(number, PolicyTexts.AiPolicy).ShouldBe(PolicyLevel.Covered);

    [Fact]
    public void Passages_are_sentences_of_the_text_with_their_section()
    {
        var risk = PolicyTexts.Assess(PolicyTexts.AiPolicy).Single(one => one.Requirement == "ISO42001:6.1.2");
        risk.Passages[0].ShouldBe(new("0.md", "Risk", "An AI risk assessment must be performed before use and at least annually."));
        PolicyTexts.Assess(PolicyTexts.AiPolicy.Replace("at least annually", string.Join(' ', Enumerable.Repeat("at least annually", 40)), StringComparison.Ordinal))
            .SelectMany(one => one.Passages).ShouldAllBe(passage => passage.Text.Length <= 300);
    }

    [Fact]
    public void A_sentence_with_semicolons_is_judged_in_its_parts_and_quoted_as_a_whole()
    {
        const string sentence = "An AI risk assessment must be performed before use; it evaluates likelihood and consequence; costs are not recorded.";
        Risk(sentence).ShouldBe(sentence);

        // Where the whole is too long to quote, the part is, and is seen to be one.
        Risk($"{string.Join(' ', Enumerable.Repeat("General provisions apply to everybody", 10))}; an AI risk assessment must be performed before use; costs are recorded.")
            .ShouldBe("… an AI risk assessment must be performed before use; …");

        static string Risk(string text) => PolicyTexts.Assess($"# Policy\n\n## Rules\n{text}\n").Single(one => one.Requirement == "ISO42001:6.1.2").Passages.ShouldHaveSingleItem().Text;
    }

    [Theory]
    [InlineData("# Rules\n\n## Part\nNon-AI incidents must be reported to the service desk at once.\n")]
    [InlineData("# AI Policy\n\n## Use\nAI is used with care. AI serves people.\n\n## Other software\nIncidents of non-AI systems must be reported to users at once.\n")]
    [InlineData("# AI Policy\n\n## Use\nAI is used with care. AI serves people.\n\n## Non-AI systems\nIncidents must be reported to users at once.\n")]
    public void What_is_said_of_other_systems_than_AI_is_not_said_of_AI(string policy)
    {
        PolicyTexts.Level("A.8.4", policy).CompareTo(PolicyLevel.Mentioned).ShouldBeLessThan(0);
        PolicyTexts.Level("A.8.4", policy.Replace("non-AI", "AI", StringComparison.OrdinalIgnoreCase)).CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void The_same_rules_without_the_words_of_AI_claim_nothing_of_AI()
    {
        var general = PolicyTexts.AiPolicy.Replace("AI ", "", StringComparison.Ordinal);
        foreach (var number in AiRequirements) PolicyTexts.Level(number, general).ShouldBe(PolicyLevel.Absent, number);
    }

    [Theory]
    [InlineData("A data protection impact assessment must be carried out for AI systems that process personal data.", "6.1.4")]
    [InlineData("This policy does not apply to AI systems; no AI risk assessment is required.", "6.1.2")]
    [InlineData("An AI risk assessment is not required.", "6.1.2")]
    [InlineData("The company does not use AI. There is no AI inventory.", "A.4.2")]
    [InlineData("Access to AI tools must go through the identity provider with a role of its own.", "4.1")]
    [InlineData("AI incidents are out of scope.", "A.8.4")]
    [InlineData("Excluding AI, suppliers must undergo due diligence.", "A.10.3")]
    public void What_is_denied_or_is_another_assessment_is_no_claim(string sentence, string number) =>
        PolicyTexts.Level(number, $"# IT Policy\n\n## Artificial intelligence\n{sentence}\n").CompareTo(PolicyLevel.Mentioned).ShouldBeLessThan(0);

    [Theory]
    [InlineData("No AI system may be deployed without approval by the owner.", "A.6.2.5")]
    [InlineData("AI tools must not be used unless they are approved.", "A.6.2.5")]
    [InlineData("Do not submit personal data to AI tools.", "A.7.2")]
    public void A_prohibition_is_a_rule_and_no_denial(string sentence, string number) =>
        PolicyTexts.Level(number, $"# IT Policy\n\n## Tools\n{sentence}\n").CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0);

    [Theory]
    [InlineData("AI system owner: [NAME]", "A.3.2")]
    [InlineData("[Describe the AI risk assessment, its likelihood and consequence]", "6.1.2")]
    [InlineData("{{describe human oversight of AI}}", "A.9.3")]
    [InlineData("The AI policy is approved by [BODY] and reviewed every [N] months.", "A.2.4")]
    [InlineData("<<Describe how the AI system impact assessment is carried out, by whom and when.>>", "6.1.4")]
    [InlineData("TBD: describe supplier requirements for AI components.", "A.10.3")]
    [InlineData("The AI impact assessment is performed by XXX and approved by YYY.", "6.1.4")]
    [InlineData("AI systems are monitored by $OWNER every month.", "A.6.2.6")]
    [InlineData("AI systems are monitored by the owner every {period}.", "A.6.2.6")]
    [InlineData("AI systems are monitored by %OWNER% every month.", "A.6.2.6")]
    [InlineData("AI risks are assessed by <role> every <interval>.", "6.1.2")]
    [InlineData("AI incidents are communicated to customers within [number] hours.", "A.8.4")]
    [InlineData("Version 2.1, valid as of 1 March 2026, responsible: Department Data and Analytics", "A.3.2")]
    [InlineData("The AI risk assessment procedure is under development.", "6.1.2")]
    [InlineData("The AI Act sets out requirements for human oversight.", "A.9.3")]
    public void Blanks_to_fill_in_and_what_is_only_announced_are_weak_at_most(string sentence, string number) =>
        PolicyTexts.Level(number, $"# AI Policy\n\n## Rules\n{sentence}\n").CompareTo(PolicyLevel.Weak).ShouldBeLessThanOrEqualTo(0);

    [Theory]
    [InlineData("Access rights to AI systems are granted by the line manager and reviewed every six months by the IT department.", "9.3.1", nameof(PolicyLevel.Weak))]
    [InlineData("This AI policy is reviewed by the management board every year in March.", "9.3.1", nameof(PolicyLevel.Weak))]
    [InlineData("This AI policy is reviewed by the management board every year in March.", "7.5.2", nameof(PolicyLevel.Mentioned))]
    [InlineData("Before an AI system goes live, its owner assesses the impact on individuals, and the AI board approves the result.", "5.3", nameof(PolicyLevel.Mentioned))]
    [InlineData("Suppliers of AI components shall describe the training data before purchasing approves the contract.", "A.6.2.5", nameof(PolicyLevel.Weak))]
    [InlineData("Legal counsel approves the agreement before an AI service is procured.", "A.6.2.5", nameof(PolicyLevel.Weak))]
    [InlineData("Contracts for AI services are approved by the board.", "A.6.2.5", nameof(PolicyLevel.Weak))]
    [InlineData("Suppliers shall describe the intended use of each AI component before purchasing approves the contract.", "A.6.2.2", nameof(PolicyLevel.Weak))]
    [InlineData("Suppliers shall describe the intended use of each AI component before purchasing approves the contract.", "A.9.4", nameof(PolicyLevel.Weak))]
    [InlineData("AI output that has not been verified must not be published.", "A.6.2.4", nameof(PolicyLevel.Weak))]
    [InlineData("Data that has not been validated must not be used by AI systems.", "A.6.2.4", nameof(PolicyLevel.Weak))]
    [InlineData("Deviations of the quality of AI models from the approved values are reported to the model owner.", "A.6.2.5", nameof(PolicyLevel.Weak))]
    [InlineData("Each AI model is verified against its acceptance criteria by a tester who did not build it.", "A.6.2.2", nameof(PolicyLevel.Weak))]
    [InlineData("Design decisions for each AI model are recorded in the design log.", "A.6.2.8", nameof(PolicyLevel.Weak))]
    [InlineData("Risks of AI models are entered in the risk register.", "A.4.2", nameof(PolicyLevel.Weak))]
    [InlineData("Before the training it is to be checked whether the training data of AI models are complete; the result is signed by the data manager.", "7.2", nameof(PolicyLevel.Weak))]
    [InlineData("AI policy", "5.2", nameof(PolicyLevel.Weak))]
    [InlineData("AI policy", "A.2.2", nameof(PolicyLevel.Weak))]
    public void A_sentence_on_one_thing_carries_no_other(string sentence, string number, string most) =>
        PolicyTexts.Level(number, $"# Rules\n\n## Part\n{sentence}\n").CompareTo(Enum.Parse<PolicyLevel>(most)).ShouldBeLessThanOrEqualTo(0);

    [Theory]
    [InlineData("This AI policy is reviewed by the management board every year in March.", "A.2.4")]
    [InlineData("The intended use of each AI system must be described before it is built.", "A.6.2.2")]
    [InlineData("AI systems may only be used for their intended purpose.", "A.9.4")]
    [InlineData("AI tools must be approved before they are put to use.", "A.6.2.5")]
    [InlineData("The management review of AI takes place each quarter.", "9.3.1")]
    [InlineData("Top management reviews the AI management system each year.", "9.3.1")]
    [InlineData("[Company name] must perform an AI risk assessment before use.", "6.1.2")]
    [InlineData("AI systems are monitored for drift, see control [SI-04].", "A.6.2.6")]
    [InlineData("| 7 | The running AI applications are watched monthly. | Operations | monthly |", "A.6.2.6")]
    [InlineData("Each AI model is verified against its acceptance criteria by a tester who did not build it.", "A.6.2.4")]
    [InlineData("Each business unit shall keep a list of its AI systems.", "A.4.2")]
    [InlineData("No AI system shall be put into service unless the board has given written consent.", "A.6.2.5")]
    [InlineData("Where an AI system has caused harm, affected customers shall be told without undue delay.", "A.8.4")]
    [InlineData("Staff who operate AI systems hold a certificate.", "7.2")]
    [InlineData("Anyone may report worries about an AI model without giving a name.", "A.3.3")]
    [InlineData("The AI board is responsible for decisions on AI risks and reports to the executive committee.", "5.3")]
    public void A_sentence_carries_what_it_is_about(string sentence, string number) =>
        PolicyTexts.Level(number, $"# Rules\n\n## Part\n{sentence}\n").CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0);

    [Fact]
    public void AI_in_one_section_of_a_general_policy_says_nothing_of_the_others()
    {
        const string Text = """
            # Security Policy

            ## Tools
            AI tools must be approved before use.

            ## Risk
            A risk assessment must be performed annually. It evaluates likelihood and consequence.
            """;
        PolicyTexts.Level("A.6.2.5", Text).ShouldBe(PolicyLevel.Covered);
        PolicyTexts.Level("6.1.2", Text).ShouldBe(PolicyLevel.Absent);
    }

    [Fact]
    public void A_sentence_that_goes_on_speaks_of_what_the_one_before_spoke_of()
    {
        PolicyTexts.Level("A.6.2.4", "# Recruitment\n\n## Ranking\nAn AI tool ranks candidates. The tool must be tested for bias.\n").CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0);
        PolicyTexts.Level("A.6.2.4", "# Recruitment\n\n## Ranking\nAn AI tool ranks candidates.\n\nThe tool must be tested for bias.\n").ShouldBe(PolicyLevel.Absent);
    }

    [Fact]
    public void Aims_in_capitals_are_no_management_system() =>
        PolicyTexts.Level("4.4", "# SAFETY POLICY\n\n## AIMS AND PROCESSES\nTHE AIMS OF THE POLICY ARE SAFETY AND HEALTH OF EVERYBODY.\n").ShouldBe(PolicyLevel.Absent);

    [Fact]
    public void Rules_for_the_management_system_as_such_count_without_AI()
    {
        const string Text = "# Governance\n\n## Audit\nInternal audits of the management system are conducted at planned intervals by independent auditors.\n\n## Documents\nAll policies must be reviewed annually, approved by the owner and kept under version control.\n";
        PolicyTexts.Level("9.2.1", Text).ShouldBe(PolicyLevel.Covered);
        PolicyTexts.Level("7.5.2", Text).ShouldBe(PolicyLevel.Covered);
    }

    [Fact]
    public void A_template_with_nothing_filled_in_claims_nothing() =>
        PolicyTexts.Assess("# AI Policy - template\n\n## Roles\nThe AI roles are assigned by [function] and approved by [BODY].\n\n## Monitoring\nAI systems are monitored by [role] every [period]; deviations are reported to [role].\n\n## Register\nThe AI register is kept by ______ and updated every ____ .\n")
            .ShouldAllBe(one => one.Level <= PolicyLevel.Weak);

    [Fact]
    public void General_text_names_where_the_requirement_would_be_at_home_with_the_reason()
    {
        var supplier = PolicyTexts.Assess(PolicyTexts.SupplierPolicy).Single(one => one.Requirement == "ISO42001:A.10.3");
        supplier.Level.ShouldBe(PolicyLevel.Absent);
        supplier.General.ShouldContain(place => place.Section == "Selection" && place.Why.StartsWith("Suppliers and third parties: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Staff must not report incidents to anyone outside. Incidents must never be disclosed to the press.", false)]
    [InlineData("Reporting incidents on the internet is forbidden.", false)]
    [InlineData("Staff must not report incidents to the press. Incidents are reported to the service desk.", true)]
    [InlineData("Incidents must be reported to the service desk, and they must not be disclosed to the press.", true)]
    [InlineData("No incident may be closed until it is investigated.", true)]
    public void A_section_that_only_forbids_is_no_place_for_reporting(string text, bool isPlace) =>
        PolicyTexts.Assess($"# Rules\n\n## Incidents\n{text}\n").Single(one => one.Requirement == "ISO42001:A.8.4").General.Any(place => place.Home == "incident").ShouldBe(isPlace);

    [Fact]
    public void A_section_that_only_forbids_is_a_place_for_the_use_of_tools() =>
        PolicyTexts.Assess("# Rules\n\n## Acceptable use\nUsers must not install software. Do not use tools for private purposes.\n").Single(one => one.Requirement == "ISO42001:A.9.2").General.ShouldContain(place => place.Home == "acceptable-use");

    [Fact]
    public void A_general_supplier_policy_beside_others_raises_no_level() =>
        PolicyTexts.Assess(PolicyTexts.AiPolicy, PolicyTexts.SupplierPolicy).Select(one => (one.Requirement, one.Level)).ShouldBe(PolicyTexts.Assess(PolicyTexts.AiPolicy).Select(one => (one.Requirement, one.Level)));

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        PolicyText[] texts = [PolicyTexts.Text(PolicyTexts.AiPolicy, "a.md"), PolicyTexts.Text(PolicyTexts.SupplierPolicy, "b.md"), PolicyTexts.Text("# Note\n\nAI incidents must be reported.\n", "c.md")];
        var expected = Told(texts);
        Gen.Shuffle(texts).Sample(order => Told(order).ShouldBe(expected), iter: 20, threads: 1);

        static string Told(IReadOnlyList<PolicyText> texts) => System.Text.Json.JsonSerializer.Serialize(PolicyAssessment.Assess(texts, PolicyTexts.Vocabulary));
    }

    [Fact]
    public void No_text_however_odd_breaks_it()
    {
        string[] known = ["# AI", "\n\n", "AI risk assessment must", "[", "{{", "- ", "| a | b |", "…", "e.g. ", "**x**", "\uD83D\uDE00", "\uD83D", "1.1 "];
        var piece = Gen.OneOf(Gen.String, Gen.Int[0, known.Length - 1].Select(i => known[i]));
        piece.Array[0, 30].Select(parts => string.Concat(parts)).Sample(text => PolicyTexts.Assess(text).Count.ShouldBe(70), iter: 100, threads: 1);
    }
}
