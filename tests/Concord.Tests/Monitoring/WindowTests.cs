using System.Globalization;
using Concord.Logs;

namespace Concord.Tests.Monitoring;

public sealed class WindowTests
{
    [Theory]
    [InlineData("Hour", "2025-10-07T13:59:59.999999Z", "2025-10-07T13", "2025-10-07T13:00Z", "2025-10-07T14:00Z")]
    [InlineData("Day", "2025-10-07T23:59Z", "2025-10-07", "2025-10-07T00:00Z", "2025-10-08T00:00Z")]
    [InlineData("Week", "2025-10-07T13:00Z", "2025-W41", "2025-10-06T00:00Z", "2025-10-13T00:00Z")]
    [InlineData("Week", "2027-01-03T23:00Z", "2026-W53", "2026-12-28T00:00Z", "2027-01-04T00:00Z")]
    [InlineData("Week", "2024-12-30T00:00Z", "2025-W01", "2024-12-30T00:00Z", "2025-01-06T00:00Z")]
    [InlineData("Month", "2025-10-31T23:59Z", "2025-10", "2025-10-01T00:00Z", "2025-11-01T00:00Z")]
    [InlineData("Quarter", "2025-12-31T00:00Z", "2025-Q4", "2025-10-01T00:00Z", "2026-01-01T00:00Z")]
    [InlineData("Year", "2025-02-28T00:00Z", "2025", "2025-01-01T00:00Z", "2026-01-01T00:00Z")]
    public void A_moment_lies_in_the_window_its_label_names(string length, string moment, string label, string start, string end)
    {
        var window = Window.Of(Enum.Parse<WindowLength>(length), At(moment));
        window.Label.ShouldBe(label);
        window.Start.ShouldBe(At(start));
        window.End.ShouldBe(At(end));
        Window.Parse(label).ShouldBe(window);
    }

    [Theory]
    [InlineData("Hour", "9999-12-31T23")]
    [InlineData("Day", "9999-12-31")]
    [InlineData("Week", "9999-W52")]
    [InlineData("Month", "9999-12")]
    [InlineData("Quarter", "9999-Q4")]
    [InlineData("Year", "9999")]
    public void The_last_windows_there_are_have_a_label_and_end_with_time_itself(string length, string label)
    {
        var window = Window.Of(Enum.Parse<WindowLength>(length), DateTimeOffset.MaxValue);
        window.Label.ShouldBe(label);
        Window.Parse(label).ShouldBe(window);
        window.End.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void Offsets_are_turned_into_UTC_first() => Window.Of(WindowLength.Day, At("2025-03-09T23:30-05:00")).Label.ShouldBe("2025-03-10");

    [Fact]
    public void All_is_one_window() => Window.Parse("all").ShouldBe(Window.Of(WindowLength.All, At("2025-01-01T00:00Z")));

    [Theory]
    [InlineData("2025-13")]
    [InlineData("2025-W54")]
    [InlineData("2025-W00")]
    [InlineData("2025-Q5")]
    [InlineData("2025-10-07T25")]
    [InlineData("reference")]
    [InlineData("")]
    public void A_label_that_names_nothing_is_no_window(string label) => Window.Parse(label).ShouldBeNull();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
