using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Reports;

/// <summary>A gap analysis as a document to hand over: summary, readiness, plan, findings with reasons, and what the three parts hold.</summary>
internal sealed class GapReport(ConcordDb db, StandardsLibrary standards, GapLibrary library, GapViews views, InterviewViews interviews)
{
    /// <param name="format">html, docx or xlsx.</param>
    public async Task<ReportFile> Write(string reference, string format, CancellationToken stop)
    {
        var kind = ReportFile.FormatOf(format);
        var detail = await views.Detail(reference, stop);
        var organisation = await db.Set<OrganisationUnit>().IgnoreQueryFilters().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Name).SingleAsync(stop);
        var report = new Report($"Gap analysis: {detail.Line.Title}", organisation, [.. Facts(detail)],
        [
            Summary(detail), Readiness(detail.Result), Plan(detail), .. Comparison(detail), .. Findings(detail.Result),
            Inventory(await views.Inventory(reference, stop)), Interviews((await interviews.Answers(reference, stop)).SelectMany(group => group)), Policies(await views.Policies(reference, stop), await views.Sources(reference, stop), await views.NotRead(reference, stop)), Method(),
        ])
        {
            Written = db.Now,
        };
        return ReportFile.Of(report, kind);
    }

    private static IEnumerable<ReportFact> Facts(GapDetail detail)
    {
        yield return new("Analysis", $"{detail.Line.Ref}, {Words.Of(detail.Line.State)}");
        yield return new("As of", Day(detail.Result.AsOf));
        yield return new("Readiness", detail.Result.Overall.Range());
        yield return new("Lead", detail.Line.Lead?.Name ?? "nobody");
        yield return new("Rule", $"definition {detail.Result.Definition}; see Method");
        if (detail.IsFrozen) yield return new("SHA-256 of the result", detail.Line.ResultSha256);
        else yield return new("Note", "The analysis is open: this is what its parts say now, not a frozen result.");
    }

    private ReportSection Summary(GapDetail detail)
    {
        var result = detail.Result;
        var lines = new List<string>
        {
            $"Of {result.Findings.Count} requirements {result.Count(GapState.Met)} are met, {result.Count(GapState.Partly)} partly met and {result.Count(GapState.Gap)} gaps; {result.Count(GapState.NotAssessed)} were not assessed and {result.Count(GapState.NotApplicable)} do not apply.",
            $"The plan has {result.Plan.Count} {(result.Plan.Count == 1 ? "step" : "steps")}, about {Days(result)} of work of one person.",
        };
        if (result.CarriedOnly is > 0 and var carried) lines.Add($"{carried} of the partly met requirements {(carried == 1 ? "is" : "are")} known only by what is done for other standards: they count at least by what their counterparts carry, which is part of the work and shows nothing for AI, and at most as met.");
        if (result.NotReviewed > 0) lines.Add($"What policies carry of {result.NotReviewed} requirements is only suggested; no person has reviewed these suggestions. A suggested claim counts as written, a suggested absence counts as nothing until a person confirms it.");
        if (detail.Comparison is { } compared)
            lines.Add($"Since {compared.Previous} of {Day(compared.PreviousAsOf)} ({compared.Before.Range()} ready) {compared.Better.Count} requirements are better, {compared.Worse.Count} worse, and {compared.NotAsked.Count} stand otherwise only because a part that spoke of them was not asked this time.");
        if (detail.Comparison is { Rule: { } rule } other) lines.Add(rule.Sentence(other.Previous, Number));
        return new("Summary", 1, [.. lines.Select(line => new ReportParagraph(line))]);
    }

    private static string Days(GapResult result) => result.Plan.Sum(step => step.EffortDays).ToString("0.#", CultureInfo.InvariantCulture) is var days && days == "1" ? "1 day" : $"{days} days";

    private static ReportSection Readiness(GapResult result) => new("Readiness by clause and group of controls", 1,
    [
        new ReportTable("Readiness", [new("Clause or group", Share: 0.5), new("At least", ReportCellKind.Percent), new("At most", ReportCellKind.Percent), new("Assessed", ReportCellKind.Number), new("of", ReportCellKind.Number)],
            [.. result.Groups.Append(result.Overall).Select(IReadOnlyList<ReportCell> (group) => [group.Title, Share(group.Low), Share(group.High), ReportCell.Of(group.Assessed), ReportCell.Of(group.Requirements)])]),
    ]);

    private ReportSection Plan(GapDetail detail) => new("Plan", 1,
    [
        new ReportTable("Plan", [new("Step", ReportCellKind.Number, 0.06), new("No.", Share: 0.08), new("What is done", Share: 0.28), new("After", Share: 0.1), new("Because", Share: 0.16), new("Days", ReportCellKind.Number, 0.08, 1), new("Owner", Share: 0.12), new("Action", Share: 0.12)],
            [.. detail.Result.Plan.Select(IReadOnlyList<ReportCell> (step) => [ReportCell.Of(step.Number), Number(step.Requirement), step.Title, string.Join(", ", step.After.Select(Number)), step.Why, ReportCell.Of(step.EffortDays), Owner(detail, step), Served(detail, step)])])
        { WhenEmpty = detail.Result.WhyNoStep },
    ]);

    private IEnumerable<ReportSection> Comparison(GapDetail detail)
    {
        if (detail.Comparison is not { } compared) yield break;
        yield return new($"Changes since {compared.Previous}", 1,
        [
            new ReportParagraph("Worse: a part says less than it said before, or speaks against it for the first time. Not asked this time: it stands higher or lower only because a part that spoke of it before is silent now."),
            new ReportTable("Changes", [new("Change", Share: 0.26), new("No.", Share: 0.08), new("Requirement", Share: 0.36), new("Before", Share: 0.15), new("Now", Share: 0.15)],
                [.. Changes("better", compared.Better), .. Changes("worse", compared.Worse), .. Changes("not asked this time", compared.NotAsked), .. Changes("otherwise", compared.Otherwise)])
            { WhenEmpty = "No requirement stands otherwise." },
        ]);
    }

    private IEnumerable<IReadOnlyList<ReportCell>> Changes(string how, IReadOnlyList<GapChange> changes) => changes.Select(IReadOnlyList<ReportCell> (change) =>
    [
        change.Parts.Count > 0 ? $"{how}: {string.Join(", ", change.Parts.Select(Words.Of))}" : how, Number(change.Requirement), Title(change.Requirement),
        change.Before is { } before ? State(before) : ReportCell.Of("not looked at", ReportTone.Unknown), State(change.After),
    ]);

    private static string Owner(GapDetail detail, GapStep step) => string.Join(", ", detail.OwnersOf(step.Requirement).Select(owner => owner.Name)) is { Length: > 0 } named ? named : "nobody";

    private static string Served(GapDetail detail, GapStep step)
    {
        var actions = detail.Actions.Where(action => action.Requirement == step.Requirement).Select(action => action.Source == detail.Line.Ref ? action.Ref : $"{action.Ref} of {action.Source}").ToList();
        return actions.Count > 0 ? string.Join(", ", actions) : detail.Line.State == GapAnalysisState.Open ? "with the conclusion" : "none";
    }

    private IEnumerable<ReportSection> Findings(GapResult result)
    {
        yield return new("Findings", 1, [new ReportParagraph("Requirement by requirement, with what each part of the analysis says.")]);
        foreach (var group in result.Findings.GroupBy(finding => Heading(finding.Requirement)))
        {
            yield return new(group.Key, 2,
            [
                new ReportTable(group.Key, [new("No.", Share: 0.09), new("Requirement", Share: 0.23), new("State", Share: 0.12), new("Why", Share: 0.56)],
                    [.. group.Select(IReadOnlyList<ReportCell> (finding) => [Number(finding.Requirement), Title(finding.Requirement), State(finding.State), $"{finding.Because}\n{string.Join('\n', finding.Reasons.Select(reason => $"{Words.Of(reason.Part)}: {reason.Why}"))}".Trim()])]),
            ]);
        }
    }

    private ReportSection Inventory(InventoryPart part) => new("Part 1: Inventory", 1,
    [
        new ReportTable("Inventory checks", [new("Check", Share: 0.5), new("Passed", ReportCellKind.Number), new("of", ReportCellKind.Number)],
            [.. library.Checks.Select(check => (check, count: part.Count(check))).Select(IReadOnlyList<ReportCell> (one) => [one.check.Title, one.count.Of == 0 ? ReportCell.Of("nothing to check", ReportTone.Unknown) : ReportCell.Of(one.count.Passed), one.count.Of == 0 ? ReportCell.Empty : ReportCell.Of(one.count.Of)])]),
        new ReportTable("Systems with something missing", [new("Ref", Share: 0.12), new("System", Share: 0.3), new("What is missing", Share: 0.58)],
            [.. part.Systems.Where(system => system.Open > 0).Select(IReadOnlyList<ReportCell> (system) => [system.Ref, system.Name, string.Join("; ", system.Points.Where(point => point.Passed == false).Select(point => point.Check.Missing))])])
        { WhenEmpty = "Every registered system is complete." },
        new ReportTable("Names of other lists", [new("List", Share: 0.2), new("Name", Share: 0.4), new("State", Share: 0.4)],
            [.. part.Listed.Select(IReadOnlyList<ReportCell> (one) => [one.List, one.Name, one.SystemRef is { } known ? known : one.NoSystemBecause.Length > 0 ? $"no AI system: {one.NoSystemBecause}" : ReportCell.Of("not registered", ReportTone.Bad)])])
        { WhenEmpty = "No list kept elsewhere was compared." },
    ]);

    private static ReportSection Interviews(IEnumerable<SignedAnswer> answers) => new("Part 2: Interviews", 1,
    [
        new ReportParagraph("Answers that the people asked have signed off. Others do not count and are not shown."),
        new ReportTable("Interviews", [new("Interview", Share: 0.11), new("Role", Share: 0.13), new("Question", Share: 0.3), new("Rating", Share: 0.1), new("Answer", Share: 0.36)],
            [.. answers.DistinctBy(answer => (answer.Interview, answer.Question)).OrderBy(answer => answer.Interview, StringComparer.Ordinal).Select(IReadOnlyList<ReportCell> (answer) =>
                [$"{answer.Interview}, {Day(answer.HeldOn)}", GapLibrary.Word(answer.Role), answer.Asked, Words.Of(answer.Rating), answer.Remark.Length > 0 ? $"{answer.Text}\nRemark of the person asked: {answer.Remark}" : answer.Text])])
        { WhenEmpty = "No interview was signed off." },
    ]);

    private static ReportSection Policies(IReadOnlyList<PolicyFindingLine> findings, IReadOnlyList<PolicySourceLine> sources, IReadOnlyList<PolicyNotRead> notRead) => new("Part 3: Policies", 1,
    [
        .. NotRead(notRead),
        new ReportTable("Policies read", [new("File", Share: 0.3), new("Title", Share: 0.4), new("SHA-256", Share: 0.3)], [.. sources.Select(IReadOnlyList<ReportCell> (source) => [source.File, source.Title, source.Sha256])]) { WhenEmpty = "No policy was read." },
        new ReportTable("What policies carry", [new("No.", Share: 0.08), new("Level", Share: 0.1), new("Reviewed", Share: 0.14), new("Quoted passage and its place", Share: 0.36), new("Where to embed it, and why", Share: 0.32)],
            [.. findings.Select(IReadOnlyList<ReportCell> (finding) =>
                [finding.Number, ReportCell.Of(Words.Of(finding.Level), Tone(finding.Level)), Reviewed(finding), finding.Passages is [var first, ..] ? $"\"{first.Text}\" ({first.File}, {first.Section})" : "none",
                    finding.General is [var place, ..] ? $"{place.File}, {place.Section}: {place.Why}" : finding.Level >= PolicyLevel.Covered ? "" : "a policy of its own"])])
        { WhenEmpty = "No policy was read." },
    ]);

    private static IEnumerable<ReportBlock> NotRead(IReadOnlyList<PolicyNotRead> files)
    {
        if (files.Count == 0) yield break;
        yield return new ReportParagraph("These were handed in and could not be read. Nothing is said of what they hold, and what only they carry looks absent.");
        yield return new ReportTable("Policies that could not be read", [new("File", Share: 0.5), new("Why", Share: 0.3), new("Handed in", Share: 0.2)],
            [.. files.Select(IReadOnlyList<ReportCell> (one) => [one.File, ReportCell.Of(one.Why, ReportTone.Attention), Day(DateOnly.FromDateTime(one.At.UtcDateTime))])]);
    }

    private static ReportSection Method() => new("Method", 1,
    [
        new ReportParagraph("A requirement is met when something practised says so (evidence in the record, interviews signed off), nothing practised contradicts and, unless evidence in date proves it, the policies carry at least a mention of it. A check of the inventory shows that a field is filled, which is partly met at most. It is a gap when all that is practised says so, whatever is written; when the record's evidence says so and no interview sees more; or when nothing is known of practice, here or for another standard, and a person confirmed that nothing is written. Everything between is partly met. Where no part speaks of it, or a person confirmed only that nothing is written, what is done for other standards that are held carries it in part: by the claims of re-use, as far as their counterparts are done, and with evidence. What no part speaks of is not assessed, an absence of policies that no person confirmed counting as nothing said, and readiness is then a range: at least, counting it as a gap; at most, counting it as met."),
        new ReportParagraph("Met counts 1, partly met a half; what only counterparts carry counts at least by the share of the work they save, up to a half, and at most as met, for nobody was asked. Policies are read by their words: covered is a binding sentence on AI, mentioned names AI and the subject, weak is no claim. General text on security, suppliers, development or privacy is never counted as AI coverage; it is shown as the place to embed a requirement. A text with placeholders counts nothing."),
        new ReportParagraph("The plan puts first what other steps rest on, then what is most urgent: weight (must 2, should 1) times distance (gap 2, partly 1), one more for each open nonconformity (at most two) and one where people or the inventory see the gap. Days of work are estimates of the library for an organisation that begins."),
        new ReportParagraph("This analysis supports a decision of the organisation. It is no statement of conformity."),
    ]);

    private string Heading(string key)
    {
        var top = standards.FindRequirement(key);
        while (top?.ParentKey is { } parent && standards.FindRequirement(parent) is { } above) top = above;
        return top is null ? key : $"{top.Number} {top.Title}";
    }

    private string Number(string key) => standards.FindRequirement(key)?.Number ?? key;

    private string Title(string key) => standards.FindRequirement(key)?.Title ?? "";

    private static ReportCell State(GapState state) => ReportCell.Of(Words.Of(state), state switch
    {
        GapState.Met => ReportTone.Good,
        GapState.Partly => ReportTone.Attention,
        GapState.Gap => ReportTone.Bad,
        GapState.NotAssessed => ReportTone.Unknown,
        _ => ReportTone.None,
    });

    private static ReportTone Tone(PolicyLevel level) => level switch { PolicyLevel.Covered => ReportTone.Good, PolicyLevel.Mentioned => ReportTone.Attention, _ => ReportTone.None };

    private static string Reviewed(PolicyFindingLine finding) => finding.Reviewed is null ? "suggested only"
        : finding.IsOutdated ? $"suggested; reviewed as {Words.Of(finding.Reviewed.Value)} before the texts changed"
        : finding.Reviewed == finding.Suggested ? $"confirmed by {finding.ReviewedBy?.Name}" : $"changed from {Words.Of(finding.Suggested)} by {finding.ReviewedBy?.Name}: {finding.ReviewReason}";

    /// <summary>Whole percent, rounded as on the page.</summary>
    private static ReportCell Share(double? percent) => percent is { } known ? ReportCell.Of(Math.Round(known, MidpointRounding.AwayFromZero) / 100) : ReportCell.Of("not assessed", ReportTone.Unknown);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
