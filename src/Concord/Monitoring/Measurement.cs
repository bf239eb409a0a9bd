using System.Text.Json;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>From staged files to verdicts. The same steps serve the command and the monitoring run.</summary>
internal sealed class Measurement(IProfileEngine engine)
{
    /// <summary>What one pass may count at a time: 128 MiB.</summary>
    private const long BytesCounted = 128L << 20;

    private static readonly WindowCut Whole = new(WindowLength.All);

    /// <summary>Counts the reference: edges of the bins, levels, scores.</summary>
    /// <param name="exactRows">With more rows it is compared by its counts only, and its values are not kept.</param>
    public async Task<ReferenceSample> Freeze(MonitorDefinition definition, IReadOnlyList<LogPart> log, long exactRows, CancellationToken stop)
    {
        using var reading = engine.Open(log);
        var rows = (await reading.Windows(WindowLength.All, stop)).Sum(window => window.Rows);
        var sorted = rows <= exactRows ? new ReferenceValues(rows * definition.Numeric.Count) : null;
        var columns = new ReferenceColumn[definition.Numeric.Count];
        await Beside(reading.Values(Whole, definition.Numeric, stop), (column, windows) =>
        {
            var values = windows.GetValueOrDefault(Window.All, EmpiricalDistribution.Empty);
            sorted?.Add(definition.Numeric[column], values);
            columns[column] = ReferenceColumn.Of(values);
            return Task.CompletedTask;
        }, stop);
        var numeric = definition.Numeric.Zip(columns).ToDictionary(column => column.First, column => column.Second, StringComparer.Ordinal);

        var scored = (await reading.Scores(Whole, stop)).GetValueOrDefault(Window.All, ScoredSample.Empty);
        var score = Has(log, LogColumnKind.Score) ? ReferenceColumn.OfScores(scored.All) : null;
        var question = new ProfileQuestion(
            numeric.ToDictionary(column => column.Key, column => column.Value.Edges, StringComparer.Ordinal),
            score?.Edges ?? [],
            definition.Levels.ToDictionary(column => column, IReadOnlyCollection<string> (_) => [], StringComparer.Ordinal),
            definition.Attributes,
            ReferenceProfile.JointParts(JointProfile.ReferenceParts, definition.Numeric.Count));
        var parts = await reading.Profiles(Whole, question, rowsFollow: false, stop);
        var counts = parts.Count == 0 ? Empty(definition) : Profile.Sum([.. parts.Select(part => part.Profile)], question.Categorical);
        var delays = Has(log, LogColumnKind.Timestamp) && Has(log, LogColumnKind.LabelTimestamp) ? await reading.LabelDelays(stop) : null;
        return new(new(counts, numeric, score, Has(log, LogColumnKind.Decision)), sorted, new PerformanceFacts(scored, counts.Outcomes, counts.Labelled, definition.TopShare), delays, log);
    }

    public static ReferenceMeasurement Describe(ReferenceSample reference, string sha256, MonitorDefinition definition, MonitoringPolicy policy) => new(
        reference.Profile.Counts.Rows,
        reference.Profile.Counts.Labelled,
        sha256,
        reference.Performance.Measure(),
        FairnessVerdicts.Judge(FairnessVerdicts.Measure(reference.Profile.Counts.Attributes, reference.Profile.Counts.Rows, definition, "reference"), policy));

    /// <param name="repeats">Rows left out because they repeat a prediction, by hour; null where that is not told.</param>
    /// <returns>Every window that has rows.</returns>
    public async Task<IReadOnlyList<MeasuredWindow>> Measure(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, IReadOnlyList<LogPart> log, IReadOnlyList<RepeatedHour>? repeats, CancellationToken stop)
    {
        using var reading = engine.Open(log);
        var rows = await reading.Windows(definition.Window, stop);
        return await Measure(definition, policy, reference, reading, new(definition.Window), rows, new(rows.Select(row => new ArrivedRows(row.Window, row.Rows, row.Last)), complete: null, repeats), stop);
    }

    /// <param name="arrivals">Of all windows of the log, whichever of them are measured now.</param>
    /// <returns>The windows asked for that have rows.</returns>
    public async Task<IReadOnlyList<MeasuredWindow>> Measure(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, ILogReading reading, WindowCut cut, Arrivals arrivals, CancellationToken stop) =>
        await Measure(definition, policy, reference, reading, cut, await reading.Windows(cut.Length, stop), arrivals, stop);

