using System.Globalization;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Reports;

/// <summary>An impact assessment as a document to print, and the notification of the fundamental rights impact assessment. What is not in force says so on its first page.</summary>
internal sealed class ImpactReport(ConcordDb db, ImpactMethod method, StandardsLibrary standards, ImpactFile file)
{
    /// <param name="format">html, docx or xlsx.</param>
    public async Task<ReportFile> Assessment(string reference, string format, CancellationToken stop)
    {
        var kind = ReportFile.FormatOf(format);
        var detail = await file.Detail(reference, stop);
        return ReportFile.Of(new($"{Marked(detail)}Impact assessment of {detail.Line.SystemName}", await Organisation(stop), Facts(detail),
            [Conclusion(detail), Screening(detail), .. detail.Sections.Where(section => section.IsAsked).Select(section => Section(detail, section)), Fria(detail), Course(detail)]) { Written = db.Now }, kind);
    }

    /// <summary>What the deployer tells the authority. Refused where it is known that nothing is owed.</summary>
    public async Task<ReportFile> Notification(string reference, string format, CancellationToken stop)
    {
        var kind = ReportFile.FormatOf(format);
        var detail = await file.Detail(reference, stop);
        if (detail.Classified.FriaOwed == false) throw new RuleViolation("IMPACT-FRIA", $"{detail.Classified.Because}: there is nothing to notify. The assessment itself can be printed.");
        return ReportFile.Of(new($"{Marked(detail)}{method.Fria.Title}: {detail.Line.SystemName}", await Organisation(stop), [.. Facts(detail), new("Owed", Owed(detail))],
        [
            new("Notification", 1, [new ReportParagraph($"{method.Fria.Lead} ({method.Fria.Citation})"), .. method.Fria.Lines.Select(line => new ReportParagraph($"{line}: [to be completed]"))]),
            .. detail.Fria.Select(Item),
        ])
        { Written = db.Now }, kind);
    }

