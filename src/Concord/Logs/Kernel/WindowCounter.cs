using System.Runtime.CompilerServices;
using Concord.Measures;

namespace Concord.Logs.Kernel;

/// <summary>
/// Everything one pass counts of one window. One thread fills it; those of several threads merge by addition. The arguments of a row are, in
/// this order: time, score, decision, label, the numeric columns, the columns with levels.
/// </summary>
internal sealed class WindowCounter(CountingPlan plan)
{
    public const int Time = 0, Score = 1, Decision = 2, Label = 3, FirstColumn = 4;

    private readonly NumericCounter[] numeric = [.. plan.Numeric.Select(column => new NumericCounter(column.Edges, plan.KeepValues))];
    private readonly LevelCounter[] levels = [.. plan.Levels.Select(_ => new LevelCounter())];
    private readonly GroupCounter[] groups = [.. plan.Attributes.Select(attribute => new GroupCounter(attribute))];
    private readonly NumericCounter?[] scores = new NumericCounter?[Outcome.Kinds];
    private readonly JointCounter? joint = plan.JointParts == 0 ? null : new([.. plan.Numeric.Select(column => column.Edges!)], plan.JointParts);
    private readonly long[] outcomes = new long[Outcome.Kinds];
    private readonly bool valuesOnly = plan.IsValuesOnly;
    private long rows, first = long.MaxValue, last = long.MinValue;

    public void Add(in RowChunk chunk)
    {
        var work = Scratch.Current;
        rows += chunk.Length;
        if (valuesOnly)
        {
            for (var k = 0; k < numeric.Length; k++) numeric[k].Add(chunk.Doubles(FirstColumn + k, work.Numbers, out var whole), whole);
            return;
        }
        chunk.Span(Time, ref first, ref last);
        var kinds = Kinds(chunk, work);
        for (var k = 0; k < numeric.Length; k++)
        {
            var cells = chunk.Doubles(FirstColumn + k, work.Numbers, out var complete);
            numeric[k].Add(cells, complete);
            if (joint is not null) cells.CopyTo(work.Joint(numeric.Length).AsSpan(k * RowChunk.MaximumLength));
        }
        joint?.Add(work.Joint(numeric.Length), chunk.Length);
        while (work.Codes.Count < levels.Length) work.Codes.Add(new int[RowChunk.MaximumLength]);
        var codes = work.Codes.ToArray();
        for (var k = 0; k < levels.Length; k++) chunk.Count(FirstColumn + numeric.Length + k, levels[k], codes[k]);
        foreach (var group in groups) group.Add(codes, kinds);
        if (plan.NeedsScore) AddScores(chunk, kinds, work);
    }

    public void Merge(WindowCounter other)
    {
        rows += other.rows;
        (first, last) = (Math.Min(first, other.first), Math.Max(last, other.last));
        for (var k = 0; k < numeric.Length; k++) numeric[k].Merge(other.numeric[k]);
        joint?.Merge(other.joint!);
        var maps = levels.Select((level, k) => level.Merge(other.levels[k])).ToArray();
        for (var k = 0; k < groups.Length; k++) groups[k].Merge(other.groups[k], maps);
        for (var kind = 0; kind < Outcome.Kinds; kind++)
        {
            outcomes[kind] += other.outcomes[kind];
            if (other.scores[kind] is { } more) Scores(kind).Merge(more);
        }
    }

    /// <summary>Takes what was kept row by row of another file of the window; its counts stay with it.</summary>
    public void TakeRows(WindowCounter other)
    {
        for (var k = 0; k < numeric.Length; k++) numeric[k].TakeRows(other.numeric[k]);
        for (var kind = 0; kind < Outcome.Kinds; kind++)
            if (other.scores[kind] is { } more) Scores(kind).TakeRows(more);
    }

