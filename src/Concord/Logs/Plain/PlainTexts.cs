using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Concord.Logs.Plain;

/// <summary>Text: a byte per row that points into a dictionary as long as it has few levels, from then on each as it is.</summary>
internal sealed unsafe class PlainTexts(string name, int rows) : PlainColumn(name, ParquetType.ByteArray, meaning: 0)
{
    private const int MostLevels = 256;
    private const int MostDictionaryBytes = 1 << 16;
    private const int Slots = 1024;
    private const int InlineText = 12;

    /// <summary>In place of a text that is not held inline; no text is as long as it says.</summary>
    private static readonly UInt128 Elsewhere = UInt128.MaxValue;

    private readonly byte[] codes = new byte[rows];

    /// <summary>Code + 1 of the level whose hash leads here; 0: none.</summary>
    private readonly short[] slots = new short[Slots];
    private readonly UInt128[] inline = new UInt128[MostLevels];
    private readonly (int Start, int Length)[] places = new (int, int)[MostLevels];
    private readonly ThriftBytes plain = new(), packed = new();
    private int coded, levels;

    /// <summary>Once there were too many levels there are likely to be again.</summary>
    private bool isPlain;

    public override int TextBytes => plain.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Take(byte* data, ulong* valid, int from, int count)
    {
        var texts = (UInt128*)data;
        for (var row = from; row < from + count; row++)
        {
            if (!IsValid(valid, row)) continue;
            if (!isPlain && Code(texts + row) is >= 0 and var code) codes[coded++] = (byte)code;
            else Add(TextAt(texts + row));
        }
    }

    protected override PlainChunk End(ThriftBytes text, long start, int missed)
    {
        if (isPlain || coded == 0)
        {
            DataHeader(text, Plain, plain.Length);
            text.Raw(plain.Written);
            plain.Clear();
            Forget();
            return new(start, 0, text.Length, missed);
        }
        DictionaryHeader(text, levels, plain.Length);
        text.Raw(plain.Written);
        var dictionary = text.Length;
        var eights = (coded + 7) / 8;
        packed.Clear();
        packed.Add(8); // Bits of a code.
        packed.Unsigned(((ulong)eights << 1) | 1);
        packed.Raw(codes.AsSpan(0, coded));
        for (var i = coded; i < eights * 8; i++) packed.Add(0);
        DataHeader(text, OfDictionary, packed.Length);
        text.Raw(packed.Written);
        plain.Clear();
        Forget();
        return new(start, dictionary, text.Length, missed);
    }

    /// <summary>As the engine holds it: the length, and the text itself if it is short, else where it stands.</summary>
    private static ReadOnlySpan<byte> TextAt(UInt128* text)
    {
        var length = *(int*)text;
        return new(length <= InlineText ? (byte*)text + sizeof(int) : *(byte**)((byte*)text + sizeof(ulong)), length);
    }

    /// <returns>-1 from the text on that is one level too many: then all are plain.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Code(UInt128* text)
    {
        var words = (ulong*)text;
        var isInline = *(int*)text <= InlineText;
        var hash = isInline ? (words[0] * 0x9E3779B97F4A7C15) ^ (words[1] * 0xC2B2AE3D27D4EB4F) : Hash(TextAt(text));
        hash ^= hash >> 29;
        for (var slot = (int)(hash % Slots); ; slot = (slot + 1) % Slots)
        {
            var code = slots[slot] - 1;
            if (code < 0) return Learn(text, slot, isInline);
            if (isInline ? inline[code] == *text : inline[code] == Elsewhere && TextAt(text).SequenceEqual(plain.Written.Slice(places[code].Start, places[code].Length))) return code;
        }
    }

    private int Learn(UInt128* text, int slot, bool isInline)
    {
        var bytes = TextAt(text);
        if (levels == MostLevels || plain.Length + bytes.Length > MostDictionaryBytes)
        {
            BecomePlain();
            return -1;
        }
        inline[levels] = isInline ? *text : Elsewhere;
        places[levels] = (plain.Length + sizeof(int), bytes.Length);
        Add(bytes);
        slots[slot] = (short)(levels + 1);
        return levels++;
    }

    private void BecomePlain()
    {
        var dictionary = plain.Written.ToArray();
        plain.Clear();
        for (var i = 0; i < coded; i++) Add(dictionary.AsSpan(places[codes[i]].Start, places[codes[i]].Length));
        isPlain = true;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        plain.Raw(length);
        plain.Raw(bytes);
    }

    private void Forget()
    {
        Array.Clear(slots);
        (coded, levels) = (0, 0);
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14_695_981_039_346_656_037; // FNV-1a: the texts are few and not chosen against it for long, for there are at most 256.
        foreach (var one in bytes) hash = (hash ^ one) * 1_099_511_628_211;
        return hash;
    }
}
