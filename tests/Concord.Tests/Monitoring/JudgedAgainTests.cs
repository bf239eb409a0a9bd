using System.Diagnostics;
using System.Globalization;
using Concord.Cli.Demo;
using Concord.Logs;
using Concord.Logs.Kernel;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>A stored window judged under another policy gives what measuring its rows under that policy gives.</summary>
public sealed class JudgedAgainTests
{
    [Theory]
    [InlineData("german")]
    [InlineData("adult")]
    [InlineData("acs_employment")]
    public async Task Judging_what_was_stored_is_measuring_anew_under_any_policy(string name)
    {
        var log = await RealLog.Of(name);
        var random = new Draws(20261128);
        for (var draw = 0; draw < 40; draw++)
        {
            var policy = AnyPolicy(random);
            foreach (var window in log.Windows)
            {
                // The default policy judged these first; stored and read back, another one judges them.
                var again = WindowVerdicts.Judge(WindowMeasurement.FromJson(window.Measures.ToJson()), policy);
                WindowVerdicts.CanJudge(window.Measures, log.Policy).ShouldBeTrue();
                again.ToJson().ShouldBe(WindowVerdicts.Judge(window.Measures, policy).ToJson());
            }
            WindowVerdicts.Judge(ReferenceMeasurement.FromJson(log.ReferenceMeasures.ToJson()), policy)!.ToJson()
                .ShouldBe(WindowVerdicts.Judge(log.ReferenceMeasures, policy)!.ToJson());
        }
    }

    [Fact]
    public async Task Rows_measured_under_another_policy_give_the_same_as_the_stored_window_judged_by_it()
    {
        var log = await RealLog.Of("adult");
        var random = new Draws(7);
        for (var draw = 0; draw < 3; draw++)
        {
            var policy = AnyPolicy(random, log.Policy);
            var anew = await new Measurement(new DuckDbProfileEngine()).Measure(log.Definition, policy, log.Reference, log.Production, log.Repeats, default);
            foreach (var window in anew)
            {
                WindowVerdicts.CanJudge(log.Window(window.Window.Label), policy).ShouldBeTrue();
                WindowVerdicts.Judge(WindowMeasurement.FromJson(log.Window(window.Window.Label).ToJson()), policy).ToJson().ShouldBe(window.Measures.ToJson());
            }
        }
    }

    [Fact]
    public void Random_columns_groups_and_policies_are_judged_the_same_from_store_and_from_rows()
    {
        var random = new Draws(11);
        var verdicts = new HashSet<Verdict>();
        for (var draw = 0; draw < 300; draw++)
        {
            var window = AnyWindow(random);
            var stored = WindowMeasurement.FromJson(WindowVerdicts.Judge(window, AnyPolicy(random)).ToJson());
            var policy = AnyPolicy(random);
            var direct = WindowVerdicts.Judge(window, policy);
            WindowVerdicts.Judge(stored, policy).ToJson().ShouldBe(direct.ToJson());
            verdicts.UnionWith(direct.Judgements().Select(each => each.Judgement.Verdict));
        }
        verdicts.ShouldBe([Verdict.Ok, Verdict.Warn, Verdict.Alert, Verdict.Insufficient, Verdict.NotComputable], ignoreOrder: true, "a draw that never reaches a verdict proves nothing of it");
    }

