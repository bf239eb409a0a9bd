using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Concord.Cli.Demo;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Demo;

public sealed class GfcLogTests
{
    private static readonly DateOnly[] Months = [.. Enumerable.Range(0, 14).Select(GfcLogs.FirstDay.AddMonths)];

    [Fact]
    public async Task The_staged_files_hold_exactly_the_generated_rows()
    {
        var folder = Directory.CreateTempSubdirectory("gfc-logs").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            var logs = GfcLogs.Start(folder, GfcScenario.Default, TestContext.Current.CancellationToken);
            var batches = await Task.WhenAll(logs.SelectMany(log => log.Batches).Select(batch => batch.Log));
            var references = await Task.WhenAll(logs.Select(log => log.Reference));
            TestContext.Current.TestOutputHelper?.WriteLine($"{batches.Concat(references).Sum(log => log.Rows):N0} rows in {clock.Elapsed.TotalSeconds:F2} s");

            batches.Sum(batch => batch.Rows).ShouldBe(875_350);
            references.ShouldAllBe(reference => reference.Rows == 20_000);
            using var duck = DuckDbSession.Open([], [folder]);
            foreach (var log in logs)
            {
                log.Batches[1].From.ShouldBe(new DateOnly(2026, 6, 1));
                var june = await log.Batches[1].Log;
                june.Rows.ShouldBe(30L * log.Model.RowsPerDay);
                SegmentFiles.Sha256(june.Path).ShouldBe(june.Sha256);
                ReadBack(duck, june.Path).ShouldBe(AsRead(log.Model, GfcLogs.Month(log.Model, GfcScenario.Default, log.Batches[1].From, log.Batches[1].HandedOver)));
                var all = (await Task.WhenAll(log.Batches.Select(batch => batch.Log))).Select(batch => batch.Path).ToList();
                Scalar(duck, $"SELECT count(*) FROM (SELECT t, lag(t) OVER () AS before FROM {DuckDbSession.Rows([all[0]])}) WHERE t < before").ShouldBe("0");
                Scalar(duck, $"SELECT count(*) - count(DISTINCT id) FROM {DuckDbSession.Rows([(await log.Reference).Path, .. all])}").ShouldBe("0");
                Scalar(duck, $"SELECT count(*) FROM {DuckDbSession.Rows([june.Path])} WHERE y IS NOT NULL AND (yt IS NULL OR yt >= TIMESTAMP '2026-07-01')").ShouldBe("0");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_values_and_another_seed_others()
    {
        foreach (var model in GfcModel.All)
        {
            var first = MarchOf(model, seed: 7);
            MarchOf(model, seed: 7).ShouldBe(first);
            MarchOf(model, seed: 8).ShouldNotBe(first);
        }

        static string MarchOf(GfcModel model, ulong seed) => Digest(GfcLogs.Month(model, new GfcScenario(seed, Effects: true), new(2026, 3, 1), new(2026, 6, 1)));
    }

    [Fact]
    public void Before_the_first_effect_the_rows_are_the_same_with_and_without_effects()
    {
        foreach (var model in GfcModel.All)
        {
            Digest(GfcLogs.Month(model, GfcScenario.Default, new(2026, 1, 1), new(2026, 6, 1)))
                .ShouldBe(Digest(GfcLogs.Month(model, GfcScenario.Default with { Effects = false }, new(2026, 1, 1), new(2026, 6, 1))));
        }
    }

    [Fact]
    public void The_figures_of_June_2026_lie_within_ten_percent_of_the_design()
    {
        var (credit, reference, june) = June("SYS-01");
        var figures = new GfcFigures(credit, reference).Compare(june);
        Value(figures, "income", "psi").ShouldBe(0.42, 0.042);
        Value(figures, "score", "psi").ShouldBe(0.31, 0.031);
        Value(figures, "group_age_band", "ratio").ShouldBe(0.77, 0.077);
        (june.Numbers[0].Average() / reference.Numbers[0].Average() - 1).ShouldBe(-0.12, 0.012);
        (june.Codes[3].Count(code => code == 0) / (double)june.Count).ShouldBe(0.09, 0.009);
        Share(credit, 2).ShouldBe(0.04, 0.004);
        Share(credit, 3).ShouldBe(0.12, 0.012);
        Share(credit, 4).ShouldBe(0.19, 0.019);
        Share(credit, 5).ShouldBe(0.25, 0.025);
        Share(credit, 6).ShouldBe(0.31, 0.031);
        Share(credit, 8).ShouldBe(0.31, 0.031);

        var (alerts, alertReference, alertJune) = June("SYS-04");
        figures = new GfcFigures(alerts, alertReference).Compare(alertJune);
        GfcFigures.PrecisionAtTop(alertReference, 0.05).ShouldBe(0.42, 0.042);
        GfcFigures.PrecisionAtTop(alertJune, 0.05).ShouldBe(0.29, 0.029);
        Value(figures, "score", "psi").ShouldBe(0.12, 0.012);
        figures.Where(figure => figure is { Kind: "drift", Subject: "score" }).Max(figure => figure.Level).ShouldBe(Level.Warn);
    }

    [Theory]
    [InlineData(GfcScenario.DefaultSeed)]
    [InlineData(2UL)]
    [InlineData(20261014UL)]
    public void Exactly_the_two_systems_of_the_story_are_found_whatever_the_seed(ulong seed)
    {
        var signals = Signals(new GfcScenario(seed, Effects: true));
        signals.Select(signal => signal.System).Distinct().Order().ShouldBe(["SYS-01", "SYS-04"]);
        Of(signals, "SYS-01", "drift").ShouldBe(["channel_code", "decision", "income", "score"]);
        Of(signals, "SYS-01", "fairness").ShouldBe(["group_age_band"]);
        Of(signals, "SYS-01", "performance").ShouldBeEmpty();
        Of(signals, "SYS-04", "drift").ShouldBe(["instant_payment_share", "score"]);
        Of(signals, "SYS-04", "performance").ShouldBe(["auc", "precisionAtTop"]);
        Of(signals, "SYS-04", "fairness").ShouldBeEmpty();
        signals.ShouldNotContain(signal => signal.Kind == "quality");

        // The fairness signal begins in June, and everything else that the first run in June 2026 finds is still there in May.
        signals.Where(signal => signal.Kind == "fairness").Min(signal => signal.Month).ShouldBe(new DateOnly(2026, 6, 1));
        var may = signals.Where(signal => signal.Month == new DateOnly(2026, 5, 1) && signal.Level == Level.Alert).ToArray();
        may.ShouldContain(signal => signal.System == "SYS-01" && signal.Subject == "income");
        may.ShouldContain(signal => signal.System == "SYS-04" && signal.Subject == "precisionAtTop");
    }

    [Theory]
    [InlineData(GfcScenario.DefaultSeed)]
    [InlineData(3UL)]
    public void With_the_effects_switched_off_all_four_systems_stay_quiet(ulong seed) => Signals(new GfcScenario(seed, Effects: false)).ShouldBeEmpty();

    [Fact]
    public void The_name_map_of_the_generated_files_is_that_of_the_monitor_definitions()
    {
        foreach (var model in GfcModel.All)
        {
            var definition = MonitorDefinition.Parse(File.ReadAllText(Path.Combine(GfcReader.DefaultFolder, "monitors", $"{model.System}.json")));
            definition.ModelId.ShouldBe(model.ModelId);
            definition.FavourableDecision.ShouldBe(model.FavourableIsOne ? 1 : 0);
            var columns = definition.ToColumns(model.Version);
            Sources(LogColumnKind.Numeric).ShouldBe(columns.Numeric);
            Sources(LogColumnKind.Categorical).ShouldBe(columns.Categorical);
            Sources(LogColumnKind.Timestamp).ShouldBe([columns.Timestamp.Name]);
            Sources(LogColumnKind.Score).ShouldBe([columns.Score.Name]);
            Sources(LogColumnKind.Decision).ShouldBe([columns.Decision.Name]);
            Sources(LogColumnKind.Label).ShouldBe([columns.Label.Name]);
            Sources(LogColumnKind.LabelTimestamp).ShouldBe([columns.LabelTimestamp.Name]);
            Sources(LogColumnKind.PredictionId).ShouldBe([columns.PredictionId.Name]);
            Sources(LogColumnKind.ModelVersion).ShouldBe([columns.ModelVersion.Name]);
        }

        static IReadOnlyList<string> Sources(LogColumnKind kind) => [.. GfcLogWriter.Schema.Of(kind).Select(column => column.Source)];
    }

    private sealed record Signal(string System, string Kind, string Subject, DateOnly Month, Level Level);

    /// <summary>A warning in two consecutive months or an alert in one.</summary>
    private static List<Signal> Signals(GfcScenario scenario)
    {
        var signals = new List<Signal>();
        foreach (var model in GfcModel.All)
        {
            var figures = new GfcFigures(model, GfcLogs.Reference(model, scenario));
            var before = new Dictionary<(string, string), Level>();
            foreach (var month in Months)
            {
                var handedOver = GfcLogs.HandOvers.First(day => day > month);
                var now = figures.Compare(GfcLogs.Month(model, scenario, month, handedOver))
                    .GroupBy(figure => (figure.Kind, figure.Subject)).ToDictionary(group => group.Key, group => group.Max(figure => figure.Level));
                signals.AddRange(now.Where(pair => pair.Value == Level.Alert || (pair.Value == Level.Warn && before.GetValueOrDefault(pair.Key) >= Level.Warn))
                    .Select(pair => new Signal(model.System, pair.Key.Kind, pair.Key.Subject, month, pair.Value)));
                before = now;
            }
        }

        return signals;
    }

    private static string[] Of(List<Signal> signals, string system, string kind) =>
        [.. signals.Where(signal => signal.System == system && signal.Kind == kind).Select(signal => signal.Subject).Distinct().Order(StringComparer.Ordinal)];

    private static (GfcModel Model, GfcRows Reference, GfcRows June) June(string system)
    {
        var model = GfcModel.All.Single(model => model.System == system);
        return (model, GfcLogs.Reference(model, GfcScenario.Default), GfcLogs.Month(model, GfcScenario.Default, new(2026, 6, 1), new(2026, 7, 1)));
    }

    private static double Value(IReadOnlyList<Figure> figures, string subject, string measure) =>
        figures.Single(figure => figure.Subject == subject && figure.Measure == measure).Value;

    /// <summary>Share of the broker channel in a month of 2026.</summary>
    private static double Share(GfcModel model, int month)
    {
        var rows = GfcLogs.Month(model, GfcScenario.Default, new(2026, month, 1), new(2026, 9, 1));
        return rows.Codes[0].Count(code => code == 3) / (double)rows.Count;
    }

    private static string Digest(GfcRows rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<long>(rows.Time));
        foreach (var numbers in rows.Numbers) hash.AppendData(MemoryMarshal.AsBytes<double>(numbers));
        foreach (var codes in rows.Codes) hash.AppendData(codes);
        hash.AppendData(MemoryMarshal.AsBytes<double>(rows.Score));
        hash.AppendData(rows.Decision);
        hash.AppendData(rows.Outcome);
        hash.AppendData(MemoryMarshal.AsBytes<long>(rows.OutcomeTime));
        hash.AppendData(rows.Reasons);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static List<string> AsRead(GfcModel model, GfcRows rows)
    {
        var lines = new List<string>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = i;
            var known = rows.Outcome[i] != GfcRows.Missing;
            lines.Add(string.Join('|',
            [
                rows.Time[i], $"S{model.System[^1]}-{rows.FirstNumber + i:000000000}", Number(rows.Score[i]), rows.Decision[i],
                known ? rows.Outcome[i] : "", known ? rows.OutcomeTime[i] : "", model.Version,
                .. rows.Numbers.Select(numbers => Number(numbers[row])),
                .. rows.Codes.Select((codes, column) => codes[row] == GfcRows.Missing ? "" : GfcRows.Levels[column][codes[row]]),
                model.ModelId, string.Join(';', Enumerable.Range(0, 8).Where(bit => (rows.Reasons[row] >> bit & 1) == 1).Take(4).Select(bit => $"R{bit + 1}")),
                GfcRows.Channels[rows.Codes[0][i]], rows.Overridden[i] ? "staff" : "", rows.NoticeShown[i] ? "yes" : "no",
            ]));
        }

        return lines;
    }

    private static List<string> ReadBack(DuckDbSession duck, string file)
    {
        using var command = duck.Connection.CreateCommand();
        command.CommandText = $"SELECT * REPLACE (epoch_us(t) AS t, epoch_us(yt) AS yt) FROM {DuckDbSession.Rows([file])}";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? "" : Shown(reader.GetValue(at)))));
        return lines;

        static string? Shown(object value) => value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Scalar(DuckDbSession duck, string query)
    {
        using var command = duck.Connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
