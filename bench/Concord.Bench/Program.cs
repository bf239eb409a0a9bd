using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Concord.Bench;
using Concord.Bench.Ingest;
using Concord.Logs;
using Concord.Monitoring;

// Ratios side by side in one run, with peak memory; absolute times belong to the machine they were taken on.
var folder = Path.Combine(Path.GetTempPath(), "concord-bench");
var rows = new Option<long>("--rows") { Description = "Rows of the reference and of the log.", DefaultValueFactory = _ => 1_000_000 };
var columns = new Option<int>("--columns") { Description = "Columns besides time, id, score, decision and label.", DefaultValueFactory = _ => 20 };
var format = new Option<string>("--format") { DefaultValueFactory = _ => "csv" };
format.AcceptOnlyFromAmong("csv", "parquet");
var root = new RootCommand("Measures how fast Concord measures, beside what else could be used.");

var drift = new Command("drift", "Every measure of every column, reading included: concord measure, a script with pandas and SciPy, a bare scan.") { rows, columns, format };
drift.SetAction(async (parsed, _) =>
{
    var log = new BenchLog(folder, parsed.GetValue(rows), parsed.GetValue(columns), parsed.GetValue(format)!);
    log.Write();
    var concord = await Measured.Run("concord measure", Product(), "measure", "--definition", log.Definition, "--reference", log.Reference, "--current", log.Current, "--format", "json");
    var scan = Scan(log, parsed.GetValue(format)!);
    var text = new BenchLog(folder, parsed.GetValue(rows), parsed.GetValue(columns), "csv");
    text.Write();
    var script = await Measured.Run("pandas and SciPy (from CSV)", "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "scipy_drift.py"), text.Reference, text.Current);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"2 x {parsed.GetValue(rows):N0} rows, {parsed.GetValue(columns)} columns, {parsed.GetValue(format)}, {Environment.ProcessorCount} processors"));
    foreach (var one in new[] { concord, script, scan })
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Name,-30} {one.Seconds,8:0.00} s {one.PeakMebibytes,8:0} MiB   {one.Seconds / concord.Seconds,6:0.0} x"));
});
root.Add(drift);

var profile = new Command("profile", "One pass that counts everything by month and group, beside a bare scan of the same columns.") { rows, columns };
profile.SetAction(async (parsed, stop) =>
{
    var log = new BenchLog(folder, parsed.GetValue(rows), parsed.GetValue(columns), "parquet");
    log.Write();
    var staged = StagedCopy(log);
    double[] edges = [-1.3, -0.8, -0.5, -0.25, 0, 0.25, 0.5, 0.8, 1.3];
    var question = new ProfileQuestion(
        Enumerable.Range(0, log.Numeric).ToDictionary(k => $"num{k}", _ => edges, StringComparer.Ordinal), [.1, .2, .3, .4, .5, .6, .7, .8, .9],
        Enumerable.Range(0, log.Categorical).ToDictionary(k => $"cat{k}", IReadOnlyCollection<string> (_) => [], StringComparer.Ordinal), [["cat0"]]);
    var best = (Scan: double.MaxValue, Kernel: double.MaxValue);
    for (var round = 0; round < 3; round++)
    {
        best.Scan = Math.Min(best.Scan, ScanSeconds([staged], "parquet"));
        var watch = Stopwatch.StartNew();
        using var reading = new DuckDbProfileEngine().Open([new(staged, log.Schema)]);
        await reading.Profiles(new(WindowLength.Month), question, rowsFollow: false, stop);
        best.Kernel = Math.Min(best.Kernel, watch.Elapsed.TotalSeconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{parsed.GetValue(rows):N0} rows, {parsed.GetValue(columns)} columns: scan {best.Scan:0.000} s, profile {best.Kernel:0.000} s, {best.Kernel / best.Scan:0.00} x; vectors of {System.Numerics.Vector<byte>.Count * 8} bits, {Environment.ProcessorCount} processors"));
});
root.Add(profile);

var seed = new Option<ulong>("--seed") { Description = "Any number; the same number draws the same samples.", DefaultValueFactory = _ => 20_261_124 };
var draws = new Option<int>("--draws") { Description = "Pairs of samples per law and size.", DefaultValueFactory = _ => 4_000 };
var gates = new Command("gates", "How often drift is called where there is none, and whether known drift is found, beside rules of other tools.") { seed, draws };
gates.SetAction((parsed, _) =>
{
    var release = new ReleaseGates(MonitoringPolicy.Read(), parsed.GetValue(seed), parsed.GetValue(draws), parsed.GetValue(draws) / 8);
    var quiet = ReleaseGates.Sizes.Select(release.Quiet).ToList();
    var (known, falseColumns) = release.Known();
    Console.Write(release.Table(quiet, known, falseColumns, release.JointFound()));
    return Task.FromResult(0);
});
root.Add(gates);

var clients = new Option<int>("--clients") { Description = "Connections that each wait for their answer before they send again.", DefaultValueFactory = _ => 16 };
var lasting = new Option<int>("--seconds") { Description = "How long each case lasts.", DefaultValueFactory = _ => 10 };
var ingest = new Command("ingest", "Rows acknowledged each second through HTTP, beside SQLite alone with the same rows.") { clients, lasting };
ingest.SetAction((parsed, stop) => IngestBench.Run(Product(), parsed.GetValue(clients), parsed.GetValue(lasting), stop));
root.Add(ingest);
return await root.Parse(args).InvokeAsync();

// As it is built for users, compiled ahead of time.
static string Product()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("Run the benchmarks inside the repository.");
    return Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Concord.Cli", "bin", "Release"), "concord", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
        ?? throw new InvalidOperationException("Build the solution first: dotnet build -c Release.");
}

static Measured Scan(BenchLog log, string format)
{
    var seconds = ScanSeconds([log.Reference, log.Current], format);
    return new("bare scan of the files", seconds, 0);
}

// The least a scan can do with a column is to look at its values.
static double ScanSeconds(string[] files, string format)
{
    using var session = DuckDbSession.Open(files);
    var watch = Stopwatch.StartNew();
    foreach (var file in files) session.Execute($"SELECT min(COLUMNS(*)) FROM read_{format}({DuckDbSession.Quoted(file)})");
    return watch.Elapsed.TotalSeconds;
}

// The same columns under the names of a staged log.
static string StagedCopy(BenchLog log)
{
    var staged = log.Current.Replace(".parquet", "-staged.parquet", StringComparison.Ordinal);
    if (File.Exists(staged)) return staged;
    using var session = DuckDbSession.Open([log.Current, staged]);
    var columns = log.Schema.Columns.Where(column => column.Kind != LogColumnKind.PredictionId)
        .Select(column => column.Kind is LogColumnKind.Decision or LogColumnKind.Label ? $"{column.Source}::TINYINT AS {column.Name}" : $"{column.Source} AS {column.Name}");
    session.Execute($"COPY (SELECT {string.Join(", ", columns)} FROM read_parquet({DuckDbSession.Quoted(log.Current)})) TO {DuckDbSession.Quoted(staged)} (FORMAT parquet, COMPRESSION zstd)");
    return staged;
}
