using System.Globalization;
using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Applicability;

/// <summary>
/// The statement as a CSV file, a row for each control. <c>concord reuse --soa</c> reads it as it is, and it can be taken in again without a change.
/// <list type="table">
/// <item><c>requirement_id</c> key of the control</item>
/// <item><c>applicable</c> yes, no; empty: nobody decided</item>
/// <item><c>status</c> implemented (conforming), partially (partial), planned (everything else that applies), excluded; empty: nobody decided, so nobody planned anything either</item>
/// <item><c>evidence_doc_ids</c> reference of the newest evidence; empty: none</item>
/// <item><c>exclusion_reason</c> the justification of an exclusion</item>
/// <item><c>evidence_date</c>, <c>evidence_kind</c> of that evidence</item>
/// <item><c>title</c> of the control</item>
/// <item><c>decision</c> person: a person decided, so that <c>justification</c> or <c>exclusion_reason</c> are their words; fact: an applied control answers it, nobody decided;
/// not decided. Only rows of a person say anything new to whoever takes the file in, and rows into which somebody typed an answer or a reason.</item>
/// <item><c>justification</c> the words of the person who decided that it applies; empty where they wrote none or nobody decided</item>
/// <item><c>derived_justification</c> what the record says for it where no person wrote anything</item>
/// <item><c>state</c>, <c>state_because</c> the result that is shown, and why</item>
/// <item><c>applied_controls</c> reference, title and owner of each, separated by semicolons</item>
/// <item><c>risks</c>, <c>obligations</c> references, separated by semicolons</item>
/// <item><c>evidence_valid_until</c>, <c>evidence_age_days</c> on the day of the statement</item>
/// <item><c>evidence_title</c> what that evidence is called, for a reader; it is known by its reference</item>
/// </list>
/// A text that a spreadsheet would compute has an apostrophe in front; <see cref="CsvWriter.Armed"/> takes it away again.
/// </summary>
internal static class StatementCsv
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "requirement_id", "applicable", "status", "evidence_doc_ids", "exclusion_reason", "evidence_date", "evidence_kind", "title", Decision, "justification", "derived_justification", "state", "state_because",
        "applied_controls", "risks", "obligations", "evidence_valid_until", "evidence_age_days", "evidence_title",
    ];

    /// <summary>The column that says who decided.</summary>
    public const string Decision = "decision";

    /// <summary>What stands there while nobody decided.</summary>
    public const string NotDecided = "not decided";

    /// <summary>Columns that follow from the record: they say nothing to whoever takes the file in.</summary>
    public static readonly IReadOnlyList<string> Derived = ["derived_justification", "state", "state_because", "risks", "obligations", "evidence_valid_until", "evidence_age_days", "evidence_title"];

    public static string Of(IReadOnlyList<StatementLine> lines, DateOnly asOf, ReuseDefinition definition)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text))
        {
            csv.Row(Columns);
            foreach (var row in Rows(lines, asOf, definition)) csv.Row(row);
        }
        return text.ToString();
    }

    /// <summary>The same cells for other files that are taken in again.</summary>
    public static IEnumerable<IEnumerable<string?>> Rows(IReadOnlyList<StatementLine> lines, DateOnly asOf, ReuseDefinition definition) => lines.Select(line => Cells(line, asOf, definition));

    private static IEnumerable<string?> Cells(StatementLine line, DateOnly asOf, ReuseDefinition definition)
    {
        var isExcluded = line.Applicability == ControlApplicability.Excluded;
        return
        [
            line.Key,
            line.Applicability switch { ControlApplicability.Applicable => "yes", ControlApplicability.Excluded => "no", _ => "" },
            Status(line, definition),
            line.Evidence?.Ref,
            isExcluded ? line.Justification : "",
            Day(line.Evidence is { Ref.Length: > 0 } dated ? dated.Date : null),
            line.Evidence is { Ref.Length: > 0 } kind ? kind.Kind : "",
            line.Title,
            line.DecidedBy == DecidedBy.Nobody ? NotDecided : Words.Key(line.DecidedBy),
            isExcluded || line.JustificationDerived ? "" : line.Justification,
            line.JustificationDerived ? line.Justification : "",
            Words.Of(line.State), line.Because,
            string.Join("; ", line.Controls.Select(control => $"{control.Ref} {Plain(control.Title)} ({control.OwnerName ?? "no owner"})")),
            string.Join("; ", line.Risks.Select(risk => risk.Ref)),
            string.Join("; ", line.Obligations.Select(obligation => obligation.Key)),
            Day(line.Evidence?.ValidUntil), line.Evidence?.AgeOn(asOf).ToString(CultureInfo.InvariantCulture), line.Evidence?.Title,
        ];
    }

    /// <summary>In the words the definition of re-use knows.</summary>
    private static string Status(StatementLine line, ReuseDefinition definition) => line switch
    {
        { Applicability: ControlApplicability.NotDecided } => "",
        { Applicability: ControlApplicability.Excluded } => ReuseDefinition.Excluded,
        { State: RequirementResult.Conforming } => ReuseDefinition.Implemented,
        { State: RequirementResult.Partial } => ReuseDefinition.InPart,
        _ => definition.States.First(state => state.Value == 0 && state.Key != ReuseDefinition.Excluded).Key,
    };

    /// <summary>A semicolon separates, so it does not stand inside.</summary>
    private static string Plain(string title) => title.Replace(';', ',');

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
