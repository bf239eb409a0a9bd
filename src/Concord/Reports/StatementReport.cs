using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Reports;

/// <summary>The statement of applicability as a file: the live one, or a revision as it was frozen.</summary>
internal sealed class StatementReport(ConcordDb db, StandardsLibrary library, StatementViews views)
{
    public const string Csv = "csv";

    public static IReadOnlyList<string> Formats { get; } = [Csv, .. ReportFile.Formats];

    /// <param name="format">csv, html, docx or xlsx.</param>
    /// <param name="number">Of the revision; null: as it stands now.</param>
    /// <param name="standards">As people name them; none: all it speaks of.</param>
    public async Task<ReportFile> Write(string format, int? number, IReadOnlyList<string> standards, CancellationToken stop)
    {
        var (lines, asOf) = await views.All(number, standards, stop);
        if (format == Csv) return new(new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true).GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(StatementCsv.Of(lines, asOf, library.ReuseDefinition))).ToArray(), "text/csv; charset=utf-8", ".csv");
        var kind = ReportFile.FormatOf(format);
        var revision = number is { } one ? (await views.Revision(one, stop)).Line : null;
        var organisation = await db.Set<OrganisationUnit>().IgnoreQueryFilters().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Name).SingleAsync(stop);
        var report = Of(organisation, lines, asOf, revision);
        return ReportFile.Of(kind == ReportFormat.Xlsx ? report with { Sections = [.. report.Sections, Data(lines, asOf)] } : report, kind);
    }

    /// <summary>For the name of a file: what it is and of when.</summary>
    public static string NameOf(int? number) => number is { } one ? $"statement-of-applicability-{one}" : "statement-of-applicability";

    private Report Of(string organisation, IReadOnlyList<StatementLine> lines, DateOnly asOf, StatementRevisionLine? revision) => new(
        "Statement of Applicability", organisation, [.. Facts(lines, asOf, revision)],
        [.. lines.GroupBy(line => line.Edition).SelectMany(edition => Sections(edition.Key, [.. edition], asOf))])
    {
        Written = revision?.DraftedAt ?? db.Now,
    };

    private static IEnumerable<ReportFact> Facts(IReadOnlyList<StatementLine> lines, DateOnly asOf, StatementRevisionLine? revision)
    {
        yield return new("Revision", revision is null ? "none: as it stands now, not frozen and not approved" : $"{revision.Number} ({revision.Ref}), {Words.Of(revision.State)}");
        yield return new("As of", Day(asOf));
        yield return new("Controls", $"{lines.Count}: {Count(lines, ControlApplicability.Applicable)} applicable, {Count(lines, ControlApplicability.Excluded)} excluded, {Count(lines, ControlApplicability.NotDecided)} not decided");
        yield return new("States", $"derived from applied controls and their evidence, derivation {Derivation.Version}; a person's override is shown as such");
        if (revision is null) yield break;
        yield return new("What it is for", revision.Reason);
        yield return new("Drafted", $"by {revision.DraftedBy} on {Day(revision.DraftedAt)}");
        yield return new("Approved", revision.ApprovedAt is { } at ? $"by {revision.ApprovedBy} on {Day(at)}" : "not approved");
        yield return new("SHA-256 of the content", revision.ContentSha256);
    }

    private IEnumerable<ReportSection> Sections(string key, IReadOnlyList<StatementLine> lines, DateOnly asOf)
    {
        var edition = library.Editions.FirstOrDefault(known => known.Key == key);
        yield return new(edition?.Designation ?? key, 1, [Table(edition?.Prefix ?? key, lines, asOf), Exclusions(lines)]);
    }

    private static ReportTable Table(string name, IReadOnlyList<StatementLine> lines, DateOnly asOf) => new(
        $"{name} controls",
        [
            new("No.", Share: 0.06), new("Control", Share: 0.12), new("Applies", Share: 0.08), new("Justification", Share: 0.17), new("State", Share: 0.08), new("Why", Share: 0.12), new("Applied controls", Share: 0.13),
            new("Risks treated", Share: 0.08), new("Supports", Share: 0.08), new("Newest evidence", ReportCellKind.Date, 0.08),
        ],
        [
            .. lines.Select(IReadOnlyList<ReportCell> (line) =>
            [
                line.Number, line.Title, ReportCell.Of(Words.Of(line.Applicability), line.Applicability == ControlApplicability.NotDecided ? ReportTone.Unknown : ReportTone.None),
                line.Justification.Length == 0 ? "none" : line.JustificationDerived ? $"{line.Justification} (derived)" : line.Justification,
                ReportCell.Of($"{Words.Of(line.State)}{(line.IsOverruled ? ", an override" : "")}", ToneOf(line.State)), line.Because,
                string.Join("; ", line.Controls.Select(control => $"{control.Ref} {control.Title}, {control.OwnerName ?? "no owner"}: {Words.Of(control.State)}")),
                string.Join(", ", line.Risks.Select(risk => risk.Ref)), string.Join(", ", line.Obligations.Select(item => $"{item.Framework} {item.Called}")),
                line.Evidence is { } evidence && evidence.CountsOn(asOf) ? ReportCell.Of(evidence.Date) : ReportCell.Of(line.Evidence is { } old ? $"{Day(old.Date)}, counted until {Day(old.ValidUntil)}" : "none", ReportTone.Unknown),
            ]),
        ]);

    /// <summary>A workbook is also taken in again, as CSV is: the columns of that file on a sheet of their own.</summary>
    private ReportSection Data(IReadOnlyList<StatementLine> lines, DateOnly asOf) => new("Data", 1, [new ReportTable("Data", [.. StatementCsv.Columns.Select(column => new ReportColumn(column))],
        [.. StatementCsv.Rows(lines, asOf, library.ReuseDefinition).Select(IReadOnlyList<ReportCell> (row) => [.. row.Select(cell => ReportCell.Of(cell))])])]);

    private static ReportBlock Exclusions(IReadOnlyList<StatementLine> lines)
    {
        var excluded = lines.Where(line => line.Applicability == ControlApplicability.Excluded).ToList();
        return excluded.Count == 0 ? new ReportParagraph("No control is excluded.")
            : new ReportList([.. excluded.Select(line => $"{line.Number} {line.Title} is excluded: {line.Justification}{(line.Controls.Count > 0 ? $" (and yet answered by {string.Join(", ", line.Controls.Select(control => control.Ref))})" : "")}")]);
    }

    private static ReportTone ToneOf(RequirementResult state) => state switch
    {
        RequirementResult.Conforming => ReportTone.Good,
        RequirementResult.Partial => ReportTone.Attention,
        RequirementResult.NotConforming => ReportTone.Bad,
        RequirementResult.NotAssessed => ReportTone.Unknown,
        _ => ReportTone.None,
    };

    private static int Count(IReadOnlyList<StatementLine> lines, ControlApplicability applicability) => lines.Count(line => line.Applicability == applicability);

    private static string Day(DateTimeOffset at) => Day(DateOnly.FromDateTime(at.UtcDateTime));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
