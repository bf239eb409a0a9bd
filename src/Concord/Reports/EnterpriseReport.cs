using System.Globalization;
using System.Text;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Reports;

/// <summary>The enterprise risk register as a file: lines as a filter shows them, the AI risks on them with the fields that are pushed, and what changed since the last committee.</summary>
internal sealed class EnterpriseReport(ConcordDb db, EnterpriseViews views, CommitteeMeetings committees)
{
    public const string Csv = "csv";

    public const string Name = "enterprise-risk-register";

    public static IReadOnlyList<string> Formats { get; } = [Csv, .. ReportFile.Formats];

    /// <param name="format">csv, html, docx or xlsx.</param>
    /// <param name="filter">As the list of lines takes it; null: the whole register, with AI risks that are part of no line.</param>
    public async Task<ReportFile> Write(string format, string? filter, CancellationToken stop)
    {
        var standing = await views.Standing(stop);
        var (lines, risks) = Content(standing, filter);
        if (format == Csv) return new([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(EnterpriseCsv.Of(lines, risks))], "text/csv; charset=utf-8", ".csv");
        var kind = ReportFile.FormatOf(format);
        var organisation = await db.Set<OrganisationUnit>().IgnoreQueryFilters().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Name).SingleAsync(stop);
        var changes = await committees.Changes(null, null, standing, stop);
        List<ReportSection> sections = [Lines(lines), Risks(risks), Changes(changes)];
        // A workbook is also taken in again, as CSV is: the columns of that file on a sheet of their own.
        if (kind == ReportFormat.Xlsx) sections.Add(new("Data", 1, [new ReportTable("Data", [.. EnterpriseCsv.Columns.Select(column => new ReportColumn(column))], [.. EnterpriseCsv.Rows(lines, risks).Select(IReadOnlyList<ReportCell> (row) => [.. row.Select(cell => ReportCell.Of(cell))])])]));
        return ReportFile.Of(new Report("Enterprise risk register", organisation, [.. Facts(standing, lines, risks, filter, changes)], sections) { Written = db.Now }, kind);
    }

    public async Task<(IReadOnlyList<EnterpriseLine> Lines, IReadOnlyList<AiRiskLine> Risks)> Content(string? filter, CancellationToken stop) => Content(await views.Standing(stop), filter);

    private static (IReadOnlyList<EnterpriseLine> Lines, IReadOnlyList<AiRiskLine> Risks) Content(EnterpriseStanding standing, string? filter)
    {
        var lines = EnterpriseViews.All(standing, filter);
        var scales = lines.ToDictionary(line => line.Ref, line => line.Scale, StringComparer.Ordinal);
        return (lines, [.. standing.Risks.Where(risk => scales.ContainsKey(risk.PartOf) || (filter is null && risk.PartOf.Length == 0))
            .Select(risk => AiRiskLine.Of(risk, standing.Scales.Of(scales.GetValueOrDefault(risk.PartOf, ""))))]);
    }

    private IEnumerable<ReportFact> Facts(EnterpriseStanding standing, IReadOnlyList<EnterpriseLine> lines, IReadOnlyList<AiRiskLine> risks, string? filter, RegisterChanges? changes)
    {
        yield return new("As of", Day(db.Today));
        yield return new("Lines", filter is null ? $"all {lines.Count}" : $"{lines.Count} of {standing.Lines.Count}, filtered by {filter}");
        yield return new("AI risks", $"{risks.Count}; the AI register is master of them");
        yield return new("Scale in force", standing.Scales.InForce.Title);
        yield return new("Compared with", changes is null ? "nothing: no meeting of a committee is marked yet" : $"{changes.Since.Committee}, {Day(changes.Since.Day)}");
    }

    private static ReportSection Lines(IReadOnlyList<EnterpriseLine> lines) => new("Enterprise risks", 1, [new ReportTable("Lines",
        [
            new("Risk", Share: 0.08), new("Title", Share: 0.2), new("Unit", Share: 0.08), new("Category", Share: 0.09), new("Owner", Share: 0.1), new("Rating", Share: 0.07), new("Appetite", Share: 0.14),
            new("AI risks", ReportCellKind.Number, 0.06), new("Gravest AI risk, now", Share: 0.1), new("Rating beside its AI risks", Share: 0.08),
        ],
        [
            .. lines.Select(IReadOnlyList<ReportCell> (line) =>
            [
                line.Ref, line.Facts.Title, line.Unit, line.Facts.Category, line.OwnerName, line.Facts.Rating.Length > 0 ? line.Facts.Rating : ReportCell.Of("not said", ReportTone.Unknown),
                ReportCell.Of($"{Words.Of(line.Appetite)}: {line.AppetiteBecause}", line.Appetite switch { AppetiteStanding.Above => ReportTone.Bad, AppetiteStanding.Within => ReportTone.Good, _ => ReportTone.Unknown }),
                ReportCell.Of(line.AiRisks), line.HighestCurrent is { } highest ? $"{highest.Ref}: {highest.Own.Rating ?? "no counterpart"} ({Level(highest.Level)})" : "none assessed",
                ReportCell.Of(line.RatingBecause, line.Rating == RatingStanding.LowerThanItsRisks ? ReportTone.Attention : ReportTone.None),
            ]),
        ]) { WhenEmpty = "The register has no lines that this shows." }]);

    private static ReportSection Risks(IReadOnlyList<AiRiskLine> risks) => new("AI risks on them", 1, [new ReportTable("AI risks",
        [
            new("AI risk", Share: 0.09), new("Title", Share: 0.25), new("Part of", Share: 0.08), new("System", Share: 0.12), new("Owner", Share: 0.12), new("Treatment", Share: 0.09), new("Now, own scale", Share: 0.09),
            new("Now", Share: 0.08), new("Residual", Share: 0.08),
        ],
        [
            .. risks.Select(IReadOnlyList<ReportCell> (line) =>
            [
                line.Risk.Ref, line.Risk.Title, line.Risk.PartOf.Length > 0 ? line.Risk.PartOf : ReportCell.Of("no line yet", ReportTone.Attention), line.Risk.SystemName ?? "the organisation", line.Risk.Owner?.Name ?? "nobody",
                Words.Of(line.Risk.State), line.Current?.Rating ?? ReportCell.Of(line.Current?.Missing ?? "not assessed", ReportTone.Unknown), line.Risk.Current is { } now ? Level(now) : "not assessed",
                line.Risk.Residual is { } rest ? Level(rest) : "not assessed",
            ]),
        ])]);

    private static ReportSection Changes(RegisterChanges? changes) => new("Changed since the last committee", 1, changes is null ? [new ReportParagraph("No meeting of a committee is marked yet, so there is nothing to compare with.")]
        : [new ReportTable("Changes", [new("What", Share: 0.1), new("Risk", Share: 0.12), new("Title", Share: 0.4), new("How", Share: 0.38)],
            [.. changes.Differences.Select(IReadOnlyList<ReportCell> (line) => [Words.Of(line.Kind), line.Ref, line.Title, line.Text])]) { WhenEmpty = "Nothing changed." }]);

    private static string Level(Concord.Risks.BandedLevel level) => string.Create(CultureInfo.InvariantCulture, $"{level.Score} {level.Band}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
