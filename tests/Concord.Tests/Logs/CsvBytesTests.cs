using System.Globalization;
using System.Text;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>What is read from bytes for speed is what is read as text.</summary>
public sealed class CsvBytesTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    /// <summary>Every text of these pieces, in buffers from tiny to large.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1 << 16)]
    public void Records_and_lines_are_those_of_the_text_reader(int block)
    {
        string[] pieces = ["a", "bc", "\"", "\"\"", ",", "\n", "\r", "\r\n", "ä€", "\"x,y\"", "\"two\nlines\"", " ", "0.123456", "as long as the widest vector of a machine"];
        for (var seed = 0; seed < 3_000; seed++)
        {
            var text = new StringBuilder();
            var state = (uint)seed * 2_654_435_761;
            for (var length = seed % 40; length > 0; length--)
            {
                state = (state * 1_664_525) + 1_013_904_223;
                text.Append(pieces[(int)((state >> 8) % pieces.Length)]);
            }
            Same(text.ToString(), block);
        }
    }

    [Fact]
    public void A_record_longer_than_what_is_held_at_once_is_told_by_where_it_begins()
    {
        File.WriteAllText(file, "a,b\n1,2\n3,\"" + new string('x', 500) + "\"\n");
        using var bytes = new CsvBytes(file, (byte)',', block: 16, largestBuffer: 128);
        bytes.Read().ShouldBeTrue();
        bytes.Read().ShouldBeTrue();
        Should.Throw<RecordTooLongException>(() => bytes.Read());
        bytes.Offset.ShouldBe(8);
        bytes.Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1.5")]
    [InlineData("-.5")]
    [InlineData("5.")]
    [InlineData("123456789012345")]
    [InlineData("0.1234567890123456789")]
    [InlineData("9007199254740993")]
    [InlineData("1e10")]
    [InlineData("-2.5E-300")]
    [InlineData("1e141")]
    [InlineData("1,5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("nan")]
    [InlineData(" 1")]
    [InlineData("+3")]
    [InlineData("١")]
    public void A_number_read_from_bytes_is_the_number_read_from_text(string text)
    {
        var good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var expected) && Math.Abs(expected) <= LogSchema.LargestNumber;
        PlainValues.TryNumber(Encoding.UTF8.GetBytes(text), out var number).ShouldBe(good);
        if (good) BitConverter.DoubleToInt64Bits(number).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
    }

    [Fact]
    public void Decimal_numbers_are_rounded_as_the_platform_rounds_them()
    {
        for (var i = 0L; i < 20_000; i++)
        {
            var text = ((i * 7_368_787_313L % 1_000_000_007L) / (decimal)Math.Pow(10, i % 9)).ToString(CultureInfo.InvariantCulture);
            PlainValues.TryNumber(Encoding.UTF8.GetBytes(text), out var number).ShouldBeTrue();
            number.ShouldBe(double.Parse(text, CultureInfo.InvariantCulture), text);
        }
    }

    [Theory]
    [InlineData("2025-03-01T10:00:00")]
    [InlineData("2025-03-01 10:00:00.123456Z")]
    [InlineData("2024-02-29T23:59:59.5")]
    [InlineData("1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("2025-02-29T00:00:00")]
    [InlineData("2025-03-01T24:00:00")]
    [InlineData("2025-03-01T10:00:00+02:00")]
    [InlineData("2025-03-01")]
    [InlineData("2025-03-01T10:00:00.")]
    [InlineData("2025-03-01T10:00:00.1234567")]
    [InlineData("2025-3-01T10:00:00")]
    public void A_moment_taken_from_bytes_is_the_moment_read_from_text(string text)
    {
        if (!PlainValues.TryMoment(Encoding.UTF8.GetBytes(text), out var micros)) return; // It is judged as text.
        var (utc, shifted, fault) = LogTimestamp.Read(text);
        (fault, shifted).ShouldBe((null, false));
        DateTime.UnixEpoch.AddMicroseconds(micros).ShouldBe(utc);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("0.0")]
    [InlineData("1.0")]
    [InlineData("TRUE")]
    [InlineData("False")]
    [InlineData("2")]
    [InlineData("yes")]
    [InlineData("01")]
    public void A_flag_taken_from_bytes_is_the_flag_read_from_text(string text) => PlainValues.Flag(Encoding.UTF8.GetBytes(text)).ShouldBe(LogRowCheck.Binary(text));

    private void Same(string text, int block)
    {
        File.WriteAllText(file, text);
        using var bytes = new CsvBytes(file, (byte)',', block);
        var records = new CsvRecordReader(new StringReader(text), ',');
        while (records.Read())
        {
            bytes.Read().ShouldBeTrue(text);
            bytes.Line.ShouldBe(records.Line, text);
            var alone = new CsvRecordReader(new StringReader(Encoding.UTF8.GetString(bytes.Record)), ',', bytes.Line);
            alone.Read().ShouldBeTrue(text);
            alone.Fields.ShouldBe(records.Fields, text);
            alone.Fault.ShouldBe(records.Fault, text);
            if (!bytes.IsPlain) continue;
            records.Fault.ShouldBe(CsvFault.None, text);
            Enumerable.Range(0, bytes.Count).Select(field => Encoding.UTF8.GetString(bytes[field])).ShouldBe(records.Fields, text);
        }
        bytes.Read().ShouldBeFalse(text);
    }
}
