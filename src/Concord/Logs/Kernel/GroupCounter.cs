using Concord.Measures;

namespace Concord.Logs.Kernel;

/// <summary>Counts decisions and labels by group of one column, or of several for their intersection.</summary>
/// <param name="columns">Places among the columns whose levels are counted.</param>
internal sealed class GroupCounter(int[] columns)
{
    private readonly List<int[]> groups = [];
    private readonly Dictionary<GroupCodes, int> known = [];

    /// <summary>Groups of two columns with few levels each, by both codes: 1 + the place of the group.</summary>
    private const int FewLevels = 64;
    private readonly int[] few = new int[columns.Length <= 2 ? FewLevels * FewLevels : 0];
    private long[] counts = new long[4 * Outcome.Kinds];

    public bool HasTooMany { get; private set; }

    /// <param name="codes">Per column the codes of the rows.</param>
    public void Add(int[][] codes, ReadOnlySpan<byte> outcomes)
    {
        for (var row = 0; row < outcomes.Length && !HasTooMany; row++)
        {
            var group = columns.Length <= 2 ? Find(codes[columns[0]][row], codes[columns[^1]][row]) : Find([.. columns.Select(column => codes[column][row])]);
            if (group >= 0) counts[(group * Outcome.Kinds) + outcomes[row]]++;
        }
    }

    /// <param name="maps">Per column the code here of every code there.</param>
    public void Merge(GroupCounter other, int[][] maps)
    {
        HasTooMany |= other.HasTooMany;
        for (var group = 0; group < other.groups.Count && !HasTooMany; group++)
        {
            var here = Find([.. other.groups[group].Select((code, part) => maps[columns[part]][code])]);
            for (var kind = 0; kind < Outcome.Kinds && here >= 0; kind++) counts[(here * Outcome.Kinds) + kind] += other.counts[(group * Outcome.Kinds) + kind];
        }
    }

    public SortedDictionary<string, OutcomeCounts> ToGroups(LevelCounter[] levels)
    {
        var all = new SortedDictionary<string, OutcomeCounts>(StringComparer.Ordinal);
        for (var group = 0; group < groups.Count; group++)
        {
            var name = GroupCounts.NameOf([.. groups[group].Select((code, part) => levels[columns[part]].Text(code))]);
            all.Add(name, Outcome.ToCounts(counts.AsSpan(group * Outcome.Kinds, Outcome.Kinds)));
        }
        return all;
    }

    private int Find(int first, int second)
    {
        if ((uint)first >= FewLevels || (uint)second >= FewLevels) return Find(columns.Length == 1 ? [first] : [first, second]);
        ref var place = ref few[(first * FewLevels) + second];
        if (place == 0) place = Find(columns.Length == 1 ? [first] : [first, second]) + 1;
        return place - 1;
    }

    private int Find(int[] codes)
    {
        if (codes.Contains(LevelCounter.Unknown) || groups.Count >= LevelCounter.MaximumLevels) HasTooMany = true;
        if (HasTooMany) return -1;
        var key = new GroupCodes(codes);
        if (known.TryGetValue(key, out var group)) return group;
        group = groups.Count;
        groups.Add(codes);
        known.Add(key, group);
        if (groups.Count * Outcome.Kinds > counts.Length) Array.Resize(ref counts, counts.Length * 2);
        return group;
    }

    private readonly struct GroupCodes(int[] codes) : IEquatable<GroupCodes>
    {
        private readonly int[] codes = codes;

        public bool Equals(GroupCodes other) => codes.AsSpan().SequenceEqual(other.codes);

        public override bool Equals(object? obj) => obj is GroupCodes other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var code in codes) hash.Add(code);
            return hash.ToHashCode();
        }
    }
}

/// <summary>The nine combinations of decision (0, 1, none) and label (0, 1, none) as one number: three times the decision plus the label.</summary>
internal static class Outcome
{
    public const int Kinds = 9;

    public static byte Of(byte decision, byte label) => (byte)((3 * decision) + label);

    /// <returns>Null where it is missing.</returns>
    public static (int? Decision, int? Label) Parts(int kind) => (Flag(kind / 3), Flag(kind % 3));

    public static OutcomeCounts ToCounts(ReadOnlySpan<long> kinds)
    {
        var counts = new OutcomeCounts();
        for (var kind = 0; kind < Kinds; kind++)
        {
            var (decision, label) = Parts(kind);
            counts = counts.Add(decision, label, kinds[kind]);
        }
        return counts;
    }

    private static int? Flag(int value) => value == 2 ? null : value;
}
