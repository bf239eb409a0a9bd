using System.Globalization;
using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class LogTimestampTests
{
    [Theory]
    [InlineData("2025-03-01", "2025-03-01T00:00:00.000000")]
    [InlineData("2025-03-01T10:00", "2025-03-01T10:00:00.000000")]
    [InlineData("2025-03-01 10:00:01", "2025-03-01T10:00:01.000000")]
    [InlineData("2025-03-01T10:00:01Z", "2025-03-01T10:00:01.000000")]
    [InlineData(" 2025-03-01t10:00:01z ", "2025-03-01T10:00:01.000000")]
    [InlineData("2025-03-01T10:00:01.5Z", "2025-03-01T10:00:01.500000")]
    [InlineData("2025-03-01T10:00:01.123456789Z", "2025-03-01T10:00:01.123456")]
    [InlineData("2025-03-01 00:30:00+01:00", "2025-02-28T23:30:00.000000")]
    [InlineData("2025-03-01T10:00:01-0530", "2025-03-01T15:30:01.000000")]
    [InlineData("2025-03-01 10:00:01+00", "2025-03-01T10:00:01.000000")]
    [InlineData("2025-03-01 10:00:01 UTC", "2025-03-01T10:00:01.000000")]
    [InlineData("2024-02-29T23:59:59", "2024-02-29T23:59:59.000000")]
    public void A_moment_is_read_in_UTC(string text, string expected)
    {
        (DateTime utc, _, RowFault? fault) = LogTimestamp.Read(text);
        fault.ShouldBeNull();
        utc.Kind.ShouldBe(DateTimeKind.Utc);
        utc.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Theory]
    [InlineData("1741824000", "epoch-timestamp", "As seconds since 1970 it would be 2025-03-13T00:00:00Z.")]
    [InlineData("1741824000.5", "epoch-timestamp", "As seconds")]
    [InlineData("1741824000000", "epoch-timestamp", "As milliseconds since 1970 it would be 2025-03-13T00:00:00Z.")]
    [InlineData("1741824000000000", "epoch-timestamp", "As microseconds")]
    [InlineData("1741824000000000000", "epoch-timestamp", "As nanoseconds")]
    [InlineData("20250301", "epoch-timestamp", "Write ISO 8601")]
    [InlineData("03/04/2025 10:00", "ambiguous-date", "which number is the day")]
    [InlineData("3.4.25", "ambiguous-date", "which number is the day")]
    [InlineData("31.12.24", "ambiguous-date", "which number is the day")]
    [InlineData("31.12.2024", "bad-timestamp", "Write 2024-12-31, with a time 2024-12-31T10:00:00Z")]
    [InlineData("12/31/2024 10:00", "bad-timestamp", "Write 2024-12-31")]
    [InlineData("3.3.2025", "bad-timestamp", "Write 2025-03-03")]
    [InlineData("31.02.2024", "impossible-date", "no day of the calendar")]
    [InlineData("1.1.0000", "impossible-date", "no day of the calendar")]
    [InlineData("2025-02-30T10:00:00Z", "impossible-date", "no day of the calendar")]
    [InlineData("2025-13-01", "impossible-date", "no day of the calendar")]
    [InlineData("2025-03-01T24:00:00Z", "impossible-date", "no time of the day. Write hours from 00 to 23")]
    [InlineData("2025-03-01T10:00:60Z", "impossible-date", "seconds from 00 to 59")]
    [InlineData("2025-03-01T10", "bad-timestamp", "is no timestamp")]
    [InlineData("2025-03-01T10:00:00 Europe/Berlin", "bad-timestamp", "is no timestamp")]
    [InlineData("2025-03-01T10:00:00+1", "bad-timestamp", "is no timestamp")]
    [InlineData("yesterday", "bad-timestamp", "is no timestamp")]
    [InlineData("２０２５-03-01", "bad-timestamp", "is no timestamp")]
    [InlineData("0001-01-01T00:00:00+01:00", "bad-timestamp", "is no timestamp")]
    public void Anything_else_is_refused_with_what_it_looks_like(string text, string code, string says)
    {
        RowFault fault = LogTimestamp.Read(text).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe(code);
        fault.Message.ShouldContain(says);
    }
}
