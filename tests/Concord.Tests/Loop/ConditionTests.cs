using Concord.Loop;
using Concord.Monitoring;
using CsCheck;

namespace Concord.Tests.Loop;

public sealed class ConditionTests
{
    private static readonly PolicyPersistence Persistence = new(Warn: 2, Alert: 1, Clear: 2);

    [Fact]
    public void One_alert_in_the_newest_window_is_a_breach_since_that_window()
    {
        var condition = Of("ok ok alert");

        condition.Breach!.Severity.ShouldBe(SignalSeverity.Alert);
        (condition.Breach.Since, condition.Breach.Window).ShouldBe(("2026-03", "2026-03"));
    }

    [Fact]
    public void One_warning_is_not_yet_a_breach_and_not_clean_either()
    {
        var condition = Of("ok ok warn");

        condition.Breach.ShouldBeNull();
        condition.IsClean.ShouldBeFalse();
    }

    [Fact]
    public void Two_warnings_in_a_row_are_a_breach_since_the_first()
    {
        var condition = Of("ok warn warn");

        condition.Breach!.Severity.ShouldBe(SignalSeverity.Warn);
        (condition.Breach.Since, condition.Breach.Window).ShouldBe(("2026-02", "2026-03"));
    }

    [Fact]
    public void A_window_without_enough_data_breaks_no_row_of_breaches()
    {
        Of("warn none warn").Breach!.Since.ShouldBe("2026-01");
        Of("alert none none").Breach!.Window.ShouldBe("2026-01");
    }

    [Fact]
    public void Clean_windows_with_one_between_them_that_says_nothing_are_no_row()
    {
        Of("alert ok none ok").IsClean.ShouldBeFalse();
        Of("alert ok none ok ok").CleanUpTo.ShouldBe("2026-05");
        Of("alert ok ok none").CleanUpTo.ShouldBe("2026-03"); // What came before the gap was a row already.
        Of("alert ok ok warn ok").IsClean.ShouldBeFalse();
    }

    [Fact]
    public void Clean_windows_with_an_absent_one_between_them_are_no_row()
    {
        var days = new[] { At("2026-11-05", "alert"), At("2026-11-06", "ok"), At("2026-11-10", "ok") };

        Condition.Of(days, Persistence).IsClean.ShouldBeFalse();
        Condition.Of([.. days, At("2026-11-11", "ok")], Persistence).CleanUpTo.ShouldBe("2026-11-11");
        Condition.Of([At("2025-W52", "alert"), At("2026-W01", "ok"), At("2026-W02", "ok")], Persistence).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void What_was_clean_before_the_breach_of_a_signal_does_not_close_it()
    {
        var signal = Raised(Of("ok ok alert").Breach!);

        Condition.Of([At("2026-02", "ok"), At("2026-03", "ok")], Persistence, signal).IsClean.ShouldBeFalse(); // March was corrected.
        Condition.Of([At("2026-02", "ok"), At("2026-03", "ok"), At("2026-04", "ok")], Persistence, signal).CleanUpTo.ShouldBe("2026-04");
    }

    [Fact]
    public void A_signal_of_the_reference_is_closed_by_any_windows()
    {
        var signal = Raised(Condition.Of([At(Condition.ReferenceWindow, "alert")], Persistence).Breach!);

        Condition.Of([At("2026-01", "ok"), At("2026-02", "ok")], Persistence, signal).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void A_log_with_too_many_rows_that_had_too_few_has_too_many_only_since_it_turned()
    {
        var few = At("2026-05", "alert");
        var windows = new[] { Rows(few, 0.15), Rows(At("2026-07", "alert"), 300), Rows(At("2026-08", "alert"), 200) };

        Condition.Of(windows, Persistence).Breach!.Since.ShouldBe("2026-07");
        Condition.Of(windows[..1], Persistence).Breach!.Since.ShouldBe("2026-05");

        static Observation Rows(Observation one, double ratio) => one with { Breach = one.Breach! with { Measure = QualityCheck.Volume.Measure, Value = ratio } };
    }

    [Fact]
    public void Windows_without_enough_data_alone_are_neither_a_breach_nor_clean()
    {
        var condition = Of("none none none");

        condition.Breach.ShouldBeNull();
        condition.IsClean.ShouldBeFalse();
    }

    [Fact]
    public void A_breach_that_ended_before_the_newest_window_is_history()
    {
        Of("alert alert ok").Breach.ShouldBeNull();
        Of("alert alert ok").IsClean.ShouldBeFalse();
        Of("alert ok ok").IsClean.ShouldBeTrue();
    }

    [Fact]
    public void A_limit_the_reference_breaks_is_raised_for_the_reference_and_its_windows_do_not_move_it()
    {
        var windows = new[] { At(Condition.ReferenceWindow, "alert"), At("2026-01", "alert"), At("2026-02", "warn") };

        var breach = Condition.Of(windows, Persistence).Breach!;

        (breach.Window, breach.Since, breach.Severity).ShouldBe((Condition.ReferenceWindow, Condition.ReferenceWindow, SignalSeverity.Alert));
        Condition.Of(windows[..1], Persistence).Breach!.Window.ShouldBe(Condition.ReferenceWindow);
        Condition.Of([.. windows, At("2026-03", "ok"), At("2026-04", "ok")], Persistence).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void A_condition_is_never_breached_and_clean_and_only_depends_on_windows_after_the_last_telling_change() =>
        Gen.Int[0, 3].Select(drawn => new[] { "ok", "warn", "alert", "none" }[drawn]).Array[0, 12].Sample(words =>
        {
            var condition = Of(string.Join(' ', words));
            (condition.Breach is not null && condition.IsClean).ShouldBeFalse();
            var newest = words.LastOrDefault(word => word != "none");
            if (newest == "alert") condition.Breach!.Severity.ShouldBe(SignalSeverity.Alert);
            if (newest is "ok" or null) condition.Breach.ShouldBeNull();
        });

    private static Signal Raised(Breach breach) => new("SIG-0001", new("MON-0001", default, default, default, default, null), SignalKind.Drift, "income", breach, new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero));

    private static Condition Of(string words) =>
        Condition.Of([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, index) => At($"2026-{index + 1:00}", word))], Persistence);

    private static Observation At(string window, string word)
    {
        var observed = word switch { "ok" => Observed.Clean, "warn" => Observed.Warn, "alert" => Observed.Alert, _ => Observed.Nothing };
        var severity = observed == Observed.Alert ? SignalSeverity.Alert : SignalSeverity.Warn;
        return new(SignalKind.Drift, "income", window, observed,
            observed is Observed.Warn or Observed.Alert ? new(severity, "psi", Metric.PsiFeature, 0.3, 0.25, null, null, 1000, window, window) : null);
    }
}