    /// <param name="known">Per column of the profile the levels that are always kept by name.</param>
    /// <returns>Columns and attributes with too many levels are left empty; see <see cref="TooMany"/>.</returns>
    public Profile ToProfile(Window window, string question, IReadOnlyList<IReadOnlyCollection<string>> known) => new(
        Profile.CurrentVersion, question, window.Label, rows, outcomes.Where((_, kind) => kind % 3 != 2).Sum(), Moment(first), Moment(last),
        [.. numeric.Select((column, k) => column.ToProfile(plan.Numeric[k].Column))],
        [.. known.Select((names, k) => CategoricalProfile.Capped(plan.Levels[k], levels[k].Rows(LevelCounter.Missing), levels[k].Levels(), names, 0, 0))],
        [.. Kinds().Select(kind => new ScoreProfile(Outcome.Parts(kind).Decision, Outcome.Parts(kind).Label, scores[kind]!.ToProfile("score")))],
        Outcome.ToCounts(outcomes),
        [.. groups.Select((group, k) => new AttributeProfile(string.Join(" x ", plan.Attributes[k].Select(column => plan.Levels[column])), group.HasTooMany ? [] : group.ToGroups(levels)))],
        joint?.ToProfile());

    /// <summary>Columns and attributes whose levels must be counted in another way.</summary>
    public (IEnumerable<int> Levels, IEnumerable<int> Attributes) TooMany() =>
        (Enumerable.Range(0, levels.Length).Where(k => levels[k].HasTooMany), Enumerable.Range(0, groups.Length).Where(k => groups[k].HasTooMany));

    /// <summary>The values kept of a numeric column; they are let go.</summary>
    public EmpiricalDistribution TakeValues(int column) => numeric[column].TakeValues();

    /// <summary>The scores kept; they are let go.</summary>
    public ScoredSample TakeScores() => new([.. Kinds().Select(kind => new ScoredPart(Outcome.Parts(kind).Decision, Outcome.Parts(kind).Label, scores[kind]!.TakeValues()))]);

    private IEnumerable<int> Kinds() => Enumerable.Range(0, Outcome.Kinds).Where(kind => scores[kind] is not null);

    private NumericCounter Scores(int kind) => scores[kind] ??= new(plan.ScoreEdges, plan.KeepScores);

    private ReadOnlySpan<byte> Kinds(in RowChunk chunk, Scratch work)
    {
        var decisions = chunk.Flags(Decision, work.Decisions);
        var labels = chunk.Flags(Label, work.Labels);
        var kinds = work.Kinds.AsSpan(0, chunk.Length);
        for (var row = 0; row < kinds.Length; row++)
        {
            kinds[row] = Outcome.Of(decisions[row], labels[row]);
            outcomes[kinds[row]]++;
        }
        return kinds;
    }

    private void AddScores(in RowChunk chunk, ReadOnlySpan<byte> kinds, Scratch work)
    {
        var cells = chunk.Doubles(Score, work.Numbers, out _);
        Span<int> lengths = stackalloc int[Outcome.Kinds];
        Span<long> missing = stackalloc long[Outcome.Kinds];
        lengths.Clear();
        missing.Clear();
        Part(cells, kinds, work.Scores, lengths, missing);
        for (var kind = 0; kind < Outcome.Kinds; kind++)
        {
            if (lengths[kind] + missing[kind] == 0) continue;
            Scores(kind).Add(work.Scores.AsSpan(kind * RowChunk.MaximumLength, lengths[kind]), complete: true);
            Scores(kind).AddMissing(missing[kind]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(ReadOnlySpan<double> cells, ReadOnlySpan<byte> kinds, double[] parts, Span<int> lengths, Span<long> missing)
    {
        for (var row = 0; row < cells.Length; row++)
        {
            var (cell, kind) = (cells[row], kinds[row]);
            if (double.IsNaN(cell)) missing[kind]++;
            else parts[(kind * RowChunk.MaximumLength) + lengths[kind]++] = cell;
        }
    }

    private DateTimeOffset? Moment(long micros) => first > last ? null : DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Room for one chunk, one per thread of the engine.</summary>
    private sealed class Scratch
    {
        [ThreadStatic]
        private static Scratch? current;

        public static Scratch Current => current ??= new();

        public double[] Numbers { get; } = new double[RowChunk.MaximumLength];

        private double[] joint = [];

        public double[] Joint(int columns)
        {
            if (joint.Length < columns * RowChunk.MaximumLength) joint = new double[columns * RowChunk.MaximumLength];
            return joint;
        }

        public double[] Scores { get; } = new double[Outcome.Kinds * RowChunk.MaximumLength];

        public byte[] Decisions { get; } = new byte[RowChunk.MaximumLength];

        public byte[] Labels { get; } = new byte[RowChunk.MaximumLength];

        public byte[] Kinds { get; } = new byte[RowChunk.MaximumLength];

        public List<int[]> Codes { get; } = [];
    }
}
