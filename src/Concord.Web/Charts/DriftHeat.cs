using System.Globalization;
using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Charts;

/// <summary>How a cell of the drift table looks and reads. Colour says how much, the shape says the verdict, a dot says that the test found a change.</summary>
internal sealed class DriftHeat(DriftHeatData data)
{
    public string Class(DriftCell cell)
    {
        // A large PSI from few rows is noise: it may not look like an alarm.
        var heat = cell.Verdict switch
        {
            "alert" => "h4",
            "warn" => "h3",
            "ok" => cell.Psi switch
            {
                null => "hn",
                var psi when psi >= data.WarnLimit / 2 => "h2",
                var psi when psi >= data.WarnLimit / 5 => "h1",
                _ => "h0",
            },
            _ => "hn",
        };
        return cell.Provisional ? heat + " provisional" : heat;
    }

    /// <summary>Small figures of quiet columns are read aloud and shown on print, but do not crowd the picture.</summary>
    public bool IsQuiet(DriftCell cell) => cell is { Verdict: "ok", Psi: { } psi } && psi < data.WarnLimit / 2;

    public static string Figure(DriftCell cell) => cell.Psi is { } psi ? psi.ToString(psi < 0.995 ? ".00" : "0.0", CultureInfo.InvariantCulture) : "–";

    public static Tone? Shape(DriftCell cell) => cell.Verdict is "alert" or "warn" ? Tones.Of(cell.Verdict) : null;

    /// <summary>Column and window stand at the ends of the row and the column; a large table has no room to repeat them in each cell.</summary>
    public static string Title(DriftCell cell) =>
        $"{(cell.Psi is { } psi ? $"PSI {Words.Figure(psi, "0.000")}" : "PSI not computable")}, n {Words.Count(cell.N)}, "
        + Verdict(cell) + (cell.Drifted ? ", drifted" : "") + (cell.Provisional ? ", provisional" : "");

    /// <summary>"alert", or "alert by normalised Wasserstein distance" where the figure in the cell is not what decided.</summary>
    public static string Verdict(DriftCell cell) => Word(cell.Verdict) + (cell.Decisive is { } measure ? $" by {measure}" : "");

    /// <summary>A column for each window, and one for each gap between them.</summary>
    public IReadOnlyList<WindowPlace> Places { get; } = WindowGaps.Fill(data.Windows, longest: 1);

    public string Caption()
    {
        var newest = data.Windows.Count - 1;
        if (newest < 0 || data.Rows.Count == 0)
            return "No window has been measured yet.";
        while (newest > 0 && data.Rows.All(row => row.Cells[newest] is null or { Provisional: true }))
            newest--;
        var alarming = data.Rows.Select(row => (row.Column, Cell: row.Cells[newest])).Where(pair => pair.Cell?.Verdict is "warn" or "alert")
            .OrderByDescending(pair => pair.Cell!.Psi).Select(pair => $"{pair.Column} ({(pair.Cell!.Decisive is { } measure ? $"by {measure}" : Figure(pair.Cell))})").ToList();
        var drifted = data.Rows.Count(row => row.Cells[newest] is { Drifted: true });
        var unknown = data.Rows.Count(row => row.Cells[newest]?.Verdict is "insufficient" or "notComputable");
        var sentence = alarming.Count == 0
            ? $"In {data.Windows[newest]}, no column is beyond a limit"
            : $"In {data.Windows[newest]}, {(alarming.Count == 1 ? "one column is" : $"{alarming.Count} columns are")} beyond a limit: {Words.List(alarming)}";
        return sentence + $"; {drifted} of {data.Rows.Count} drifted after correction for many tests"
            + (unknown > 0 ? $"; {unknown} without verdict." : ".") + First() + Words.NoRows(data.Windows);
    }

    // Which column moved first is what people ask next.
    private string First()
    {
        for (var window = 0; window < data.Windows.Count; window++)
        {
            var columns = data.Rows.Where(row => row.Cells[window] is { Verdict: "warn" or "alert", Provisional: false }).Select(row => row.Column).ToList();
            if (columns.Count > 0)
                return $" First beyond a limit: {Words.List(columns)} in {data.Windows[window]}.";
        }

        return "";
    }

    private static string Word(string verdict) => verdict switch
    {
        "insufficient" => "not enough data",
        "notComputable" => "not computable",
        _ => verdict,
    };
}
