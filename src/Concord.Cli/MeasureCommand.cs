using System.CommandLine;
using System.Text;
using Concord.Foundation;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Web.Reports;

namespace Concord.Cli;

/// <summary><c>concord measure</c>: a reference, a log and a definition in; measures and verdicts out. Needs no data folder and keeps nothing.</summary>
internal static class MeasureCommand
{
    /// <summary>Warnings shown one by one; a log of a million overridden decisions must not bury the result.</summary>
    private const int WarningsShown = 20;

    /// <summary>Distributions in the report as a page.</summary>
    private const int SpreadsShown = 2;

    private sealed record Request(string Definition, IReadOnlyList<string> Reference, IReadOnlyList<string> Current, string? Policy, string Format, string? Out, string? FailOn);

    public static Command Create()
    {
        var definition = new Option<string>("--definition") { Description = "The monitor definition, a JSON file.", Required = true, HelpName = "FILE" };
        var reference = Files("--reference", "The sample everything is compared with: CSV, Parquet or JSON, one or more files or patterns.");
        var current = Files("--current", "The log to measure: CSV, Parquet or JSON, one or more files or patterns.");
        var policy = new Option<string?>("--policy") { Description = "Limits and rules, a YAML file. Default: the policy that comes with Concord.", HelpName = "FILE" };
        var format = new Option<string?>("--format") { Description = "json, table or html. Default: by the name of --out, else table." };
        var output = new Option<string?>("--out") { Description = "Write to this file instead of the standard output.", HelpName = "FILE" };
        var failOn = new Option<string?>("--fail-on") { Description = "Exit with 3 when the verdict is this or worse: insufficient, warn or alert." };
        format.AcceptOnlyFromAmong("json", "table", "html");
        failOn.AcceptOnlyFromAmong("insufficient", "warn", "alert");

        var command = new Command("measure", "Measure drift, performance, fairness and data quality of a prediction log against a reference.") { definition, reference, current, policy, format, output, failOn };
        command.SetAction((parsed, stop) =>
        {
            var file = parsed.GetValue(output);
            return Run(
                new(parsed.GetValue(definition)!, parsed.GetValue(reference)!, parsed.GetValue(current)!, parsed.GetValue(policy), parsed.GetValue(format) ?? FormatOf(file), file, parsed.GetValue(failOn)),
                stop);
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "FILE…" };

    private static string FormatOf(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".json" => "json",
        ".html" or ".htm" => "html",
        _ => "table",
    };

    private static async Task<int> Run(Request request, CancellationToken stop)
    {
        CheckTarget(request);
        var definition = MonitorDefinition.Parse(await Text(request.Definition, stop), Path.GetFileName(request.Definition));
        var folder = Path.Combine(Path.GetTempPath(), $"concord-measure-{Guid.CreateVersion7():N}");
        Task? removing = null;
        try
        {
            var progress = TerminalProgress.Unless(request.Format == "json" && request.Out is null);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var preparing = Task.Run(() => Prepare(request), stop);
            var reading = Read(definition, request, preparing, folder, progress, ended.Token);
            try
            {
                var policy = await preparing;
                var (reference, current, sample) = await reading;
                var (report, spreads) = await Measure(definition, policy, reference, current, sample, request.Format, stop);
                removing = Task.Run(() => Remove(folder), CancellationToken.None); // Beside the writing: giving back some hundred megabytes takes a while.
                await Write(request, report, spreads, policy, stop);
                return Judge(report, policy, request.FailOn);
            }
            catch
            {
                await ended.CancelAsync();
                await Task.WhenAny(reading);
                throw;
            }
        }
        finally
        {
            if (removing is null) Remove(folder);
            else await removing;
        }

        static void Remove(string folder)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Before anything is measured: a report in the place of the log it is about would be the end of the log, and one without a place the end of the work.</summary>
    private static void CheckTarget(Request request)
    {
        if (request.Out is null) return;
        if (Directory.Exists(request.Out)) throw new RuleViolation("MEASURE-OUT", $"{request.Out} is a folder. Name a file in it for the result.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(request.Out)))) throw new RuleViolation("MEASURE-OUT", $"The folder of {request.Out} does not exist. Make it first, or name another file for the result.");
        if (!File.Exists(request.Out)) return;
        var target = Real(request.Out);
        string?[] inputs = [request.Definition, request.Policy, .. LogFiles.Matching([.. request.Reference, .. request.Current])];
        if (inputs.OfType<string>().Any(file => File.Exists(file) && Real(file) == target)) throw new RuleViolation("MEASURE-OUT", $"{request.Out} is one of the files that are read. Name another file for the result.");

        static string Real(string file) => new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
    }

    /// <summary>What takes a while to begin with, beside the processes that read.</summary>
    private static MonitoringPolicy Prepare(Request request)
    {
        var policy = MonitoringPolicy.Read(request.Policy);
        if (request.Format == "json") MeasurementReport.PrepareJson();
        return policy;
    }

    /// <summary>Both logs at once, and the reference counted as soon as it is read; when both are refused, everything wrong with both is said.</summary>
    private static async Task<(StagedLog Reference, StagedLog Current, ReferenceSample Sample)> Read(
        MonitorDefinition definition, Request request, Task<MonitoringPolicy> policy, string folder, TerminalProgress? progress, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var intake = new LogIntake(TimeProvider.System, LogLimits.OfOwnFiles);
        var columns = definition.ToColumns();
        var reference = intake.Stage(new(request.Reference, columns, LogPurpose.Reference, Path.Combine(folder, "reference"), Lasts: false) { Progress = Told("reference") }, ended.Token);

        // Without cuts in time a log needs no timestamps, like a reference.
        var current = intake.Stage(new(request.Current, columns, definition.Window == WindowLength.All ? LogPurpose.Reference : LogPurpose.Measure, Path.Combine(folder, "current"), Lasts: false) { Progress = Told("current") }, ended.Token);
        var sample = Freeze(definition, policy, reference, ended.Token);
        var findings = new List<Finding>();
        await Task.WhenAny(Task.WhenAll(reference, current));
        progress?.Clear();
        await Collect("reference", reference, findings);
        await Collect("current", current, findings);
        if (findings.Count == 0)
        {
            if ((await reference).Rows == 0)
                Warn("reference", [Finding.Warning("the log", "reference-empty", "It has no rows, so there is nothing to compare with. Hand in the log of a time in which the model was known to be good.")]);
            if ((await current).Schema.Has(LogColumnKind.Score) && !(await reference).Schema.Has(LogColumnKind.Score))
                Warn("reference", [Finding.Warning($"column {VisibleText.Quoted(definition.Score.Name)}", "score-not-in-reference", "The log has this column and the reference has not, so nothing tells whether scores drifted. Hand in a reference that has it.")]);
            return (await reference, await current, await sample);
        }
        await ended.CancelAsync();
        await Task.WhenAny(sample);
        throw new FindingsException(findings);

        IProgress<LogProgress>? Told(string name) => progress is null ? null : new Telling(far => progress.Show(name, far));
    }

    /// <summary>On the thread that reads: the framework's own would need a context to go back to.</summary>
    private sealed class Telling(Action<LogProgress> tell) : IProgress<LogProgress>
    {
        public void Report(LogProgress value) => tell(value);
    }

    private static async Task Collect(string name, Task<StagedLog> log, List<Finding> findings)
    {
        try
        {
            Warn(name, (await log).Findings);
        }
        catch (FindingsException refused)
        {
            findings.AddRange(refused.Findings);
        }
    }

    private static async Task<ReferenceSample> Freeze(MonitorDefinition definition, Task<MonitoringPolicy> policy, Task<StagedLog> reading, CancellationToken stop)
    {
        var log = await reading;
        return await new Measurement(new DuckDbProfileEngine()).Freeze(definition, [new(log.Path, log.Schema)], (await policy).Samples.ExactRows, stop);
    }

    private static async Task<(MeasurementReport Report, IReadOnlyList<ColumnSpread> Spreads)> Measure(
        MonitorDefinition definition, MonitoringPolicy policy, StagedLog reference, StagedLog current, ReferenceSample sample, string format, CancellationToken stop)
    {
        var measurement = new Measurement(new DuckDbProfileEngine());
        var described = Task.Run(() => Measurement.Describe(sample, reference.Sha256, definition, policy), stop);
        var windows = await measurement.Measure(definition, policy, sample, [new(current.Path, current.Schema)], current.RepeatedAt, stop);
        var report = measurement.Report(definition, policy, await described, new(current.Rows, current.Sha256), windows);
        return (report, format == "html" ? Spreads(definition, sample, windows) : []);
    }

    /// <summary>Of the columns that moved most in the newest window, what they look like.</summary>
    private static IReadOnlyList<ColumnSpread> Spreads(MonitorDefinition definition, ReferenceSample sample, IReadOnlyList<MeasuredWindow> windows) => windows.Count == 0 ? [] :
    [
        .. windows[^1].Measures.Drift.OrderByDescending(drift => drift.DecidedBy.IsBreach).ThenByDescending(drift => drift.Drifted).ThenByDescending(drift => drift.Psi).Take(SpreadsShown)
            .Select(drift => ColumnSpread.Of(definition, sample.Profile, windows[^1].Profile, drift.Column)).OfType<ColumnSpread>(),
    ];

    private static async Task Write(Request request, MeasurementReport report, IReadOnlyList<ColumnSpread> spreads, MonitoringPolicy policy, CancellationToken stop)
    {
        var text = request.Format == "json" ? null : await Render(request, report, spreads, policy);
        try
        {
            await using var output = request.Out is null ? Console.OpenStandardOutput() : File.Create(request.Out);
            if (text is null) report.WriteJson(output);
            else await output.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
            if (request.Out is null && text?.EndsWith('\n') != true) output.WriteByte((byte)'\n');
        }
        catch (Exception failed) when (request.Out is not null && failed is IOException or UnauthorizedAccessException)
        {
            throw new RuleViolation("MEASURE-OUT", $"The result cannot be written: {failed.Message}");
        }
    }

    private static Task<string> Render(Request request, MeasurementReport report, IReadOnlyList<ColumnSpread> spreads, MonitoringPolicy policy)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return request.Format == "html" ? MeasurementDocument.Render(report, policy, spreads, today)
            : Task.FromResult(MeasurementTable.Render(report, today, toTerminal: request.Out is null && !Console.IsOutputRedirected));
    }

    private static int Judge(MeasurementReport report, MonitoringPolicy policy, string? failOn)
    {
        if (report.Verdict == Verdict.Insufficient)
            Console.Error.WriteLine(FormattableString.Invariant($"Not enough data for a verdict: {MeasureWords.Plural(report.Current.Rows, "row")} in {MeasureWords.Plural(report.Windows.Count, "window")}, {policy.Samples.Window} needed in each window ({report.Windows.Count(window => window.Rows < policy.Samples.Window)} with fewer) and in the reference ({MeasureWords.Count(report.Reference.Rows)})."));
        var limit = failOn switch
        {
            "insufficient" => Verdict.Insufficient,
            "warn" => Verdict.Warn,
            "alert" => Verdict.Alert,
            _ => Verdict.NotComputable,
        };
        return report.Verdict >= limit ? ExitCode.LimitBreached : ExitCode.Fine;
    }

    private static void Warn(string log, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Take(WarningsShown)) Console.Error.WriteLine($"{log}: {FindingLines.Of(finding)}");
        if (findings.Count > WarningsShown) Console.Error.WriteLine(FormattableString.Invariant($"{log}: {findings.Count - WarningsShown} further warnings."));
    }

    private static async Task<string> Text(string file, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(file, stop);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new FindingsException([Finding.Error(file, "unreadable-file", $"This file cannot be read: {failed.Message}")]);
        }
    }
}