    private async Task<IReadOnlyList<MeasuredWindow>> Measure(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, ILogReading reading, WindowCut cut, IReadOnlyList<WindowRows> rows, Arrivals arrivals, CancellationToken stop)
    {
        var bySize = rows.GroupBy(row => row.Window).Where(window => cut.Only?.Contains(window.Key) != false).OrderBy(window => window.Key.Start)
            .ToLookup(window => IsExact(reference.Profile, window.Sum(row => row.Rows), policy), window => window.Key);
        var measured = (await MeasureExactly(definition, policy, reference, reading, [.. bySize[true]], arrivals, stop)).ToList();
        foreach (var some in bySize[false].Chunk(WindowsAtOnce(reference.Profile))) measured.AddRange(await MeasureCounts(definition, policy, reference, reading, new(cut.Length, some), arrivals, stop));
        return [.. measured.OrderBy(window => window.Window.Start)];
    }

    /// <summary>From the values of all rows, some windows at a time.</summary>
    public async Task<IReadOnlyList<MeasuredWindow>> MeasureExactly(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, ILogReading reading, IReadOnlyList<Window> windows, Arrivals arrivals, CancellationToken stop)
    {
        var measured = new List<MeasuredWindow>();
        foreach (var some in windows.Chunk(WindowsAtOnce(reference.Profile))) measured.AddRange(await MeasureRows(definition, policy, reference, reading, new(definition.Window, some), arrivals, stop));
        return measured;
    }

    /// <summary>Whether measures of order (KS, Wasserstein, AUC) are computed from all values of both sides, which takes memory for each.</summary>
    public static bool IsExact(ReferenceProfile reference, long rows, MonitoringPolicy policy) => Math.Max(reference.Counts.Rows, rows) <= policy.Samples.ExactRows;

    /// <summary>From counts alone: what rests on values of single rows lies between two ends.</summary>
    /// <param name="rowsDeleted">There are no rows any more, so that no policy can ask for exact figures.</param>
    public static MeasuredWindow OfCounts(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, Profile counts, IReadOnlyList<PartProfile> parts, Arrivals arrivals, bool rowsDeleted = false)
    {
        var known = reference.Profile;
        var window = new WindowFacts(Window.Parse(counts.Window)!.Value, parts, counts) { IsExact = false };
        foreach (var (now, before) in counts.Numeric.Zip(known.Counts.Numeric))
            window.Columns.Add(ColumnFacts.Binned(now.Column, DriftKind.Numeric, known.Numeric[now.Column], before, now));
        if (known.Score is { } score)
        {
            var none = NumericProfile.Empty("score", score.Edges);
            window.Score = ColumnFacts.Binned(definition.Score.Name, DriftKind.Score, score, known.Counts.Score ?? none, counts.Score ?? none);
        }
        window.Measure(reference, new(new BinnedScores(known.Score?.Edges ?? [], counts.Scores), counts.Outcomes, counts.Labelled, definition.TopShare), policy);
        return Judge(window, reference, definition, policy, arrivals, rowsDeleted);
    }

    /// <summary>So many windows are counted in one pass that what is counted of them fits into memory.</summary>
    public static int WindowsAtOnce(ReferenceProfile reference)
    {
        var bins = reference.Numeric.Values.Sum(column => (long)column.Edges.Length + 1) + ((reference.Score?.Edges.Length ?? 0) * 9L) + (reference.Counts.Categorical.Count * 64L) + 1;
        return (int)Math.Clamp(BytesCounted / (bins * sizeof(long) * Environment.ProcessorCount), 1, 2_000);
    }

    private static async Task<IEnumerable<MeasuredWindow>> MeasureCounts(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, ILogReading reading, WindowCut cut, Arrivals arrivals, CancellationToken stop)
    {
        var question = reference.Profile.Question(definition);
        return ByWindow(await reading.Profiles(cut, question, rowsFollow: false, stop), question).AsParallel().AsOrdered().WithCancellation(stop)
            .Select(window => OfCounts(definition, policy, reference, window.Counts, window.Parts, arrivals)).ToList();
    }

    private static IEnumerable<(Profile Counts, IReadOnlyList<PartProfile> Parts)> ByWindow(IReadOnlyList<PartProfile> parts, ProfileQuestion question) =>
        parts.GroupBy(part => part.Profile.Window, StringComparer.Ordinal).Select(window => (Profile.Sum([.. window.Select(part => part.Profile)], question.Categorical), (IReadOnlyList<PartProfile>)[.. window]));