    [Fact]
    public async Task A_window_stored_before_the_basis_was_kept_must_be_measured_anew()
    {
        var window = (await RealLog.Of("adult")).Windows[0].Measures;
        WindowVerdicts.CanJudge(WindowMeasurement.FromJson(window.ToJson()), MonitoringPolicy.Read()).ShouldBeTrue();
        WindowVerdicts.CanJudge(WindowMeasurement.FromJson(RealLog.AsReported(window)), MonitoringPolicy.Read()).ShouldBeFalse();
        WindowVerdicts.CanJudge(window with { Drift = [window.Drift[0] with { Basis = null }, .. window.Drift.Skip(1)] }, MonitoringPolicy.Read()).ShouldBeFalse();
        WindowVerdicts.CanJudge(window with { Quality = [.. window.Quality.Where(check => check.Check is QualityMeasurement.MissingCheck or QualityMeasurement.NewCategoryCheck or QualityMeasurement.UnitChangeCheck)] }, MonitoringPolicy.Read())
            .ShouldBeFalse("a policy that limits what was never measured would pass it in silence");
        WindowVerdicts.CanJudge(window with { Fairness = [window.Fairness[0] with { Groups = [window.Fairness[0].Groups[0] with { Basis = null }] }] }, MonitoringPolicy.Read()).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_limit_of_exact_figures_needs_fresh_figures_where_it_matters_and_only_there()
    {
        var (exact, policy) = ((await RealLog.Of("german")).Windows[0].Measures, MonitoringPolicy.Read());
        var larger = Math.Max(exact.Rows, exact.Drift[0].Basis!.ReferenceRows);
        WindowVerdicts.CanJudge(exact, Limited(larger)).ShouldBeTrue();
        WindowVerdicts.CanJudge(exact, Limited(larger - 1)).ShouldBeFalse("the policy asks for counts");
        WindowVerdicts.CanJudge(exact with { MeasuredFrom = null }, Limited(larger - 1)).ShouldBeFalse("windows measured before there was a limit are exact");
        var binned = exact with { MeasuredFrom = new(larger, Exact: false, RowsDeleted: false) };
        WindowVerdicts.CanJudge(WindowMeasurement.FromJson(binned.ToJson()), Limited(larger - 1)).ShouldBeTrue();
        WindowVerdicts.CanJudge(binned, policy).ShouldBeFalse("the policy asks for exact figures");
        WindowVerdicts.CanJudge(binned with { MeasuredFrom = new(larger, Exact: false, RowsDeleted: true) }, policy).ShouldBeTrue("there is nothing to measure them from");

        MonitoringPolicy Limited(long rows) => policy.With("limited", "", new Dictionary<string, string> { ["sample_rules.max_rows_exact"] = rows.ToString(CultureInfo.InvariantCulture) });
    }

    [Fact]
    public async Task A_window_is_judged_again_from_what_is_stored_within_fifty_milliseconds()
    {
        var stored = (await RealLog.Of("adult")).Windows.Select(window => window.Measures.ToJson()).ToList();
        var policy = AnyPolicy(new Draws(3));
        foreach (var json in stored) WindowVerdicts.Judge(WindowMeasurement.FromJson(json), policy); // The first time compiles.
        var watch = Stopwatch.StartNew();
        foreach (var json in stored) WindowVerdicts.Judge(WindowMeasurement.FromJson(json), policy).ToJson();
        (watch.Elapsed / stored.Count).ShouldBeLessThan(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Performance_on_labels_that_are_not_in_yet_is_no_quiet_ok()
    {
        var scores = new ScoredSample([.. new[] { 0, 1 }.Select(label => new ScoredPart(1, label, EmpiricalDistribution.FromRows(Enumerable.Range(0, 300).Select(i => ((2 * i) + label) / 600.0))))]);
        var facts = new PerformanceFacts(scores, new OutcomeCounts(PositivePositive: 300, PositiveNegative: 300), 600, 0.05);
        var policy = MonitoringPolicy.Read();
        Verdict? Of(long rows) => PerformanceVerdicts.Judge(PerformanceVerdicts.Measure(facts, facts, new(rows, 600, 1000, 1000)), policy).Verdict;
        Of(1200).ShouldBe(Verdict.Ok, "half of the labels are in, which is what the policy asks for");
        Of(1300).ShouldBe(Verdict.Insufficient);
        PerformanceVerdicts.Judge(PerformanceVerdicts.Measure(facts, facts, new(1300, 600, 1000, 1000)), policy).Judgements[0].Reason
            .ShouldBe("46.2% of the window's rows have a label, 100.0% would by the reference: 46% of the labels are in, 50% needed");
        PerformanceVerdicts.Judge(PerformanceVerdicts.Measure(facts, facts, new(2000, 600, 2000, 700)), policy).Verdict
            .ShouldBe(Verdict.Ok, "where few people ever get a label, the reference says how many are to be expected");
    }

    [Fact]
    public void Where_only_the_approved_get_a_label_fewer_approvals_are_no_labels_to_come()
    {
        Profile Decided(long approved, long declined) => new(Profile.CurrentVersion, "", "all", approved + declined, approved, null, null, [], [], [], new(PositivePositive: approved, NegativeUnknown: declined), []);
        LabelledShare.Of(Decided(1155, 2700), Decided(1500, 500)).Maturity.ShouldBe(1);
        LabelledShare.Of(Decided(1155, 2700) with { Labelled = 1000 }, Decided(1500, 500)).Maturity!.Value.ShouldBe(1000 / 1155.0, 1e-12);
        LabelledShare.Of(Decided(0, 2700), Decided(1500, 500)).Maturity.ShouldBeNull("no label is to be expected");
    }

    [Fact]
    public void Labels_that_are_missing_by_decision_are_no_performance_to_compare()
    {
        // Everybody's outcome is known in the reference, that of the approved in the window: 600 of 1,000 rows.
        LabelSelection? Of(OutcomeCounts now, OutcomeCounts then) => LabelledShare.Of(Rows(now), Rows(then)).Selection;
        var known = new OutcomeCounts(PositivePositive: 500, PositiveNegative: 100, NegativePositive: 100, NegativeNegative: 300);
        var approved = new OutcomeCounts(PositivePositive: 500, PositiveNegative: 100, NegativeUnknown: 400);
        var late = new OutcomeCounts(PositivePositive: 250, PositiveNegative: 50, PositiveUnknown: 300, NegativePositive: 50, NegativeNegative: 150, NegativeUnknown: 200);

        Of(approved, known)!.ShouldSatisfyAllConditions(
            selection => selection.Difference.ShouldBe(1),
            selection => selection.Says(0.05, 0.01).ShouldBe("labels are missing by decision: 100.0% of the rows decided 1 have one and 0.0% of those decided 0, in the reference 100.0% and 100.0%; the labelled rows of the two are not alike"),
            selection => selection.Says(null, 0.01).ShouldBeNull("the policy does not ask"));
        Of(late, known)!.ShouldSatisfyAllConditions(selection => selection.Difference.ShouldBe(0, 1e-12), selection => selection.Says(0.05, 0.01).ShouldBeNull("labels are only late"));
        Of(approved, approved)!.Says(0.05, 0.01).ShouldBeNull("the reference is labelled in the same way");
        Of(known, approved)!.Says(0.05, 0.01).ShouldNotBeNull("and the other way round");
        Of(new(PositivePositive: 600), known).ShouldBeNull("nobody was declined");

        // By hand: 18 of 20 against 30 of 40, shares (18 + 1)/22 and (30 + 1)/42, in the reference 101/102 on both sides.
        var small = Of(new(PositivePositive: 18, PositiveUnknown: 2, NegativeNegative: 30, NegativeUnknown: 10), new(PositivePositive: 100, NegativeNegative: 100))!;
        small.Difference.ShouldBe(0.15, 1e-12);
        small.P.ShouldBe(0.135119, 1e-6);
        small.Says(0.05, 0.01).ShouldBeNull("chance explains it");

        static Profile Rows(OutcomeCounts counts) => new(Profile.CurrentVersion, "", "all", counts.Decided, counts.Decided - counts.PositiveUnknown - counts.NegativeUnknown, null, null, [], [], [], counts, []);
    }

    [Fact]
    public void A_fall_past_the_limit_that_chance_explains_is_ok_and_says_so()
    {
        static PerformanceFacts Facts(int hits, int rows) => new(new ScoredSample([new(1, 1, EmpiricalDistribution.FromRows(Enumerable.Range(0, hits).Select(i => 1 - (i / 1e6)))), new(1, 0, EmpiricalDistribution.FromRows(Enumerable.Range(0, rows - hits).Select(i => 0.5 - (i / 1e6)).Append(0.9999995)))]),
            new OutcomeCounts(PositivePositive: hits, PositiveNegative: rows - hits + 1), rows + 1, 0.02);
        var judged = PerformanceVerdicts.Judge(PerformanceVerdicts.Measure(Facts(60, 3000), Facts(13, 700), new(701, 701, 3001, 3001)), MonitoringPolicy.Read()).Judgements.Single(judgement => judgement.Measure == "precisionAtTop");
        judged.Verdict.ShouldBe(Verdict.Ok);
        judged.Note.ShouldNotBeNull().ShouldStartWith("over the 15 rows at the top; past the limit by no more than chance explains (p 0.");
    }

    /// <summary>Every setting drawn within its bounds and around what measures reach, limits sometimes none.</summary>
    private static MonitoringPolicy AnyPolicy(Draws random, MonitoringPolicy? sameEstimates = null)
    {
        var values = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        foreach (var setting in PolicySettings.Default.All.Where(setting => setting.Kind is not (SettingKind.Text or SettingKind.Fixed)))
        {
            string? Draw() => setting.Kind switch
            {
                SettingKind.Limit or SettingKind.Number or SettingKind.Maturity when random.Next(5) == 0 => PolicySetting.None,
                SettingKind.Sampling => random.Next(2) == 0 ? "sampling" : PolicySetting.None,
                SettingKind.Windows => Number(random.Next(1, 4)),
                SettingKind.Whole => Number(Math.Max((int)setting.Least!.Value, random.Next(2) == 0 ? random.Next(1, 40) : random.Next(1, 3000))),
                _ => Number(Math.Clamp(Math.Pow(10, -random.NextDouble() * 4), setting.Least!.Value, setting.Most!.Value)),
            };
            foreach (var path in setting.Paths) values[path] = Draw()!;
            if (setting.Kind == SettingKind.Limit && PolicySettings.Number(values, setting.Paths[0]) is { } warn && PolicySettings.Number(values, setting.Paths[1]) is { } alert && (setting.LowerIsWorse ? alert > warn : alert < warn))
                (values[setting.Paths[0]], values[setting.Paths[1]]) = (values[setting.Paths[1]], values[setting.Paths[0]]);
        }
        // Estimates without labels take in two rules, and the limit of exact figures decides how they are measured; under others of these a window is measured anew.
        foreach (var path in new[] { "sample_rules.min_rows_window", "significance.performance", "sample_rules.max_rows_exact" }) if (sameEstimates is not null) values[path] = sameEstimates.Values[path];
        return new("drawn", "", PolicySettings.Default.Check(values, whole: true, (path, _, message) => throw new InvalidOperationException($"{path}: {message}")));

        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static WindowMeasurement AnyWindow(Draws random)
    {
        var columns = Enumerable.Range(0, random.Next(1, 6)).Select(i => AnyColumn(random, $"c{i}")).ToArray();
        var rows = random.Next(0, 3000);
        var attributes = Enumerable.Range(0, random.Next(0, 3)).Select(i => AnyAttribute(random, $"a{i}")).ToArray();
        var (before, now) = (AnyScores(random), AnyScores(random));
        return new()
        {
            Window = "2026-01", Rows = rows, Labelled = now.Labelled, Verdict = Judgement.Unjudged.Verdict,
            Drift = DriftVerdicts.Measure(columns),
            Quality = [.. QualityVerdicts.Measure(columns), .. AnyLog(random, out var window).Measure(window, new() { ModelId = "m" })],
            Performance = PerformanceVerdicts.Measure(before, now, new(rows, now.Labelled, 1000, before.Labelled)),
            Estimated = now.Estimate(),
            Fairness = FairnessVerdicts.Measure(attributes, rows, new() { ModelId = "m", Categorical = ["c"], FavourableDecision = random.Next(2) }),
        };
    }

    /// <summary>Months before and one to look at, with repeats; which of them are complete is drawn.</summary>
    private static Arrivals AnyLog(Draws random, out Window window)
    {
        var months = Enumerable.Range(1, random.Next(1, 9)).Select(month => Window.Parse(string.Create(CultureInfo.InvariantCulture, $"2026-{month:00}"))!.Value).ToArray();
        window = months[^1];
        return new(months.Select(month => new ArrivedRows(month, random.Next(1, 3000), month.End.AddHours(-random.Next(1, 600)))).ToArray(),
            random.Next(3) == 0 ? new HashSet<Window>() : months.ToHashSet(), [new(window.Start, random.Next(40))]);
    }

    private static ColumnFacts AnyColumn(Draws random, string name)
    {
        if (random.Next(2) == 0)
        {
            var (from, to) = (Levels(random), Levels(random));
            return ColumnFacts.Categorical(name, from, to);
        }
        var reference = Values(random);
        if (reference.Count > 0 && random.Next(3) == 0)
        {
            var known = ReferenceColumn.Of(reference);
            return ColumnFacts.Binned(name, DriftKind.Numeric, known, Counted(reference, known.Edges), Counted(Values(random), known.Edges));
        }
        return ColumnFacts.Numeric(name, random.Next(5) == 0 ? DriftKind.Score : DriftKind.Numeric, reference, QuantileBins.FromReference(reference), Values(random));
    }

    private static NumericProfile Counted(EmpiricalDistribution values, double[] edges)
    {
        var counter = new NumericCounter(new(edges), keep: false);
        foreach (var some in values.Pairs().SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count)).Chunk(RowChunk.MaximumLength)) counter.Add(some, complete: true);
        counter.AddMissing(values.Missing);
        return counter.ToProfile("c");
    }

    private static CategoryCounts Levels(Draws random) =>
        CategoryCounts.FromCounts(Enumerable.Range(0, random.Next(1, 8)).Select(level => ((string?)(level == 0 ? null : $"l{random.Next(9)}"), (long)random.Next(0, 700)))
            .GroupBy(pair => pair.Item1 ?? "").Select(pair => pair.First()));

    private static EmpiricalDistribution Values(Draws random) => EmpiricalDistribution.FromCounts(
        Enumerable.Range(0, random.Next(0, 60)).Select(_ => (random.Next(3) == 0 ? 0 : random.Next(100) * (random.Next(2) == 0 ? 1 : 0.1), (long)random.Next(1, 50))), random.Next(2) == 0 ? 0 : random.Next(200));

    private static AttributeProfile AnyAttribute(Draws random, string name)
    {
        var groups = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        for (var group = random.Next(0, 5); group > 0; group--)
            groups[$"g{group}"] = new(random.Next(400), random.Next(200), random.Next(900), random.Next(100), random.Next(300), random.Next(500));
        return new(name, groups);
    }

    private static PerformanceFacts AnyScores(Draws random)
    {
        var rows = random.Next(0, 900);
        var parts = new[] { 0, 1 }.Select(label => new ScoredPart(random.Next(2), label, EmpiricalDistribution.FromRows(Enumerable.Range(0, rows).Select(_ => Math.Clamp((random.NextDouble() * 0.7) + (label * 0.2), 0, 1)))));
        var (sample, outcomes) = (new ScoredSample([.. parts]), new OutcomeCounts(PositivePositive: rows, NegativeNegative: rows));
        if (rows == 0 || random.Next(3) > 0) return new(sample, outcomes, 2L * rows, 0.05);
        var edges = ReferenceColumn.OfScores(sample.All).Edges;
        return new(new BinnedScores(edges, [.. sample.Parts.Select(part => new ScoreProfile(part.Decision, part.Label, Counted(part.Scores, edges)))]), outcomes, 2L * rows, 0.05);
    }

    /// <summary>The generator of the demonstration, by whole numbers.</summary>
    private sealed class Draws(ulong seed)
    {
        private readonly SeededRandom uniform = new(seed);

        public double NextDouble() => uniform.Uniform();

        public int Next(int below) => Next(0, below);

        public int Next(int from, int below) => from + (int)(uniform.Uniform() * (below - from));
    }
}
