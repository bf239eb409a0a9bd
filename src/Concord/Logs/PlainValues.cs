using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Concord.Logs;

/// <summary>
/// The rules of <see cref="LogRowCheck"/> for values that are plainly right, on the bytes of a file. What is not taken here is no fault yet: the row is
/// then judged as text.
/// </summary>
internal sealed class PlainValues
{
    private const long MicrosecondsOfDay = 86_400_000_000;
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(power => Math.Pow(10, power))];

    private readonly long earliest;
    private readonly long latest;
    private readonly LogPurpose purpose;
    private readonly int modelId = -1, version = -1;
    private readonly byte[] expectedModel = [], expectedVersion = [];

    public PlainValues(LogLayout layout, int file, LogColumns columns, LogPurpose purpose, DateTime latest)
    {
        this.purpose = purpose;
        earliest = Micros(LogTimestamp.Earliest);
        this.latest = purpose.IsForRecord() ? Micros(latest) : Micros(new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        if (!purpose.IsForRecord()) return;
        if (columns.ExpectedModelId is { } model) (modelId, expectedModel) = (layout.ModelId[file], Encoding.UTF8.GetBytes(model));
        if (columns.ExpectedVersion is not { } wanted) return;
        var place = layout.Schema.Columns.ToList().FindIndex(column => column.Kind == LogColumnKind.ModelVersion);
        (version, expectedVersion) = (place < 0 ? -1 : layout.Positions[file][place], Encoding.UTF8.GetBytes(wanted));
    }

    /// <summary>The row is of the model and version that is expected, or does not say.</summary>
    public bool Belongs(CsvBytes row) => (modelId < 0 || Belongs(modelId, row[modelId])) && (version < 0 || Belongs(version, row[version]));

    /// <summary>As <see cref="Belongs(CsvBytes)"/>, of one field alone.</summary>
    public bool Belongs(int position, ReadOnlySpan<byte> text) => text.IsEmpty || ((position != modelId || text.SequenceEqual(expectedModel)) && (position != version || text.SequenceEqual(expectedVersion)));

    /// <summary>A moment of UTC at which predictions can have been made, in microseconds since 1970.</summary>
    public bool TryTimestamp(ReadOnlySpan<byte> text, out long micros) => TryMoment(text, out micros) && micros >= earliest && micros <= latest;

    /// <summary>A moment at which a label can have become known, in microseconds since 1970.</summary>
    public bool TryLabelTime(ReadOnlySpan<byte> text, out long micros) => TryMoment(text, out micros) && (purpose != LogPurpose.Labels || micros <= latest);

    public bool MayBeEmpty(LogColumnKind kind) => kind != LogColumnKind.Timestamp && !LogRowCheck.MustHaveValue(purpose, kind);

    /// <summary><c>2025-03-01T10:00:00</c> with a blank or T, up to six decimals and Z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryMoment(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        var rest = text[19..];
        if (rest is [.., (byte)'Z']) rest = rest[..^1];
        var fraction = 0;
        if (!rest.IsEmpty)
        {
            if (rest[0] != '.' || rest.Length is < 2 or > 7 || !Digits(rest[1..], out fraction)) return false;
            for (var i = rest.Length; i < 7; i++) fraction *= 10;
        }
        micros = ((new DateOnly(year, month, day).DayNumber - 719_162L) * MicrosecondsOfDay) + ((((hour * 60L) + minute) * 60) + second) * 1_000_000 + fraction;
        return true;
    }

    /// <summary>The nearest double, as every correct reader gives it: digits that fit a double exactly, divided by a power of ten that does, round once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        ref var letter = ref MemoryMarshal.GetReference(text);
        var negative = letter == '-';
        var at = negative ? 1 : 0;
        var first = at;
        ulong mantissa = 0;
        if (text.Length > 20) return TryAny(text, out number); // So that the mantissa does not run over before its digits are counted.
        for (uint digit; at < text.Length && (digit = Unsafe.Add(ref letter, at) - (uint)'0') <= 9; at++) mantissa = (mantissa * 10) + digit;
        var (digits, decimals) = (at - first, 0);
        if (at < text.Length)
        {
            if (Unsafe.Add(ref letter, at) != '.') return TryAny(text, out number);
            var point = ++at;
            for (uint digit; at < text.Length && (digit = Unsafe.Add(ref letter, at) - (uint)'0') <= 9; at++) mantissa = (mantissa * 10) + digit;
            if (at < text.Length) return TryAny(text, out number);
            decimals = at - point;
        }
        if (digits + decimals is 0 or > 15) return TryAny(text, out number);
        number = (long)mantissa / PowersOfTen[decimals]; // Of a signed one the machine makes a double at once.
        if (negative) number = -number;
        return true;
    }

    /// <summary>0 or 1 in the ways files write them.</summary>
    public static int? Flag(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'0'] or [(byte)'0', (byte)'.', (byte)'0'] => 0,
        [(byte)'1'] or [(byte)'1', (byte)'.', (byte)'0'] => 1,
        _ when Ascii.EqualsIgnoreCase(text, "true"u8) => 1,
        _ when Ascii.EqualsIgnoreCase(text, "false"u8) => 0,
        _ => null,
    };

    private static bool TryAny(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= LogSchema.LargestNumber;

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var letter in text)
        {
            if ((uint)(letter - '0') > 9) return false;
            value = (value * 10) + (letter - '0');
        }
        return true;
    }

    private static long Micros(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