    private async Task<IReadOnlyList<MeasuredWindow>> MeasureRows(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, ILogReading reading, WindowCut cut, Arrivals arrivals, CancellationToken stop)
    {
        // 1. Counts of all windows.
        var question = reference.Profile.Question(definition);
        var windows = ByWindow(await reading.Profiles(cut, question, rowsFollow: true, stop), question)
            .Select(window => new WindowFacts(Window.Parse(window.Counts.Window)!.Value, window.Parts, window.Counts)).ToArray();

        // 2. Row-level questions: scores, and when they are let go some columns at a time for all windows.
        var learning = Task.Run(reference.Performance.Learn, stop);
        await MeasureScores(definition, policy, reference, await reading.Scores(cut, stop), windows, stop);
        await learning;
        if (!reference.Values!.IsInMemory) reference.Performance.LetGo();
        var facts = new ColumnFacts[definition.Numeric.Count][];
        await Beside(reading.Values(cut, definition.Numeric, stop), async (column, values) =>
        {
            var name = definition.Numeric[column];
            var (before, bins) = (reference.Values[name], QuantileBins.FromEdges(reference.Profile.Numeric[name].Bins));
            facts[column] = await Task.WhenAll(windows.Select(window => Task.Run(() => ColumnFacts.Numeric(name, DriftKind.Numeric, before, bins, values[window.Window]), stop)));
        }, stop);
        foreach (var (window, at) in windows.Select((window, at) => (window, at))) window.Columns.AddRange(facts.Select(column => column[at]));

        await CompareManyLevels(reference, reading, cut, windows, stop);

        // 3. Verdicts, window by window.
        return [.. windows.AsParallel().AsOrdered().WithCancellation(stop).Select(window => Judge(window, reference, definition, policy, arrivals))];
    }

    private static Task MeasureScores(
        MonitorDefinition definition, MonitoringPolicy policy, ReferenceSample reference, IReadOnlyDictionary<Window, ScoredSample> scores, WindowFacts[] windows, CancellationToken stop) =>
        Task.Run(() => windows.AsParallel().WithCancellation(stop).ForAll(window =>
        {
            var facts = new PerformanceFacts(scores[window.Window], window.Profile.Outcomes, window.Profile.Labelled, definition.TopShare);
            Parallel.Invoke(() => window.Measure(reference, facts, policy), () =>
            {
                if (reference.Profile.Score is { } score)
                    window.Score = ColumnFacts.Numeric(definition.Score.Name, DriftKind.Score, reference.Performance.Distribution, QuantileBins.FromEdges(score.Bins), facts.Distribution);
            });
        }), stop);

    /// <summary>Works on the columns that were read while the next are read. Work that needs further threads awaits them: to block for them could take all there are, and new ones come late.</summary>
    private static Task Beside<T>(IAsyncEnumerable<T> columns, Func<int, T, Task> work, CancellationToken stop) =>
        Parallel.ForEachAsync(columns.Select((values, column) => (values, column)), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            async (one, _) => await work(one.column, one.values));

    /// <summary>Columns with more levels than counts keep by name, of which the rest would hide which came and went.</summary>
    private async Task CompareManyLevels(ReferenceSample reference, ILogReading reading, WindowCut cut, WindowFacts[] windows, CancellationToken stop)
    {
        string[] columns = [.. reference.Profile.Counts.Categorical.Where((known, k) => known.RestLevels > 0 || windows.Any(window => window.Profile.Categorical[k].RestLevels > 0)).Select(known => known.Column)];
        if (columns.Length == 0) return;
        using var referenceReading = engine.Open(reference.Log);
        await using var before = referenceReading.Levels(Whole, columns, stop).GetAsyncEnumerator(stop);
        await using var current = reading.Levels(cut, columns, stop).GetAsyncEnumerator(stop);
        foreach (var column in columns)
        {
            await before.MoveNextAsync();
            await current.MoveNextAsync();
            foreach (var window in windows)
                window.ManyLevels.Add(column, ColumnFacts.Categorical(column, before.Current[Window.All], current.Current[window.Window]));
        }
    }

    public static Verdict Worst(IEnumerable<WindowMeasurement> windows) => windows.Select(window => window.Verdict).DefaultIfEmpty(Verdict.Insufficient).Max();

    public MeasurementReport Report(MonitorDefinition definition, MonitoringPolicy policy, ReferenceMeasurement reference, CurrentLog current, IReadOnlyList<MeasuredWindow> windows)
    {
        using var json = JsonDocument.Parse(definition.ToJson());
        WindowMeasurement[] measured = [.. windows.Select(window => window.Measures)];
        return new(json.RootElement.Clone(), MeasurementReport.DefinitionsVersion, policy.Version, engine.Describe().Name, reference, current, measured, Worst(measured));
    }

