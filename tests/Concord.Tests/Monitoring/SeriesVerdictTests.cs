using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Limits on figures that are computed elsewhere, and how these are read.</summary>
public sealed class SeriesVerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.96, 400, 384, "Ok")] // Within its limit.
    [InlineData(0.93, 400, 372, "Ok")] // Beyond 0.95, but Wilson's interval 0.901 … 0.951 still holds it.
    [InlineData(0.91, 400, 364, "Warn")] // 0.878 … 0.934: beyond 0.95, not surely beyond 0.90.
    [InlineData(0.85, 400, 340, "Alert")] // 0.812 … 0.882.
    [InlineData(0.85, 40, 34, "Insufficient")]
    public void A_limit_is_broken_when_the_whole_interval_has_passed_it(double value, long n, long successes, string verdict)
    {
        var judged = SeriesVerdicts.Judge(Series(higherIsBetter: true), new(value, "", n, successes), new(0.95, 0.90), null);

        judged.Verdict.ToString().ShouldBe(verdict);
        judged.IsBreach.ShouldBe(verdict is "Warn" or "Alert");
        if (judged.IsBreach) (judged.Low < judged.Value, judged.High < judged.Limit).ShouldBe((true, true));
    }

    [Fact]
    public void Without_an_interval_the_value_alone_decides_and_the_verdict_says_so()
    {
        var judged = SeriesVerdicts.Judge(Series(higherIsBetter: false), new(2100, "", 5000), new(1500, 2000), null);
        (judged.Verdict, judged.Value, judged.Limit, judged.Low).ShouldBe((Verdict.Alert, 2100, 2000, null));
        judged.Reason.ShouldNotBeNull().ShouldContain("value alone");

        SeriesVerdicts.Judge(Series(higherIsBetter: false), new(2100, "", 5000, StandardError: 200), new(1500, 2000), null).Verdict.ShouldBe(Verdict.Warn);
        SeriesVerdicts.Judge(Series(higherIsBetter: false), new(2100, "", 5000, Low: 2050, High: 2300), new(1500, 2000), null).Verdict.ShouldBe(Verdict.Alert);
    }

    [Fact]
    public void A_missing_value_keeps_its_reason_and_is_no_zero()
    {
        var judged = SeriesVerdicts.Judge(Series(higherIsBetter: true), new(null, "the vendor sent no report", 0), new(0.95, 0.90), null);
        (judged.Verdict, judged.Value, judged.Reason).ShouldBe((Verdict.NotComputable, null, "the vendor sent no report"));
    }

    [Fact]
    public void A_change_is_judged_by_the_uncertainty_of_both_sides()
    {
        var series = Series(higherIsBetter: true);
        var limits = new LimitFigures(WarnChange: 0.03, AlertChange: 0.05, BaselineFirst: "2026-01", BaselineLast: "2026-03");
        List<SeriesMeasurement> good = [.. Enumerable.Range(1, 3).Select(month => Stored(series, $"2026-{month:00}", new(0.95, "", 400, 380)))];
        Judgement In(string window, long successes, long n) => SeriesVerdicts.Judge(series, new((double)successes / n, "", n, successes), limits, SeriesVerdicts.Baseline(series, limits, good, Window.Parse(window)!.Value));

        var baseline = SeriesVerdicts.Baseline(series, limits, good, Window.Parse("2026-10")!.Value).Estimate!.Value;
        (baseline.Value, baseline.Low).ShouldBe((0.95, new Proportion(1140, 1200).Wilson95!.Value.Low));

        In("2026-10", 350, 400).Verdict.ShouldBe(Verdict.Warn); // 0.875: a drop of 0.075, surely above 0.03 and not above 0.05.
        In("2026-10", 320, 400).Verdict.ShouldBe(Verdict.Alert);
        In("2026-10", 366, 400).ShouldSatisfyAllConditions(judged => judged.Verdict.ShouldBe(Verdict.Ok), judged => judged.Undecided.ShouldBeTrue()); // 0.915: a drop of 0.035 that chance explains.
        In("2026-10", 380, 400).ShouldSatisfyAllConditions(judged => judged.Verdict.ShouldBe(Verdict.Ok), judged => judged.Undecided.ShouldBeFalse());
        In("2026-02", 300, 400).Verdict.ShouldBe(Verdict.NotComputable); // It is the baseline itself.
        SeriesVerdicts.Judge(series, new(0.8, "", 400, 320), limits, SeriesVerdicts.Baseline(series, limits, [], Window.Parse("2026-10")!.Value)).Verdict.ShouldBe(Verdict.Insufficient);
    }

    [Fact]
    public void A_relative_change_is_a_share_of_the_baseline()
    {
        var limits = new LimitFigures(WarnChange: 0.2, AlertChange: 0.5, IsRelative: true, BaselineValue: 800);
        Judgement Of(double value) => SeriesVerdicts.Judge(Series(higherIsBetter: false), new(value, "", 5000, StandardError: 4), limits, new(Estimate.Exact(800)));

        Of(940).Verdict.ShouldBe(Verdict.Ok);
        var warned = Of(1000);
        (warned.Verdict, warned.Measure, Math.Round(warned.Value!.Value, 9), warned.Limit).ShouldBe((Verdict.Warn, SeriesMeasures.RelativeChange, 0.25, 0.2));
        Of(1250).Verdict.ShouldBe(Verdict.Alert);
    }

    [Fact]
    public void Not_judged_goes_before_ok_and_after_a_breach()
    {
        var limits = new LimitFigures(Warn: 0.9, WarnChange: 0.03, BaselineFirst: "2026-01", BaselineLast: "2026-01");
        var none = new SeriesBaseline(null, Reason: "n of the baseline is 0, 100 needed");

        SeriesVerdicts.Judge(Series(higherIsBetter: true), new(0.95, "", 400, 380), limits, none).Verdict.ShouldBe(Verdict.Insufficient);
        SeriesVerdicts.Judge(Series(higherIsBetter: true), new(0.5, "", 400, 200), limits, none).Verdict.ShouldBe(Verdict.Warn);
    }

    [Theory]
    [InlineData("warn", false)] // 0.96: stricter where higher is better.
    [InlineData("looserWarn", true)]
    [InlineData("noAlert", true)]
    [InlineData("minimum", true)]
    [InlineData("smallerMinimum", false)]
    [InlineData("change", false)]
    public void Only_limits_that_let_nothing_more_pass_take_force_without_another_person(string change, bool isLooser)
    {
        var before = new LimitFigures(0.95, 0.90);
        var after = change switch
        {
            "warn" => before with { Warn = 0.96 },
            "looserWarn" => before with { Warn = 0.94 },
            "noAlert" => before with { Alert = null },
            "minimum" => before with { MinimumN = 101 },
            "smallerMinimum" => before with { MinimumN = 50 },
            _ => before with { WarnChange = 0.02, BaselineValue = 0.97 },
        };
        after.IsLooserThan(before, higherIsBetter: true).ShouldBe(isLooser);
        (after with { BaselineValue = 0.5, WarnChange = 0.02 }).IsLooserThan(after with { BaselineValue = 0.97, WarnChange = 0.02 }, higherIsBetter: true).ShouldBeTrue("another baseline changes everything");
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_measurement_is_said_at_once()
    {
        var pushed = new PushedMeasurement("m", "", "2026-W41", double.PositiveInfinity, 0, 5, 0.1, 0.2, null, Unit: "ms", SourceSha256: "abc");
        string[] expected = ["window-label", "measurement-number", "measurement-n", "measurement-uncertainty", "measurement-uncertainty", "measurement-unit", "measurement-sha256"];
        pushed.Check(Series(higherIsBetter: true), null, Now).Select(finding => finding.Code).ShouldBe(expected, ignoreOrder: true);

        Codes(Pushed("2026-11", 0.9)).ShouldBe(["window-future"]);
        Codes(Pushed("2026-10", 0.9)).ShouldBe(["window-provisional"]);
        Codes(Pushed("2026-10", 0.9) with { Complete = true }).ShouldBeEmpty();
        Codes(Pushed("2026-08", 0.9)).ShouldBe(["window-late"]);
        Codes(Pushed("2026-09", 0.9) with { Value = null }).ShouldContain("measurement-no-value");
        Codes(Pushed("2026-09", 0.9) with { Reason = "none" }).ShouldContain("measurement-value-and-reason");
        Codes(Pushed("2026-09", 0.7) with { Successes = 360 }).ShouldContain("measurement-successes");
        Codes(Pushed("2026-09", 0.9) with { Successes = 401 }).ShouldContain("measurement-successes");
        Codes(Pushed("2026-09", 0.9) with { Low = 0.95, High = 0.99 }).ShouldContain("measurement-uncertainty");
    }

    [Theory]
    [InlineData("""{ "metric": "m", "window": "2026-10", "value": 0.93, "n": 400 }""", 1)]
    [InlineData("""[{ "metric": "m", "window": "2026-10", "value": 0.93, "n": 400 }, { "metric": "m", "window": "2026-09", "value": null, "reason": "no report" }]""", 2)]
    [InlineData("{ \"metric\": \"m\", \"window\": \"2026-10\", \"value\": 1, \"n\": 4 }\n{ \"metric\": \"m\", \"window\": \"2026-09\", \"value\": 1, \"n\": 4 }\n", 2)]
    public void Json_is_read_as_object_list_or_lines(string json, int count) => Read(json, isCsv: false).Read.Count.ShouldBe(count);

    [Fact]
    public void Csv_is_read_by_its_header()
    {
        var read = Read("metric,window,value,n,successes,source\r\nm,2026-10,0.93,400,372,\"report, page 3\"\r\nm,2026-09,,,,\r\n", isCsv: true).Read;
        read[0].ShouldBe(new("m", "", "2026-10", 0.93, 400, 372, Source: "report, page 3", Row: 2));
        (read[1].Value, read[1].N, read[1].Row).ShouldBe((null, null, 3));
    }

    [Theory]
    [InlineData("""{ "metric": "m", "window": "2026-10", "valeu": 0.93, "n": "many" }""", "measurement-unknown", "measurement-field")]
    [InlineData("""{ "metric": "m", "metric": "m", "window": "2026-10", "n": 1.5 }""", "measurement-field", "measurement-field")]
    [InlineData("""{ "metric": "m", "window": "\ud800" }""", "measurement-field", "measurement-field")]
    [InlineData("""[1, 2]""", "measurement-object")]
    [InlineData("""{ "metric": """, "measurement-json")]
    [InlineData("", "measurements-none")]
    public void What_cannot_be_read_is_told_with_all_of_it(string json, params string[] codes) => Faults(json, isCsv: false).ShouldBe(codes);

    [Fact]
    public void What_cannot_be_read_of_one_leaves_the_others_to_be_checked()
    {
        var (read, faults) = Read("metric,window,value,n\nm,2026-10,0.93,4\nm,2026-09,many,4\nm,2026-08\nm,2026-07,0.9,4\n", isCsv: true);

        read.Select(one => one.Row).ShouldBe([2, 5]);
        faults.Select(fault => fault.Row).ShouldBe([3, 4]);
    }

    [Theory]
    [InlineData("metric,window,value,n\nm,2026-10,NaN,4\n", null)] // A number to the reader; the rules refuse what is not finite.
    [InlineData("metric,window,value,n\nm,2026-10,\"0,93\",4\n", "measurement-field")]
    [InlineData("metric,window,value,n\nm,2026-10,0.93\n", "measurement-row")]
    [InlineData("metric,colour\nm,red\n", "measurement-unknown")]
    public void Hostile_csv_is_refused_by_row(string csv, string? code)
    {
        if (code is null) Codes(Read(csv, isCsv: true).Read[0] with { Window = "2026-09" }).ShouldContain("measurement-number");
        else Faults(csv, isCsv: true)[0].ShouldBe(code);
    }

    [Fact]
    public void What_cannot_be_computed_hides_no_broken_limit() =>
        new[] { Verdict.Alert, Verdict.NotComputable, Verdict.Ok }.MaxBy(verdict => verdict.Gravity()).ShouldBe(Verdict.Alert);

    private static (IReadOnlyList<PushedMeasurement> Read, List<Finding> Faults) Read(string text, bool isCsv)
    {
        var faults = new List<Finding>();
        return (MeasurementReader.Read(Encoding.UTF8.GetBytes(text), isCsv, faults), faults);
    }

    /// <summary>Of single measurements, or of the whole.</summary>
    private static List<string> Faults(string text, bool isCsv)
    {
        try
        {
            return Read(text, isCsv).Faults.ConvertAll(fault => fault.Code);
        }
        catch (FindingsException whole)
        {
            return [.. whole.Findings.Select(finding => finding.Code)];
        }
    }

    private static List<string> Codes(PushedMeasurement pushed) => [.. pushed.Check(Series(higherIsBetter: true), null, Now).Select(finding => finding.Code)];

    private static PushedMeasurement Pushed(string window, double value) => new("m", "", window, value, 400);

    /// <summary>Defined in August 2026: its first figure was due after it.</summary>
    private static MetricSeries Series(bool higherIsBetter)
    {
        var version = new ModelVersion("MODEL:1", Id.New<OrganisationUnitId>(), Id.New<ModelId>(), "1", new DateOnly(2026, 1, 1), "", null);
        return new("SER-0001", version, Id.New<AiSystemId>(), new("m", "Measured", MeasureKind.Performance, "", "", higherIsBetter, "tool", "", WindowLength.Month, 24), null, new DateTimeOffset(2026, 8, 3, 0, 0, 0, TimeSpan.Zero));
    }

    private static SeriesMeasurement Stored(MetricSeries series, string window, SeriesFigure figure)
    {
        var stored = new SeriesMeasurement(series, Window.Parse(window)!.Value, 1, figure, new("", ""), "", null, Via.Api, Now);
        stored.BecomeComplete(Now);
        return stored;
    }
}
