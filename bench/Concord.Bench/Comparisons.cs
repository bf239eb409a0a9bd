using System.Globalization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Bench;

/// <summary>The same work done by the product and by a script of pandas and SciPy, side by side in one run.</summary>
internal static class Comparisons
{
    /// <summary>Every measure of every column, reading included.</summary>
    public static async Task Drift(string folder, string product, long rows, int columns, string format)
    {
        BenchLog log = new(folder, rows, columns, format), text = new(folder, rows, columns, "csv");
        log.Write();
        text.Write();
        Print(string.Create(CultureInfo.InvariantCulture, $"drift, 2 x {rows:N0} rows, {columns} columns, {format}"),
            await Measured.Run("concord measure", product, "measure", "--definition", log.Definition, "--reference", log.Reference, "--current", log.Current, "--format", "json"),
            await Script("scipy_drift.py", text.Reference, text.Current),
            await Measured.Here("bare scan of the files", () => Task.Run(() => BareScan.Seconds([log.Reference, log.Current], format))));
    }

    /// <summary>Two attributes and their intersection with intervals, reading included; the reference is small.</summary>
    public static async Task Fairness(string folder, string product, long rows)
    {
        BenchLog log = new(folder, rows, 8, "csv"), small = new(folder, 10_000, 8, "csv");
        log.Write();
        small.Write();
        var definition = Path.Combine(folder, "fairness.json");
        await File.WriteAllTextAsync(definition, """
            {"modelId": "bench", "favourableDecision": 1, "positiveLabel": 1, "window": "month", "categorical": ["cat0", "cat1"], "protected": ["cat0", "cat1"], "intersections": [["cat0", "cat1"]]}
            """);
        Print(string.Create(CultureInfo.InvariantCulture, $"fairness, {rows:N0} rows, two attributes and their intersection, csv"),
            await Measured.Run("concord measure", product, "measure", "--definition", definition, "--reference", small.Reference, "--current", log.Current, "--format", "json"),
            await Script("scipy_fairness.py", log.Current));
    }

    /// <summary>Performance without labels: learnt on a labelled reference of as many rows, reading included.</summary>
    public static async Task Estimate(string folder, long rows, CancellationToken stop)
    {
        BenchLog log = new(folder, rows, 4, "parquet"), text = new(folder, rows, 4, "csv");
        log.Write();
        text.Write();
        string reference = log.Staged(log.Reference), current = log.Staged(log.Current);
        Print(string.Create(CultureInfo.InvariantCulture, $"calibrated estimate, 2 x {rows:N0} rows"),
            await Measured.Here("Concord (from its Parquet)", async () =>
            {
                var known = await Scores(reference, log.Schema, stop);
                var scored = await Scores(current, log.Schema, stop);
                _ = ConfidenceBasedPerformance.Of(scored.Decided(1), scored.Decided(0), IsotonicCalibration.FromCounts(known.Labelled));
            }),
            await Script("scipy_estimate.py", text.Reference, text.Current));
    }

    private static async Task<ScoredSample> Scores(string file, LogSchema schema, CancellationToken stop)
    {
        using var reading = new DuckDbProfileEngine().Open([new(file, schema)]);
        return (await reading.Scores(new(WindowLength.All), stop))[Window.All];
    }

    private static Task<Measured> Script(string script, params string[] files) =>
        Measured.Run("pandas and SciPy (from CSV)", "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, script), .. files]);

    private static void Print(string work, params Measured[] figures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}, {Environment.ProcessorCount} processors"));
        foreach (var one in figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.Name,-30} {one.Seconds,8:0.00} s {one.ProcessorSeconds,8:0.00} processor s {one.PeakMebibytes,6:0} MiB {one.Seconds / figures[0].Seconds,6:0.0} x"));
    }
}
