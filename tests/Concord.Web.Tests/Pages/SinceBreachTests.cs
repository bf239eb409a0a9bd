using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Pages.Signals;

namespace Concord.Web.Tests.Pages;

/// <summary>What the page of an open signal says of the windows since its breach.</summary>
public sealed class SinceBreachTests
{
    private static readonly SignalRow Signal = new("SIG-0001", "SYS-01", "Chat", "MODEL-01", null, "SER-0001", "", SignalKind.Performance, "rate", "value", "rate", SignalSeverity.Alert, SignalState.Open,
        0.85, 0.9, null, null, 400, "2026-02", "2026-01", new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), null, 1);

    [Theory]
    [InlineData("2026-02 alert", "out of bounds since 2026-01", "No complete window has followed yet.")]
    [InlineData("2026-02 ok", "no longer beyond the limit in 2026-02", "2026-02 itself no longer breaks the limit: its figure was corrected or measured again since. One complete window within the limit since, two in a row let it be closed.")]
    [InlineData("2026-02 warn, 2026-03 ok", "beyond the limit from 2026-01 to 2026-02, within it in 2026-03", "One complete window within the limit since, two in a row let it be closed.")]
    [InlineData("2026-02 alert, 2026-03 insufficient", "out of bounds since 2026-01", "One later window had too little to say anything: that is no breach, and interrupts a row of clean windows.")]
    [InlineData("2026-02 alert, 2026-03 ok, 2026-04 insufficient", "beyond the limit from 2026-01 to 2026-02, within it in 2026-03", "One complete window within the limit since, none at the end of the row; two in a row let it be closed. One later window had too little to say anything: that is no breach, and interrupts a row of clean windows.")]
    [InlineData("2026-02 alert, 2026-03 undecided", "out of bounds since 2026-01", "One later window lies past the limit by no more than chance explains: that is no breach, and interrupts a row of clean windows.")]
    [InlineData("2026-02 undecided, 2026-03 ok", "no longer beyond the limit in 2026-02", "2026-02 itself lies past the limit by no more than chance: its figure was corrected or measured again since. One complete window within the limit since, two in a row let it be closed.")]
    [InlineData("", "out of bounds since 2026-01", "No complete window has followed yet.")]
    public void It_says_how_the_signal_stands_by_its_windows(string windows, string standing, string sentence)
    {
        var since = new SinceBreach(Signal, [.. windows.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(window => window.Split(' ')).Select(window => new WindowStanding(window[0], window[1] == "undecided" ? Verdict.Ok : Enum.Parse<Verdict>(window[1], ignoreCase: true), window[1] == "undecided", "value", 0.9, 400))], 2);

        since.Standing.ShouldBe(standing);
        since.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void A_limit_that_the_reference_breaks_is_broken_there()
    {
        var signal = Signal with { Window = Condition.ReferenceWindow, Since = Condition.ReferenceWindow };
        WindowStanding later = new("2026-03", Verdict.Alert, Undecided: false, "value", 0.8, 400);

        new SinceBreach(signal, [later], 2).Standing.ShouldBe("out of bounds already in the reference");
        new SinceBreach(signal, [later], 2).Sentence.ShouldBe("One later window breaks it as well.");
        new SinceBreach(signal, [later with { Verdict = Verdict.Ok }], 2).Standing.ShouldBe("beyond the limit in the reference, within it in 2026-03");
    }
}