    private Task<string> Organisation(CancellationToken stop) =>
        db.Set<OrganisationUnit>().IgnoreQueryFilters().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Name).SingleAsync(stop);

    private static string Marked(ImpactDetail detail) => detail.Line.State switch
    {
        ImpactState.Draft => "DRAFT. ",
        ImpactState.InReview => "DRAFT, in review. ",
        ImpactState.Superseded => "SUPERSEDED. ",
        ImpactState.Withdrawn => "WITHDRAWN. ",
        _ => "",
    };

    private static List<ReportFact> Facts(ImpactDetail detail)
    {
        var line = detail.Line;
        List<ReportFact> facts =
        [
            new("Assessment", $"{line.Ref}, revision {line.Revision}, {Words.Of(line.Standing)}"), new("System", $"{line.SystemRef} {line.SystemName}, {Words.Of(detail.SystemState)}"),
            new("Depth", $"{Words.Of(detail.Screening.Depth)}: {detail.Screening.Because}"), new("Written by", string.Join(", ", line.Authors.Select(author => author.Name))),
            new("Approved", line.ApprovedAt is { } at ? $"{Day(DateOnly.FromDateTime(at.UtcDateTime))} by {line.ApprovedBy?.Name}" : "not approved"), new("Next review", line.DueOn is { } due ? Day(due) : "set by its approval"),
            new("Method", detail.Method),
        ];
        if (line.Stale.Count > 0) facts.Add(new("It no longer fits", string.Join("; ", line.Stale)));
        if (detail.ContentSha256.Length > 0) facts.Add(new("SHA-256 of the text", detail.ContentSha256));
        else facts.Add(new("Note", $"This is a draft: {detail.Answered} of {detail.Asked} required questions are answered, and {detail.Gaps.Count} gaps are open. Nothing of it is approved."));
        return facts;
    }

    private ReportSection Conclusion(ImpactDetail detail)
    {
        var said = detail.Content.Conclusion;
        var worst = detail.Effects.Where(effect => effect.Effect.IsHarm).MaxBy(effect => effect.Score?.High ?? 0);
        List<string> lines =
        [
            said.Verdict is { } verdict ? $"{ImpactAnswers.Of(verdict)}. {said.Reasons}" : "Nobody has concluded yet whether it may be used.",
            $"{detail.Content.Benefits.Count()} benefits and {detail.Content.Harms.Count()} harms were judged.{(worst?.Score is { } score ? $" The gravest harm is {worst.Effect.Called} with score {score.Text} of {method.Score.Cap}: {worst.Effect.What}" : "")}",
        ];
        if (said.Conditions.Length > 0) lines.Add($"Conditions: {said.Conditions}");
        lines.Add(said.Residual is { } left ? $"Residual impact: {left} {ImpactMethod.NameOf(method.Severity, left.ToString(CultureInfo.InvariantCulture))}. {said.ResidualWhy}" : "The residual impact is not judged.");
        return new("Summary", 1, [.. lines.Select(text => new ReportParagraph(text))]);
    }

    private ReportSection Screening(ImpactDetail detail) => new("Screening", 1,
    [
        new ReportTable("Screening", [new("Question", Share: 0.5), new("Answer", Share: 0.12), new("Why", Share: 0.38)],
            [.. method.Screening.Select(IReadOnlyList<ReportCell> (question) => detail.Content.Screened(question.Id) is { } said ? [question.Question, said.Answer == ScreeningAnswer.Unknown ? "not known" : Words.Of(said.Answer), said.Why] : [question.Question, ReportCell.Of("not answered", ReportTone.Unknown), ""])]),
    ]);

    private ReportSection Section(ImpactDetail detail, ImpactSectionLine section) => new(section.Section.Title, 1, [.. section.Fields.SelectMany(field => Field(detail, field))]);

    private IEnumerable<ReportBlock> Field(ImpactDetail detail, ImpactFieldLine line)
    {
        yield return new ReportParagraph(line.Field.Question);
        switch (line.Field.Kind)
        {
            case ImpactFieldKind.Harms or ImpactFieldKind.Benefits:
                yield return Effects(detail, line.Field.Kind == ImpactFieldKind.Harms);
                break;
            case var _ when line.Lines.Count == 0:
                yield return new ReportList([line.Field.Required ? "Not answered yet." : "Nothing is said."]);
                break;
            default:
                yield return new ReportList(line.Lines);
                break;
        }
    }

    private ReportTable Effects(ImpactDetail detail, bool harms) => new(harms ? "Harms" : "Benefits",
        [new("No.", Share: 0.05), new("Dimension and rights", Share: 0.2), new("For whom", Share: 0.12), new("What happens", Share: 0.25), new("Score", Share: 0.06), new("Decided by", Share: 0.14), new("Likelihood", Share: 0.08), new("Against it", Share: 0.1)],
        [.. detail.Effects.Where(effect => effect.Effect.IsHarm == harms).Select(IReadOnlyList<ReportCell> (effect) =>
        [
            effect.Effect.Called, $"{effect.Dimension} ({effect.Level})\n{string.Join("; ", effect.Effect.Rights.Select(right => method.FindRight(right)?.Right ?? right))}", effect.Group, effect.Effect.What,
            effect.Score?.Text ?? "not judged", string.Join("; ", effect.Score?.Because ?? []), effect.Effect.Likelihood is { } likely ? standards.Criteria.Likelihoods[likely - 1].Name : "not judged",
            Against(detail, effect.Effect),
        ])])
    { WhenEmpty = "None is entered." };

    private static string Against(ImpactDetail detail, ImpactEffect effect) =>
        string.Join('\n', detail.Content.Measures.Where(measure => measure.Effects.Contains(effect.Number)).Select(measure => $"M{measure.Number}{(measure.Reference.Length > 0 ? $" ({measure.Reference})" : "")}").Prepend(effect.Against).Where(text => text.Length > 0));

    private ReportSection Fria(ImpactDetail detail) => new(method.Fria.Title, 1,
    [
        new ReportParagraph(Owed(detail)),
        new ReportTable("Items of the law", [new("Item", Share: 0.5), new("State", Share: 0.15), new("Open questions", Share: 0.35)],
            [.. detail.Fria.Select(IReadOnlyList<ReportCell> (line) => [$"({line.Item.Letter}) {line.Item.Item}", line.IsFilled ? ReportCell.Of("filled", ReportTone.Good) : ReportCell.Of(line.Said.Count > 0 ? "in part" : "empty", ReportTone.Attention),
                string.Join("; ", line.Missing.Select(part => $"{part.Title}: {part.Question}"))])]),
    ]);

    private static string Owed(ImpactDetail detail) => detail.Classified.FriaOwed switch
    {
        true => $"Owed{(detail.Classified.From is { } from ? $" from {Day(from)}" : "")}. {detail.Classified.Because}. {(detail.NotifiedOn is { } told ? $"{detail.NotifiedTo} was told on {Day(told)}." : "The authority has not been told yet.")}",
        false => $"Not owed: {detail.Classified.Because}.",
        null => $"Whether it is owed is not known. {detail.Classified.Question}",
    };

    private static ReportSection Item(FriaLine line) => new($"({line.Item.Letter}) {line.Item.Item}", 1,
    [
        new ReportParagraph(line.Item.Citation),
        .. line.Said.SelectMany(IEnumerable<ReportBlock> (part) => [new ReportParagraph($"{part.Question} ({part.Title})"), new ReportList(part.Lines)]),
        .. line.Missing.Select(part => new ReportParagraph($"[to be completed: {part.Question} ({part.Title})]")),
    ]);

    private static ReportSection Course(ImpactDetail detail) => new("Course", 1,
    [
        new ReportList(
        [
            $"Begun on {Day(DateOnly.FromDateTime(detail.Line.BegunAt.UtcDateTime))}{(detail.Follows.Length > 0 ? $", with the text of {detail.Follows}" : "")}.",
            .. detail.Line.SubmittedAt is { } submitted ? [$"Submitted on {Day(DateOnly.FromDateTime(submitted.UtcDateTime))}."] : Array.Empty<string>(),
            .. detail.Line.ApprovedAt is { } approved ? [$"Approved on {Day(DateOnly.FromDateTime(approved.UtcDateTime))} by {detail.Line.ApprovedBy?.Name}, who wrote none of it."] : Array.Empty<string>(),
            .. detail.Ended.Length > 0 ? [$"Ended: {detail.Ended}."] : Array.Empty<string>(),
        ]),
        new ReportParagraph("This assessment supports a decision of the organisation; named persons wrote and approved it. It is no legal advice."),
    ]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
