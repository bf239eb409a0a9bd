using Concord.Links;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Pages.Signals;
using Concord.Web.Parts;

namespace Concord.Web.Tests.Pages;

public sealed class SignalChainTests
{
    private static readonly DateTimeOffset Run = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_consequence_never_stands_before_the_signal_that_caused_it_on_a_clock_that_runs()
    {
        var row = new SignalRow("SIG-0001", "SYS-01", "Scoring", "MODEL-01", "MON-0001", null, "", SignalKind.Fairness, "sex", "selectionRateRatio", "impact_ratio", SignalSeverity.Alert, SignalState.Open,
            0.27, 0.8, null, null, 1669, "2026-05", "2026-05", Run, null, 0);
        var detail = new SignalDetail(row, "", null, null, "", null, "", "",
            [new(Relation.Risk, "RISK-0001", "opened from catalogue entry AIR-01", Run.AddMilliseconds(210))],
            [Entry(1, 305, "signal.raised", "SIG-0001"), Entry(2, 306, "evidence.frozen", "EV-0001"), Entry(3, 86_400_000, "signal.acknowledged", "SIG-0001")]);

        SignalChain.Of(detail).Select(line => (line.Before + line.Subject + line.After).Trim()).ShouldBe(["Signal raised", "Evidence EV-0001 frozen", "Risk RISK-0001 opened", "Acknowledged"]);
    }

    [Fact]
    public void A_log_that_stopped_is_counted_in_whole_windows()
    {
        var row = new SignalRow("SIG-0001", "SYS-01", "Scoring", "MODEL-01", "MON-0001", null, "", SignalKind.Quality, QualityMeasurement.WholeLog, QualityCheck.StillSilent, "data_freshness", SignalSeverity.Alert, SignalState.Open,
            2, 2, null, null, 0, "2026-10", "2026-09", Run, null, 0);

        SignalSentence.Of(row).ShouldBe("the log has no row in 2 windows since 2026-09-01: windows since the last row 2 (limit 2, n 0 in 2026-10)");
    }

    private static TimelineEntry Entry(long sequence, int milliseconds, string act, string subject) =>
        new(sequence, Run.AddMilliseconds(milliseconds), act, subject, "", "system", "system");
}
