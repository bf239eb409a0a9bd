using System.Globalization;
using Concord.Foundation;

namespace Concord.EnterpriseRisks;

/// <summary>
/// The register as a CSV file: a row for each line of the enterprise, then a row for each AI risk with the fields that are pushed. It can be taken in again without a change.
/// <list type="table">
/// <item><c>kind</c> enterprise, or ai risk</item>
/// <item><c>reference</c> here; <c>source_id</c>, <c>source_system</c>: what the line is called there, and where</item>
/// <item><c>scale</c> the scale <c>likelihood</c>, <c>impact</c>, <c>rating</c>, <c>appetite</c> are of: of a line its own words, of an AI risk its current level converted; empty: no counterpart</item>
/// <item><c>part_of</c> the line an AI risk is part of</item>
/// <item><c>inherent</c>, <c>current</c>, <c>residual</c> of an AI risk: likelihood and consequence of the criteria, 4x3</item>
/// <item><c>band</c>, <c>treatment_status</c>, <c>ai_system_ids</c> of an AI risk</item>
/// <item><c>ai_risks</c>, <c>highest_ai_risk</c>, <c>appetite_standing</c>, <c>rating_standing</c> of a line: what its AI risks say</item>
/// </list>
/// A text that a spreadsheet would compute has an apostrophe in front; <see cref="CsvWriter.Armed"/> takes it away again.
/// </summary>
internal static class EnterpriseCsv
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "kind", "reference", "source_system", "source_id", "title", "category", "unit", "owner", "scale", "likelihood", "impact", "rating", "appetite", "status", "next_review", "part_of",
        "inherent", "current", "residual", "band", "treatment_status", "ai_system_ids", "ai_risks", "highest_ai_risk", "appetite_standing", "rating_standing",
    ];

    public static string Of(IReadOnlyList<EnterpriseLine> lines, IReadOnlyList<AiRiskLine> risks)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text))
        {
            csv.Row(Columns);
            foreach (var row in Rows(lines, risks)) csv.Row(row);
        }
        return text.ToString();
    }

    /// <summary>The same cells for other files that are taken in again.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<EnterpriseLine> lines, IReadOnlyList<AiRiskLine> risks) => lines.Select(Cells).Concat(risks.Select(Cells));

    private static IReadOnlyList<string> Cells(EnterpriseLine line)
    {
        var facts = line.Facts;
        return
        [
            "enterprise", line.Ref, facts.SourceSystem, facts.SourceId, facts.Title, facts.Category, line.Unit, facts.OwnerAs.Length > 0 ? facts.OwnerAs : line.OwnerName, line.Scale, facts.Likelihood, facts.Impact,
            facts.Rating, facts.Appetite, facts.Status, PushedFields.Day(facts.NextReview), "", "", "", "", "", "", string.Join("; ", line.Systems), line.AiRisks.ToString(CultureInfo.InvariantCulture),
            line.HighestCurrent?.Ref ?? "", Words.Of(line.Appetite), Words.Of(line.Rating),
        ];
    }

    private static IReadOnlyList<string> Cells(AiRiskLine line)
    {
        var risk = line.Risk;
        return
        [
            "ai risk", risk.Ref, "", "", risk.Title, "", "", risk.Owner?.Name ?? "", line.Scale, line.Current?.Likelihood ?? "", line.Current?.Impact ?? "", line.Current?.Rating ?? "", "", "",
            PushedFields.Day(risk.NextReview), risk.PartOf, PushedFields.Level(risk.Inherent), PushedFields.Level(risk.Current), PushedFields.Level(risk.Residual), risk.Current?.Band ?? "", Words.Of(risk.State),
            risk.SystemRef ?? "", "", "", "", "",
        ];
    }
}
