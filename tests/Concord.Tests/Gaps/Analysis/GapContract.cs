using System.Security.Cryptography;
using System.Text;
using Concord.Actions;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;

namespace Concord.Tests.Gaps.Analysis;

public abstract class GapContract(Backend backend)
{
    private const string SupplierPolicy = "# Supplier policy\n\n## Contracts with suppliers\n\nSuppliers must be assessed before a contract is signed. The contract must state security requirements and the right to audit.\n";
    private const string AiPolicy = "# AI policy\n\n## Policy\n\nThis AI policy is approved by top management. It states principles for developing and using AI systems and must be followed by all staff. The AI policy is reviewed every year.\n\n## Impact\n\nBefore release an AI system impact assessment must be made for individuals and groups who are affected.\n";

    private static readonly string[] Confirmed = ["ISO42001:A.2.2", "ISO42001:A.3.2", "ISO42001:A.10.3"];

    [Fact]
    public async Task Policies_are_read_suggested_reviewed_and_a_place_becomes_one_action()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("supplier.md", SupplierPolicy), ("ai.md", AiPolicy));

        var policy = await Policy(world, "ISO42001:A.2.2");
        (policy.Suggested, policy.Reviewed).ShouldBe((PolicyLevel.Covered, null));
        var supplier = await Policy(world, "ISO42001:A.10.3");
        ((int)supplier.Suggested).ShouldBeLessThan((int)PolicyLevel.Mentioned);
        var place = supplier.General.ShouldHaveSingleItem();

        await Review(world, "ISO42001:A.2.2", PolicyLevel.Weak, "").ShouldBeRefused("POLICY-REVIEW-REASON");
        await Review(world, "ISO42001:A.2.2", PolicyLevel.Weak, "Only a headline.");
        policy = await Policy(world, "ISO42001:A.2.2");
        (policy.Suggested, policy.Reviewed, policy.ReviewReason, policy.ReviewedBy!.Name, policy.IsOutdated).ShouldBe((PolicyLevel.Covered, PolicyLevel.Weak, "Only a headline.", "Auditor Person", false));

        var action = await Accept(world, place.File, place.Section);
        action.State.ShouldBe(ActionState.Proposed);
        action.Requirements.ShouldBe(["ISO42001:A.10.3"]);
        action.What.ShouldContain("Proposed sentence: Suppliers of AI");
        (await Accept(world, place.File, place.Section)).Ref.ShouldBe(action.Ref);
        await Accept(world, place.File, "Elsewhere").ShouldBeRefused("POLICY-PLACE");
        (await Policy(world, "ISO42001:A.10.3")).ActionAt(place).ShouldBe(action.Ref);

        // A text of the same name takes the place of the one before; what a reviewer said of it is kept and called outdated.
        await ReadIn(world, ("ai.md", SupplierPolicy));
        (await world.As(Role.Viewer).See((GapViews views) => views.Sources("GAP-0001", default))).Count.ShouldBe(2);
        policy = await Policy(world, "ISO42001:A.2.2");
        (policy.Suggested, policy.Level, policy.IsOutdated).ShouldBe((PolicyLevel.Absent, PolicyLevel.Absent, true));
    }

    [Fact]
    public async Task Two_files_of_one_name_and_an_empty_one_are_refused_and_nothing_is_read()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("ai.md", AiPolicy), ("folder/ai.md", SupplierPolicy)).ShouldBeRefused("POLICY-SAME-NAME");
        (await Should.ThrowAsync<FindingsException>(() => ReadIn(world, ("ai.md", AiPolicy), ("empty.md", "")))).Findings.ShouldHaveSingleItem().Code.ShouldBe("empty");
        (await world.As(Role.Viewer).See((GapViews views) => views.Sources("GAP-0001", default))).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_policy_in_another_language_keeps_out_all_of_them_or_only_itself_as_the_person_says()
    {
        const string german = "# Lieferantenrichtlinie\n\nLieferanten werden vor jedem Vertrag geprüft und danach jedes Jahr erneut bewertet, auch solche mit künstlicher Intelligenz.\n";
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("supplier.md", SupplierPolicy));
        (string, string)[] files = [("ai.md", AiPolicy), ("supplier.md", german)];
        (await Should.ThrowAsync<FindingsException>(() => ReadIn(world, files))).Findings.ShouldHaveSingleItem().Code.ShouldBe("not-english");

        var read = await ReadIn(world, "GAP-0001", keepReadable: true, files);
        read.NotRead.ShouldHaveSingleItem().ShouldSatisfyAllConditions(finding => finding.Place.ShouldBe("supplier.md"), finding => finding.Code.ShouldBe("not-english"));
        read.Sources.ShouldHaveSingleItem().Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AiPolicy))), "the hash is of the file that was read");
        (await world.As(Role.Viewer).See((GapViews views) => views.Sources("GAP-0001", default))).Select(source => source.File).ShouldBe(["ai.md", "supplier.md"], "the text read before stays where the new one cannot be read");
        (await Search(world, "audit")).ShouldHaveSingleItem().File.ShouldBe("supplier.md");

        // The report names it until a text of that name could be read.
        (await world.As(Role.Viewer).See((GapViews views) => views.NotRead("GAP-0001", default))).Select(one => (one.File, one.Why)).ShouldBe([("supplier.md", "not english")]);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReadIn(world, ("supplier.md", SupplierPolicy));
        (await world.As(Role.Viewer).See((GapViews views) => views.NotRead("GAP-0001", default))).ShouldBeEmpty();

        // With nothing left to read there is nothing to keep.
        await Should.ThrowAsync<FindingsException>(() => ReadIn(world, "GAP-0001", keepReadable: true, ("new.md", german)));
    }

    [Fact]
    public async Task Several_absences_are_confirmed_for_one_reason_or_none_of_them()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("supplier.md", SupplierPolicy), ("ai.md", AiPolicy));
        var (first, second, claimed) = ("ISO42001:A.4.4", "ISO42001:A.4.5", "ISO42001:A.2.2");
        (await Policy(world, first)).Suggested.ShouldBe(PolicyLevel.Absent);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var requirement in new[] { first, second, claimed }) seen[requirement] = (await Policy(world, requirement)).Version;

        await Confirm(seen, "We asked everybody.").ShouldBeRefused("POLICY-NOT-ABSENT");
        seen.Remove(claimed);
        await Confirm(seen, "\u200b").ShouldBeRefused("POLICY-ABSENT-REASON");
        await Confirm([], "We asked everybody.").ShouldBeRefused("POLICY-ABSENT-NONE");
        await Confirm(new(seen) { [second] = 9 }, "We asked everybody.").ShouldBeRefused(Refusal.Stale);
        await Confirm(new(seen) { ["ISO27001:A.5.1"] = 0 }, "We asked everybody.").ShouldBeRefused(Refusal.NotFound);
        await world.As(Role.SystemOwner).Do((PolicyReviewRegister register, Actor actor) => register.ConfirmAbsent("GAP-0001", seen, "We asked everybody.", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        (await Policy(world, first)).Reviewed.ShouldBeNull("one that cannot be confirmed keeps all of them open");

        await Confirm(seen, " We asked everybody. ");
        foreach (var requirement in seen.Keys)
        {
            var policy = await Policy(world, requirement);
            (policy.Reviewed, policy.ReviewReason, policy.ReviewedBy!.Name).ShouldBe((PolicyLevel.Absent, "We asked everybody.", "Auditor Person"));
            (await Seen(world, "GAP-0001")).Result.Findings.Single(finding => finding.Requirement == requirement).State.ShouldBe(GapState.Gap);
        }
        seen[first] = (await Policy(world, first)).Version;
        seen.Remove(second);
        await Confirm(seen, "Again.").ShouldBeRefused("POLICY-REVIEWED");

        Task<IReadOnlyList<PolicyFinding>> Confirm(Dictionary<string, int> requirements, string reason) =>
            world.As(Role.Auditor).Do((PolicyReviewRegister register, Actor actor) => register.ConfirmAbsent("GAP-0001", requirements, reason, actor, default));
    }

    [Fact]
    public async Task Texts_are_searched_by_the_database_in_any_form_of_a_word_and_nothing_typed_is_an_operator()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("supplier.md", SupplierPolicy), ("ai.md", AiPolicy));

        var hit = (await Search(world, "supplier audits")).ShouldHaveSingleItem();
        (hit.File, hit.Heading).ShouldBe(("supplier.md", "Contracts with suppliers"));
        hit.Excerpt.ShouldContain("right to audit");
        (await Search(world, "impact")).ShouldHaveSingleItem().File.ShouldBe("ai.md");
        foreach (var odd in new[] { "\"", "NEAR(a b)", "a OR b", "*", "text:x", "';--", "audit\" OR \"x", "-" }) await Search(world, odd);
        (await Search(world, "nowhere")).ShouldBeEmpty();

        var source = (await world.As(Role.Viewer).See((GapViews views) => views.Sources("GAP-0001", default))).Single(source => source.File == "ai.md");
        await world.As(Role.Auditor).Do(async (PolicyReviewRegister register, Actor actor) => { await register.TakeOut(source.Ref, source.Version, actor, default); return 0; });
        (await Search(world, "impact")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_of_other_lists_are_known_by_name_by_a_person_or_not_at_all()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await world.System("SYS-01");
        await AddList(world, "MLflow", "credit_scoring\nchurn-model\nCredit scoring for cards\nrate table");

        var part = await Inventory(world);
        part.Listed.Select(line => (line.Name, line.SystemRef, line.ByName, line.LooksLike)).ShouldBe(
            [("credit_scoring", "SYS-01", true, null), ("churn-model", null, false, null), ("Credit scoring for cards", null, false, "SYS-01"), ("rate table", null, false, null)]);
        part.Unregistered.ShouldBe(3);

        await Decide(world, part.Listed[2], "SYS-01", "");
        await Decide(world, part.Listed[3], null, "").ShouldBeRefused("LISTED-REASON");
        await Decide(world, part.Listed[3], null, "Nothing in it is learned.");
        await Decide(world, part.Listed[1], "SYS-99", "").ShouldBeRefused(Refusal.NotFound);
        (await Inventory(world)).Unregistered.ShouldBe(1);

        // The same list again changes nothing; a name it did not have is added.
        await AddList(world, "MLflow", "Churn model\nnew one");
        (await Inventory(world)).Listed.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_concluded_analysis_is_frozen_proposes_its_plan_and_is_compared_with_the_next()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await Conclude(world, "GAP-0001").ShouldBeRefused("GAP-EMPTY");
        await ReadIn(world, ("supplier.md", SupplierPolicy));
        var place = (await Policy(world, "ISO42001:A.10.3")).General[0];
        await Accept(world, place.File, place.Section);
        await Conclude(world, "GAP-0001").ShouldBeRefused("GAP-EMPTY");
        foreach (var requirement in Confirmed) await Review(world, requirement, PolicyLevel.Absent, "Nothing on AI in it.");
        var before = await world.As(Role.Viewer).See((GapViews views) => views.Detail("GAP-0001", default));
        await Conclude(world, "GAP-0001");

        var first = await world.As(Role.Viewer).See((GapViews views) => views.Detail("GAP-0001", default));
        (first.IsFrozen, first.Result.Count(GapState.Gap), first.Result.Count(GapState.NotAssessed), first.Comparison).ShouldBe((true, 3, 67, null));
        var actions = await world.As(Role.Viewer).See((ActionViews views) => views.List(new(Size: 200, Filter: "source:GAP-0001"), default));
        actions.Items.SelectMany(action => action.Requirements).Order(StringComparer.Ordinal).ShouldBe(first.Result.Plan.Select(step => step.Requirement).Order(StringComparer.Ordinal));
        actions.Items.ShouldAllBe(action => action.State == ActionState.Proposed && action.Owner != null && action.EffortDays > 0);
        foreach (var detail in new[] { before, first })
            detail.Result.Plan.ShouldAllBe(step => detail.OwnersOf(step.Requirement).Single() == actions.Items.Single(action => action.Requirements.Contains(step.Requirement)).Owner, "who is proposed before the conclusion owns the action after it");

        await ReadIn(world, ("ai.md", AiPolicy)).ShouldBeRefused("GAP-ENDED");
        await Review(world, "ISO42001:A.2.2", PolicyLevel.Absent, "x").ShouldBeRefused("GAP-ENDED");
        await Conclude(world, "GAP-0001").ShouldBeRefused("GAP-ENDED");

        world.Clock.Advance(TimeSpan.FromDays(100));
        await Start(world);
        await ReadIn(world, "GAP-0002", ("ai.md", AiPolicy));
        var second = await world.As(Role.Viewer).See((GapViews views) => views.Detail("GAP-0002", default));
        second.Comparison!.Previous.ShouldBe("GAP-0001");
        second.Comparison.Better.Select(change => change.Requirement).ShouldContain("ISO42001:A.2.2");
        second.Comparison.Worse.ShouldBeEmpty();
        second.Comparison.NotAsked.Select(change => change.Requirement).ShouldBe(["ISO42001:A.3.2", "ISO42001:A.10.3"], "nobody reviewed them this time");
        // Its plan shows the action that an earlier analysis planned for the same step.
        var waiting = second.Actions.Single(action => action.Requirement == "ISO42001:A.2.2");
        (waiting.Source, waiting.Ref).ShouldBe(("GAP-0001", actions.Items.Single(action => action.Cause == "ISO42001:A.2.2").Ref));
        await Conclude(world, "GAP-0002");
        var concluded = await world.As(Role.Viewer).See((GapViews views) => views.Detail("GAP-0002", default));
        concluded.Result.Plan.ShouldAllBe(step => concluded.Actions.Count(action => action.Requirement == step.Requirement) == 1);
        // What an earlier analysis proposed and still waits is not proposed again.
        var all = (await world.As(Role.Viewer).See((ActionViews views) => views.List(new(Size: 200), default))).Items;
        all.Select(action => action.Cause).Distinct().Count().ShouldBe(all.Count);
        all.Where(action => action.Source == "GAP-0002").Select(action => action.Cause).ShouldBe(concluded.Result.Plan.Select(step => step.Requirement).Where(key => key != "ISO42001:A.2.2"), ignoreOrder: true);
        // The first stays what it was.
        (await world.As(Role.Viewer).See((GapViews views) => views.Detail("GAP-0001", default))).Result.ToJson().ShouldBe(first.Result.ToJson());
    }

    [Fact]
    public async Task A_text_that_says_nothing_of_it_makes_no_requirement_a_gap_until_a_person_confirms_that()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("cooling.md", "The server room is cooled by two units."));
        var result = (await Seen(world, "GAP-0001")).Result;
        (result.Count(GapState.NotAssessed), result.NotReviewed, result.Overall.Low, result.Plan.Count).ShouldBe((70, 70, null, 0));
        result.Findings.ShouldAllBe(finding => finding.Reasons.Count == 1, "what was suggested is shown all the same");

        await Review(world, "ISO42001:A.2.2", PolicyLevel.Absent, "");
        result = (await Seen(world, "GAP-0001")).Result;
        (result.Count(GapState.Gap), result.Count(GapState.NotAssessed), result.NotReviewed, result.Plan.Count).ShouldBe((1, 69, 69, 1));
    }

    [Fact]
    public async Task What_is_done_for_a_standard_that_is_held_tells_how_far_it_is_before_anybody_is_asked()
    {
        const string source = "ISO27001:10.2";
        var carried = ExpectedReuse.Library.Reuse.Where(claim => claim.SourceKeys.SequenceEqual([source])).Select(claim => claim.RequirementKey).ToHashSet(StringComparer.Ordinal);
        carried.ShouldNotBeEmpty();
        await using var world = await World.Create(backend);
        await Start(world);
        await world.Control("ISMS-01", [source], unit: "ORG");
        (await Seen(world, "GAP-0001")).Result.Count(GapState.NotAssessed).ShouldBe(70, "a control without evidence carries nothing");

        await world.Evidence("ISMS-01", daysOld: 399, unit: "ORG");
        var result = (await Seen(world, "GAP-0001")).Result;
        (result.Count(GapState.Partly), result.CarriedOnly, result.Plan.Count).ShouldBe((carried.Count, carried.Count, carried.Count));
        var finding = result.Findings.First(finding => carried.Contains(finding.Requirement));
        finding.Reasons.ShouldHaveSingleItem().Why.ShouldStartWith("ISO/IEC 27001:2022 10.2 carries 100 % of the work; for AI is to be added: ");
        result.Overall.Low!.Value.ShouldBe(100 * 0.5 * carried.Count / 70, 1e-9);

        world.Clock.Advance(TimeSpan.FromDays(2));
        (await Seen(world, "GAP-0001")).Result.Findings.First(finding => carried.Contains(finding.Requirement)).Reasons.ShouldHaveSingleItem().Why.ShouldContain("10.2, not done in full, carries 50 %");
    }

    [Fact]
    public async Task Neither_a_text_nor_a_form_that_is_filled_in_makes_up_for_evidence()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await world.Control("AC-01", ["ISO42001:A.2.2", "ISO42001:A.4.2"]);
        await world.System("SYS-01");
        await AddList(world, "MLflow", "credit_scoring");
        await ReadIn(world, ("ai.md", AiPolicy));
        (await Policy(world, "ISO42001:A.2.2")).Level.ShouldBe(PolicyLevel.Covered);
        var findings = (await Seen(world, "GAP-0001")).Result.Findings.ToDictionary(finding => finding.Requirement, StringComparer.Ordinal);

        // The control has no evidence: the record says that it does not conform.
        findings["ISO42001:A.2.2"].State.ShouldBe(GapState.Gap);
        findings["ISO42001:A.4.2"].State.ShouldBe(GapState.Gap);
        var listed = findings["ISO42001:4.3"];
        listed.Reasons.Single(reason => reason.Part == GapPart.Inventory).ShouldBe(new(GapPart.Inventory, GapState.Partly, "all systems found in lists are registered: 1 of 1", IsFull: true));
        listed.State.ShouldBe(GapState.Partly);
    }

    [Fact]
    public async Task What_was_not_seen_is_not_frozen_and_what_changed_meanwhile_is_said()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("ai.md", AiPolicy));
        var seen = await Seen(world, "GAP-0001");
        await Conclude(world, "GAP-0001", seen.Line.Version, null).ShouldBeRefused(Refusal.VersionRequired);
        foreach (var forged in new[] { "anything", ".", seen.Fingerprint + ".INT-00010.INT-00010", seen.Fingerprint + "..", seen.Fingerprint.ToUpperInvariant(), new string('.', 5000) })
            await Conclude(world, "GAP-0001", seen.Line.Version, forged).ShouldBeRefused(Refusal.Stale);

        // None of these changes the row of the analysis itself.
        await Review(world, "ISO42001:A.2.2", PolicyLevel.Absent, "Only a headline.");
        await Said(world, seen, "ISO42001:A.2.2 is gap, was partly");
        seen = await Seen(world, "GAP-0001");
        await world.System("SYS-01");
        await Said(world, seen, "is");
        seen = await Seen(world, "GAP-0001");
        await world.As(Role.Auditor).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace Outside", "grace@elsewhere.example")), actor, default));
        await Said(world, seen, "INT-0001 would not count (draft)");

        seen = await Seen(world, "GAP-0001");
        seen.NotSigned.ShouldHaveSingleItem().ShouldBe(new("INT-0001", "Grace Outside", InterviewState.Draft));
        await Conclude(world, "GAP-0001", seen.Line.Version, seen.Fingerprint);
        var after = await Seen(world, "GAP-0001");
        (after.IsFrozen, after.NotSigned.Count, after.Fingerprint, after.Result.ToJson()).ShouldBe((true, 0, "", seen.Result.ToJson()));
        var interview = await world.As(Role.Auditor).Do((InterviewViews views, Actor actor) => views.Detail("GAP-0001", "INT-0001", actor, default));
        (interview.Line.State, interview.IsHidden).ShouldBe((InterviewState.Withdrawn, false));

        async Task Said(World here, GapDetail before, string what)
        {
            var refusal = await Should.ThrowAsync<RuleViolation>(() => Conclude(here, "GAP-0001", before.Line.Version, before.Fingerprint));
            (refusal.Code, refusal.Message).ShouldSatisfyAllConditions(said => said.Code.ShouldBe(Refusal.Stale), said => said.Message.ShouldContain(what));
        }
    }

    [Fact]
    public async Task A_day_that_passed_is_no_change_of_what_was_seen()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("ai.md", AiPolicy));
        var seen = await Seen(world, "GAP-0001");
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await Conclude(world, "GAP-0001", seen.Line.Version, seen.Fingerprint)).EndedOn.ShouldBe(world.Today);
    }

    [Fact]
    public async Task The_same_text_under_three_names_counts_once_and_is_said_to_be_the_same()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await ReadIn(world, ("ai.md", AiPolicy));
        var once = await Policy(world, "ISO42001:A.2.2");
        await ReadIn(world, ("ai copy.md", AiPolicy), ("supplier.md", SupplierPolicy), ("zz ai.md", AiPolicy));

        var policy = await Policy(world, "ISO42001:A.2.2");
        policy.Passages.Select(passage => passage.Text).ShouldBe(once.Passages.Select(passage => passage.Text));
        policy.Passages.ShouldAllBe(passage => passage.File == "ai copy.md");
        (await world.As(Role.Viewer).See((GapViews views) => views.Sources("GAP-0001", default))).Select(source => (source.File, source.SameAs))
            .ShouldBe([("ai copy.md", null), ("ai.md", "ai copy.md"), ("supplier.md", null), ("zz ai.md", "ai copy.md")], ignoreOrder: true);
    }

    [Fact]
    public async Task Only_who_may_analyse_works_on_it_and_only_from_what_they_saw()
    {
        await using var world = await World.Create(backend);
        await Start(world);
        await world.As(Role.SystemOwner).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 0, "No.", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await world.As(Role.Auditor).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 5, "No.", actor, default)).ShouldBeRefused(Refusal.Stale);
        await world.As(Role.Auditor).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 0, " ", actor, default)).ShouldBeRefused("GAP-REASON");
        await world.As(Role.Auditor).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 0, "Begun twice.", actor, default));
        await AddList(world, "x", "y").ShouldBeRefused("GAP-ENDED");
        (await world.As(Role.Viewer).See((GapViews views) => views.List(new(Filter: "state:withdrawn"), default))).Items.ShouldHaveSingleItem().Reason.ShouldBe("Begun twice.");
    }

    private static async Task Start(World world)
    {
        var (unit, lead) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager));
        await world.As(Role.Auditor).Do((GapRegister register, Actor actor) => register.Start(unit, "Where we stand", lead, null, actor, default));
    }

    private static Task<PoliciesReadIn> ReadIn(World world, params (string Name, string Text)[] files) => ReadIn(world, "GAP-0001", files);

    /// <summary>Through the reading process, as on the page.</summary>
    private static Task<PoliciesReadIn> ReadIn(World world, string analysis, params (string Name, string Text)[] files) => ReadIn(world, analysis, keepReadable: false, files);

    private static async Task<PoliciesReadIn> ReadIn(World world, string analysis, bool keepReadable, params (string Name, string Text)[] files)
    {
        var handed = new List<HandedInPolicy>();
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(world.Folder, $"{Guid.CreateVersion7():N}");
            await File.WriteAllTextAsync(path, text);
            handed.Add(new(path, name));
        }
        return await world.As(Role.Auditor).Do((PolicyReviewRegister register, Actor actor) => register.ReadIn(analysis, handed, keepReadable, actor, default));
    }

    private static Task<PolicyFindingLine> Policy(World world, string requirement) => world.As(Role.Viewer).See((GapViews views) => views.Policy("GAP-0001", requirement, default));

    private static async Task<PolicyFinding> Review(World world, string requirement, PolicyLevel level, string reason)
    {
        var version = (await Policy(world, requirement)).Version;
        return await world.As(Role.Auditor).Do((PolicyReviewRegister register, Actor actor) => register.Review("GAP-0001", requirement, version, level, reason, actor, default));
    }

    private static Task<PlannedAction> Accept(World world, string file, string section) =>
        world.As(Role.AimsManager).Do((PolicyReviewRegister register, Actor actor) => register.Accept("GAP-0001", "ISO42001:A.10.3", file, section, null, null, actor, default));

    private static Task<IReadOnlyList<PolicyHit>> Search(World world, string words) => world.As(Role.Viewer).See((GapViews views) => views.Search("GAP-0001", words, default));

    private static Task<int> AddList(World world, string list, string text) => world.As(Role.Auditor).Do((InventoryRegister register, Actor actor) => register.AddList("GAP-0001", list, text, actor, default));

    private static Task<InventoryPart> Inventory(World world) => world.As(Role.Viewer).See((GapViews views) => views.Inventory("GAP-0001", default));

    private static Task<ListedSystem> Decide(World world, ListedLine line, string? system, string because) =>
        world.As(Role.Auditor).Do((InventoryRegister register, Actor actor) => register.Decide(line.Ref, line.Version, system, because, actor, default));

    private static async Task<GapAnalysis> Conclude(World world, string reference)
    {
        var seen = await Seen(world, reference);
        return await Conclude(world, reference, seen.Line.Version, seen.Fingerprint);
    }

    private static Task<GapAnalysis> Conclude(World world, string reference, int version, string? fingerprint) =>
        world.As(Role.Auditor).Do((GapConclusion conclusion, Actor actor) => conclusion.Conclude(reference, version, fingerprint, actor, default));

    private static Task<GapDetail> Seen(World world, string reference) => world.As(Role.Viewer).See((GapViews views) => views.Detail(reference, default));
}

public sealed class GapsOnSqlite() : GapContract(Backend.Sqlite);

public sealed class GapsOnPostgres() : GapContract(Backend.Postgres);
