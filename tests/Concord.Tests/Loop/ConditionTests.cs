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
        (condition.Breach.Since, condition.Breach.Window).ShouldBe(("w3", "w3"));
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
        (condition.Breach.Since, condition.Breach.Window).ShouldBe(("w2", "w3"));
    }

    [Fact]
    public void A_window_without_enough_data_breaks_no_row()
    {
        Of("warn none warn").Breach!.Since.ShouldBe("w1");
        Of("alert none none").Breach!.Window.ShouldBe("w1");
        Of("alert ok none ok").IsClean.ShouldBeTrue();
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
        var windows = new[] { At(Condition.ReferenceWindow, "alert"), At("w1", "alert"), At("w2", "warn") };

        var breach = Condition.Of(windows, Persistence).Breach!;

        (breach.Window, breach.Since, breach.Severity).ShouldBe((Condition.ReferenceWindow, Condition.ReferenceWindow, SignalSeverity.Alert));
        Condition.Of(windows[..1], Persistence).Breach!.Window.ShouldBe(Condition.ReferenceWindow);
        Condition.Of([.. windows, At("w3", "ok"), At("w4", "ok")], Persistence).IsClean.ShouldBeTrue();
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

    private static Condition Of(string words) =>
        Condition.Of([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, index) => At($"w{index + 1}", word))], Persistence);

    private static Observation At(string window, string word)
    {
        var observed = word switch { "ok" => Observed.Clean, "warn" => Observed.Warn, "alert" => Observed.Alert, _ => Observed.Nothing };
        var severity = observed == Observed.Alert ? SignalSeverity.Alert : SignalSeverity.Warn;
        return new(SignalKind.Drift, "income", window, observed,
            observed is Observed.Warn or Observed.Alert ? new(severity, "psi", Metric.PsiFeature, 0.3, 0.25, null, null, 1000, window, window) : null);
    }
}
