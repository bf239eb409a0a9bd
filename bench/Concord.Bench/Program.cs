using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Concord.Bench;
using Concord.Bench.Ingest;
using Concord.Bench.Policies;
using Concord.Gaps;
using Concord.Gaps.Reading;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Standards;

// Ratios side by side in one run, with peak memory; absolute times belong to the machine they were taken on.
var folder = Path.Combine(Path.GetTempPath(), "concord-bench");
var rows = new Option<long>("--rows") { Description = "Rows of the reference and of the log.", DefaultValueFactory = _ => 1_000_000 };
var columns = new Option<int>("--columns") { Description = "Columns besides time, id, score, decision and label.", DefaultValueFactory = _ => 20 };
var format = new Option<string>("--format") { DefaultValueFactory = _ => "csv" };
format.AcceptOnlyFromAmong("csv", "parquet");
var root = new RootCommand("Measures how fast Concord measures, beside what else could be used.");

var drift = new Command("drift", "Every measure of every column, reading included: concord measure, a script with pandas and SciPy, a bare scan.") { rows, columns, format };
drift.SetAction((parsed, _) => Comparisons.Drift(folder, Product(), parsed.GetValue(rows), parsed.GetValue(columns), parsed.GetValue(format)!));
root.Add(drift);

var profile = new Command("profile", "One pass that counts everything by month and group, beside a bare scan of the same columns.") { rows, columns };
profile.SetAction(async (parsed, stop) =>
{
    var log = new BenchLog(folder, parsed.GetValue(rows), parsed.GetValue(columns), "parquet");
    log.Write();
    var staged = log.Staged(log.Current);
    double[] edges = [-1.3, -0.8, -0.5, -0.25, 0, 0.25, 0.5, 0.8, 1.3];
    var question = new ProfileQuestion(
        Enumerable.Range(0, log.Numeric).ToDictionary(k => $"num{k}", _ => edges, StringComparer.Ordinal), [.1, .2, .3, .4, .5, .6, .7, .8, .9],
        Enumerable.Range(0, log.Categorical).ToDictionary(k => $"cat{k}", IReadOnlyCollection<string> (_) => [], StringComparer.Ordinal), [["cat0"]]);
    var best = (Scan: double.MaxValue, Kernel: double.MaxValue);
    for (var round = 0; round < 3; round++)
    {
        best.Scan = Math.Min(best.Scan, BareScan.Seconds([staged], "parquet"));
        var watch = Stopwatch.StartNew();
        using var reading = new DuckDbProfileEngine().Open([new(staged, log.Schema)]);
        await reading.Profiles(new(WindowLength.Month), question, rowsFollow: false, stop);
        best.Kernel = Math.Min(best.Kernel, watch.Elapsed.TotalSeconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{parsed.GetValue(rows):N0} rows, {parsed.GetValue(columns)} columns: scan {best.Scan:0.000} s, profile {best.Kernel:0.000} s, {best.Kernel / best.Scan:0.00} x; vectors of {System.Numerics.Vector<byte>.Count * 8} bits, {Environment.ProcessorCount} processors"));
});
root.Add(profile);

var fairness = new Command("fairness", "Two attributes and their intersection with intervals, reading included, beside a script with pandas and SciPy.") { rows };
fairness.SetAction((parsed, _) => Comparisons.Fairness(folder, Product(), parsed.GetValue(rows)));
root.Add(fairness);

var estimate = new Command("estimate", "Performance without labels, calibrated on a labelled reference, beside a script with pandas.") { rows };
estimate.SetAction((parsed, stop) => Comparisons.Estimate(folder, parsed.GetValue(rows), stop));
root.Add(estimate);

var parts = new Option<int>("--parts") { Description = "Files the window's rows came in, one a day.", DefaultValueFactory = _ => 31 };
var again = new Command("again", "A window measured again from the counts that are kept of its files, beside one pass over its rows.") { rows, columns, parts };
again.SetAction((parsed, stop) => KeptCountsBench.Run(folder, parsed.GetValue(rows), parsed.GetValue(columns), parsed.GetValue(parts), stop));
root.Add(again);

var largest = new Option<long>("--largest") { Description = "Up to so many rows of 20 columns.", DefaultValueFactory = _ => 10_000_000 };
var widest = new Option<int>("--widest") { Description = "Up to so many columns of 20,000 rows.", DefaultValueFactory = _ => 500 };
var plot = new Option<string>("--plot") { Description = "Where the plot is written.", DefaultValueFactory = _ => "bench/scaling.svg" };
var scaling = new Command("scaling", "Time and memory while rows grow, and while columns grow, as a table and a plot.") { largest, widest, plot };
scaling.SetAction((parsed, _) => ScalingBench.Run(folder, Product(), parsed.GetValue(largest), parsed.GetValue(widest), parsed.GetValue(plot)!));
root.Add(scaling);

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

var policy = new Command("policy", "The assessment of policies against texts labelled by two readers: what is found, what is claimed falsely, which general places are named.");
policy.SetAction((_, _) =>
{
    var vocabulary = PolicyVocabulary.Read(StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
    Console.Write(PolicyScore.Table(PolicyScore.Measure(PolicyTruth.Read(Root()), vocabulary, file => PolicyFileReader.Read(File.ReadAllBytes(file), Path.GetExtension(file)))));
    return Task.FromResult(0);
});
root.Add(policy);
return await root.Parse(args).InvokeAsync();

static string Root()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("Run the benchmarks inside the repository.");
    return folder.FullName;
}

// As it is built for users, compiled ahead of time.
static string Product()
{
    return Directory.EnumerateFiles(Path.Combine(Root(), "src", "Concord.Cli", "bin", "Release"), "concord", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
        ?? throw new InvalidOperationException("Build the solution first: dotnet build -c Release.");
}
