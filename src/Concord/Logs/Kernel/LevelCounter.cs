using System.Runtime.CompilerServices;
using System.Text;

namespace Concord.Logs.Kernel;

/// <summary>
/// Counts the levels of a text column. A level is known by its code, in the order of first sight; code 0 is missing. Texts up to twelve bytes
/// are compared as the engine hands them over, as one 128-bit number; longer ones in full.
/// </summary>
internal sealed unsafe class LevelCounter
{
    /// <summary>A column with more levels is an identifier; it is left to the engine's own grouping, which may use the disk.</summary>
    public const int MaximumLevels = 65_536;

    public const int Missing = 0;

    /// <summary>Given to every row once a column has too many levels.</summary>
    public const int Unknown = -1;

    private const int InlineText = 12;

    private readonly List<(UInt128 Inline, string? Long)> levels = [default];
    private Dictionary<string, int>? longTexts;
    private UInt128[] keys = new UInt128[32];
    private int[] codes = new int[32];
    private long[] counts = new long[16];

    public bool HasTooMany { get; private set; }

    /// <summary>Codes given so far, with the one of missing.</summary>
    public int Length => levels.Count;

    public long Rows(int code) => counts[code];

    public string? Text(int code) => code == Missing ? null : levels[code] is { Long: { } text } ? text : InlineOf(levels[code].Inline);

    public int CountMissing()
    {
        counts[Missing]++;
        return Missing;
    }

    /// <param name="cell">Length in four bytes, then the text when it is short, or its first four bytes and where it stands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Count(UInt128 cell)
    {
        if (HasTooMany) return Unknown;
        var code = (uint)cell <= InlineText ? CodeOf(cell) : CodeOfLong(cell);
        if (code > 0) counts[code]++;
        return code;
    }

    /// <returns>The code here of every level of the other.</returns>
    public int[] Merge(LevelCounter other)
    {
        var map = new int[other.Length];
        if (other.HasTooMany) TooMany();
        counts[Missing] += other.counts[Missing];
        for (var code = 1; code < map.Length; code++)
        {
            map[code] = HasTooMany ? Unknown : other.levels[code] is { Long: { } text } ? CodeOf(text) : CodeOf(other.levels[code].Inline);
            if (map[code] > 0) counts[map[code]] += other.counts[code];
        }
        return map;
    }

    public IEnumerable<KeyValuePair<string, long>> Levels()
    {
        for (var code = 1; code < Length; code++) yield return new(Text(code)!, counts[code]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CodeOf(UInt128 key)
    {
        var mask = keys.Length - 1;
        var hash = ((ulong)key * 0x9E3779B97F4A7C15) ^ ((ulong)(key >> 64) * 0xC2B2AE3D27D4EB4F);
        for (var slot = (int)(hash >> 40) & mask; ; slot = (slot + 1) & mask)
        {
            if (codes[slot] == 0) return Enter(key, slot);
            if (keys[slot] == key) return codes[slot];
        }
    }

    private int Enter(UInt128 key, int slot)
    {
        var code = Next((key, null));
        if (code == Unknown) return code;
        (keys[slot], codes[slot]) = (key, code);
        if (levels.Count * 2 > keys.Length) Grow();
        return code;
    }

    private int CodeOfLong(UInt128 cell)
    {
        var length = (int)(uint)cell;
        var bytes = new ReadOnlySpan<byte>((void*)(nint)(ulong)(cell >> 64), length);
        if (length > 512) return CodeOf(Encoding.UTF8.GetString(bytes));
        Span<char> text = stackalloc char[length];
        text = text[..Encoding.UTF8.GetChars(bytes, text)];
        longTexts ??= new(StringComparer.Ordinal);
        return longTexts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code) ? code : CodeOf(text.ToString());
    }

    private int CodeOf(string text)
    {
        longTexts ??= new(StringComparer.Ordinal);
        if (longTexts.TryGetValue(text, out var code)) return code;
        code = Next((default, text));
        if (code > 0) longTexts.Add(text, code);
        return code;
    }

    private int Next((UInt128, string?) level)
    {
        if (levels.Count > MaximumLevels)
        {
            TooMany();
            return Unknown;
        }
        levels.Add(level);
        if (levels.Count > counts.Length) Array.Resize(ref counts, counts.Length * 2);
        return levels.Count - 1;
    }

    private void TooMany()
    {
        HasTooMany = true;
        levels.RemoveRange(1, levels.Count - 1);
        (longTexts, keys, codes) = (null, [], []);
    }

    private void Grow()
    {
        var (oldKeys, oldCodes) = (keys, codes);
        (keys, codes) = (new UInt128[oldKeys.Length * 4], new int[oldKeys.Length * 4]);
        var mask = keys.Length - 1;
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldCodes[i] == 0) continue;
            var hash = ((ulong)oldKeys[i] * 0x9E3779B97F4A7C15) ^ ((ulong)(oldKeys[i] >> 64) * 0xC2B2AE3D27D4EB4F);
            var slot = (int)(hash >> 40) & mask;
            while (codes[slot] != 0) slot = (slot + 1) & mask;
            (keys[slot], codes[slot]) = (oldKeys[i], oldCodes[i]);
        }
    }

    private static string InlineOf(UInt128 cell) => Encoding.UTF8.GetString(new ReadOnlySpan<byte>((byte*)&cell + 4, (int)(uint)cell));
}