    private static MeasuredWindow Judge(WindowFacts window, ReferenceSample reference, MonitorDefinition definition, MonitoringPolicy policy, Arrivals arrivals, bool rowsDeleted = false)
    {
        var profile = window.Profile;
        var before = reference.Profile.Counts;
        if (window.Score is { } score) window.Columns.Add(score);
        if (reference.Profile.Score is null && profile.Score is { Count: > 0 } scores)
            window.Columns.Add(ColumnFacts.NotInReference(definition.Score.Name, DriftKind.Score, before.Rows, scores));
        foreach (var (column, known) in profile.Categorical.Zip(before.Categorical))
            window.Columns.Add(window.ManyLevels.GetValueOrDefault(column.Column) ?? ColumnFacts.Categorical(column, known));

        // Whether other windows have decisions changes nothing here.
        if (reference.Profile.HasDecision || profile.Outcomes.Decided > 0)
            window.Columns.Add(ColumnFacts.Categorical(definition.Decision.Name, Decisions(before.Outcomes), Decisions(profile.Outcomes)));

        IReadOnlyList<ColumnFacts> columns = profile.Rows >= GroupCounts.SmallestShown ? window.Columns
            : [.. window.Columns.Select(column => definition.Protected.Contains(column.Column, StringComparer.Ordinal) ? column.OfTooFewToShow() : column)];
        var figures = new WindowMeasurement
        {
            Window = profile.Window,
            Rows = profile.Rows,
            Labelled = profile.Labelled,
            Verdict = Judgement.Unjudged.Verdict,
            Drift = DriftVerdicts.Measure(columns),
            Joint = JointMeasurement.Measure(before, profile),
            Performance = window.Performance!,
            Estimated = window.Estimated!,
            Fairness = FairnessVerdicts.Measure(profile.Attributes, profile.Rows, definition),
            Quality = [.. QualityVerdicts.Measure(columns), .. arrivals.Measure(window.Window, definition)],
            WithoutLabels = window.WithoutLabels,
            EstimatedUnder = EstimatedUnder.Of(policy),
            MeasuredFrom = new(Math.Max(before.Rows, profile.Rows), window.IsExact, rowsDeleted),
        };
        return new(window.Window, WindowVerdicts.Judge(figures, policy), profile, window.Parts);
    }

    /// <summary>By the newest row of the window; what day it is now plays no part, so that a window measured again gives the same.</summary>
    private static DateOnly? FinalBy(ReferenceSample reference, Profile profile)
    {
        if (reference.Delays is not { } delays || profile.Last is not { } last) return null;
        var day = DateOnly.FromDateTime(last.UtcDateTime);
        return LabelMaturity.Of([(day, profile.Rows, profile.Labelled)], delays, day).FinalBy;
    }

    private static CategoryCounts Decisions(OutcomeCounts outcomes) => CategoryCounts.FromCounts([("0", outcomes.Negative), ("1", outcomes.Positive), (null, outcomes.Undecided)]);

    private static bool Has(IReadOnlyList<LogPart> log, LogColumnKind kind) => log.Any(part => part.Schema.Has(kind));

    private static Profile Empty(MonitorDefinition definition) => new(
        Profile.CurrentVersion, "", Window.All.Label, 0, 0, null, null,
        [.. definition.Numeric.Select(column => NumericProfile.Empty(column, []))],
        [.. definition.Levels.Select(column => new CategoricalProfile(column, 0, new SortedDictionary<string, long>(StringComparer.Ordinal)))],
        [], new(), [.. definition.Attributes.Select(attribute => new AttributeProfile(string.Join(" x ", attribute), new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal)))]);

    /// <summary>What was collected for one window so far.</summary>
    private sealed class WindowFacts(Window window, IReadOnlyList<PartProfile> parts, Profile profile)
    {
        public Window Window { get; } = window;

        public IReadOnlyList<PartProfile> Parts { get; } = parts;

        public Profile Profile { get; } = profile;

        public bool IsExact { get; init; } = true;

        public List<ColumnFacts> Columns { get; } = [];

        /// <summary>Of categorical columns that counts do not tell whole.</summary>
        public Dictionary<string, ColumnFacts> ManyLevels { get; } = new(StringComparer.Ordinal);

        public ColumnFacts? Score { get; set; }

        public PerformanceMeasurement? Performance { get; private set; }

        public EstimatedMeasurement? Estimated { get; private set; }

        public WithoutLabelsMeasurement? WithoutLabels { get; private set; }

        /// <summary>All that rests on scores, decisions and labels, drift apart.</summary>
        public void Measure(ReferenceSample reference, PerformanceFacts facts, MonitoringPolicy policy)
        {
            var before = reference.Profile.Counts;

            // What is to be expected without labels takes about as long as everything else.
            Parallel.Invoke(
                () => WithoutLabels = CalibratedEstimates.Measure(reference.Performance, facts, Profile.Outcomes, Profile.Rows, FinalBy(reference, Profile), policy),
                () => (Performance, Estimated) = (PerformanceVerdicts.Measure(reference.Performance, facts, LabelledShare.Of(Profile, before)), facts.Estimate()));
        }
    }
}
