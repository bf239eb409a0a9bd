using System.Globalization;
using Concord.Cli.Demo;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Demo;

/// <summary>The generated files through the product's own engine, measures and policy.</summary>
public sealed class GfcMeasuredTests
{
    [Fact]
    public async Task The_product_finds_the_story_in_the_generated_files()
    {
        var found = await Measure(GfcScenario.Default);

        Breaches(found, "SYS-01").ShouldBe(["Drift channel_code", "Drift decision", "Drift income", "Drift score", "Fairness group_age_band"]);
        Breaches(found, "SYS-04").ShouldBe(["Drift instant_payment_share", "Drift score", "Performance auc", "Performance precisionAtTop"]);
        Breaches(found, "SYS-02").ShouldBeEmpty();
        Breaches(found, "SYS-05").ShouldBeEmpty();

        var credit = found["SYS-01"].Single(window => window.Window == "2026-06");
        credit.Drift.Single(drift => drift.Column == "income").Psi!.Value.ShouldBe(0.42, 0.042);
        credit.Drift.Single(drift => drift.Column == "score").Psi!.Value.ShouldBe(0.31, 0.031);
        var fairness = credit.Fairness.Single(fairness => fairness.Attribute == "group_age_band").DecidedBy;
        fairness.Verdict.ShouldBe(Verdict.Alert);
        fairness.Value!.Value.ShouldBe(0.77, 0.02);
        fairness.Group.ShouldBe("under_25");

        var alerts = found["SYS-04"].Single(window => window.Window == "2026-06");
        alerts.Performance.PrecisionAtTop!.Value.ShouldBe(0.29, 0.029);
        alerts.Drift.Single(drift => drift.Column == "score").Psi!.Value.ShouldBe(0.12, 0.012);
        alerts.Drift.Single(drift => drift.Column == "score").Verdict.ShouldBe(Verdict.Warn);
    }

    [Fact]
    public async Task The_product_finds_nothing_where_nothing_happened()
    {
        var found = await Measure(GfcScenario.Default with { Effects = false });
        foreach (var (system, windows) in found)
        {
            Breaches(found, system).ShouldBeEmpty();
            windows.Count.ShouldBe(14);

            // Quiet because it was measured, not because it could not be.
            windows.ShouldAllBe(window => window.Verdict == Verdict.Ok);
        }
    }

    private static async Task<Dictionary<string, List<WindowMeasurement>>> Measure(GfcScenario scenario)
    {
        var folder = Directory.CreateTempSubdirectory("gfc-measured").FullName;
        try
        {
            var policy = MonitoringPolicy.Read();
            var measurement = new Measurement(new DuckDbProfileEngine());
            var found = new Dictionary<string, List<WindowMeasurement>>(StringComparer.Ordinal);
            foreach (var log in GfcLogs.Start(folder, scenario, TestContext.Current.CancellationToken))
            {
                var definition = MonitorDefinition.Parse(await File.ReadAllTextAsync(Path.Combine(GfcReader.DefaultFolder, "monitors", $"{log.Model.System}.json")));
                var reference = await measurement.Freeze(definition, [await Part(log.Reference)], long.MaxValue, default);
                LogPart[] parts = await Task.WhenAll(log.Batches.Select(batch => Part(batch.Log)));
                var windows = await measurement.Measure(definition, policy, reference, parts, repeats: null, default);
                found[log.Model.System] = [.. windows.Select(window => window.Measures).OrderBy(window => window.Window, StringComparer.Ordinal)];
            }

            Tell(found);
            return found;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<LogPart> Part(Task<StagedLog> log) => new((await log).Path, (await log).Schema);

    private static string[] Breaches(Dictionary<string, List<WindowMeasurement>> found, string system)
    {
        var breaches = new SortedSet<string>(StringComparer.Ordinal);
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var window in found[system])
        {
            var warned = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (kind, subject, judgement) in window.Judgements().Where(judged => judged.Judgement.IsBreach))
            {
                var name = $"{kind} {subject}";
                warned.Add(name);
                if (judgement.Verdict == Verdict.Alert || before.Contains(name)) breaches.Add(name);
            }

            before = warned;
        }

        return [.. breaches];
    }

    private static void Tell(Dictionary<string, List<WindowMeasurement>> found)
    {
        foreach (var (system, windows) in found)
        {
            foreach (var window in windows.Where(window => window.Verdict != Verdict.Ok))
            {
                var told = window.Judgements().Where(judged => judged.Judgement.IsBreach)
                    .Select(judged => string.Create(CultureInfo.InvariantCulture, $"{judged.Kind} {judged.Subject} {judged.Judgement.Measure}={judged.Judgement.Value:F3} {judged.Judgement.Verdict}"));
                TestContext.Current.TestOutputHelper?.WriteLine($"{system} {window.Window} {window.Verdict}: {string.Join("; ", told)}");
            }
        }
    }
}
