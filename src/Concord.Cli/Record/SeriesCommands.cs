using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Monitoring;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class SeriesCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("model", "modelRef"), RecordColumn.Of("title", "title"), RecordColumn.Of("subject", "subject"), new("newest", row => RecordPrinter.Text(row["newest"]?["window"])),
        new("value", row => RecordPrinter.Text(row["newest"]?["value"]), IsNumber: true), new("verdict", row => RecordPrinter.Text(row["newest"]?["verdict"]) ?? "no figure yet"));

    private static readonly RecordTable LimitsTable = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("state", "state"), new("limits", row => row["figures"].Deserialize<LimitFigures>(JsonSerializerOptions.Web)?.ToString()), RecordColumn.Of("since", "inForceSince"));

    private static readonly RecordTable OneTable = new() { Untold = ["version", "trend", "limit", "label"], Within = new Dictionary<string, RecordTable>(StringComparer.Ordinal) { ["limits"] = LimitsTable } };

    public static Command Create() => Group("series", "Metrics that are computed elsewhere and pushed per window.", Define(), new Command("list", "Series with their newest figure.").Listing("/series", Table), Show(), SetLimits(), Approve(), Stop());

    private static Command Define()
    {
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var metric = Needed("--metric", "Id of a metric of the standards library, for example grounded_answer_rate; or a name of one's own.", "ID");
        var better = Needed("--better", "Which values are better.", "higher|lower");
        better.AcceptOnlyFromAmong("higher", "lower");
        var tool = Needed("--tool", "What computes the figures: an evaluation tool, a vendor's report.", "NAME");
        (string Member, Option<string?> Option)[] texts =
        [
            ("title", Optional("--title", "Needed for a metric the standards library does not know.", "TEXT")), ("kind", Optional("--kind", "Of its signals; by the metric's family unless told.", "drift|performance|fairness|quality")),
            ("subject", Optional("--subject", "What of the model it is about: a language, a tool.", "TEXT")), ("unit", Optional("--unit", "For example ms; % means that counts give 100 × successes / n.", "UNIT")),
            ("toolVersion", Optional("--tool-version", "Version of the tool.", "TEXT")), ("window", Optional("--window", "hour, day, week, month, quarter or year; month unless told.", "LENGTH")),
            ("version", Optional("--version", "Label of the model version; the newest in use unless told.", "LABEL")),
        ];
        var grace = new Option<int?>("--grace-hours") { Description = "Hours after the end of a window until a missing measurement raises a signal; 24 unless told.", HelpName = "N" };
        var limits = new LimitOptions();
        var define = new Command("define", "Define a series with its limits.") { model, metric, better, tool, grace };
        foreach (var option in texts.Select(text => (Option)text.Option).Concat(limits.All)) define.Options.Add(option);
        return define.Acting((client, parsed, stop) =>
        {
            var body = limits.Read(parsed);
            (body["metric"], body["tool"], body["higherIsBetter"]) = (parsed.GetValue(metric), parsed.GetValue(tool), parsed.GetValue(better) == "higher");
            foreach (var (member, option) in texts) if (parsed.GetValue(option) is { } told) body[member] = told;
            if (parsed.GetValue(grace) is { } hours) body["graceHours"] = hours;
            return client.Create($"/models/{Segment(parsed.GetValue(model)!)}/series", body, stop);
        }, OneTable);
    }

    private static Command Show()
    {
        var series = Reference("Reference of the series, for example SER-0001.");
        return new Command("show", "One series with all versions of its limits.") { series }.Acting((client, parsed, stop) => client.Get($"/series/{Segment(parsed.GetValue(series)!)}", stop), OneTable);
    }

    private static Command SetLimits()
    {
        var series = Reference("Reference of the series, for example SER-0001.");
        var limits = new LimitOptions();
        var set = new Command("limits", "Set new limits, all of them. Looser ones wait for another person's approval.") { series };
        foreach (var option in limits.All) set.Options.Add(option);
        return set.Acting((client, parsed, stop) => client.Create($"/series/{Segment(parsed.GetValue(series)!)}/limits", limits.Read(parsed), stop), LimitsTable);
    }

    private static Command Approve()
    {
        var limits = Reference("Reference of the proposal, for example SER-0001:L2.");
        return new Command("approve", "Approve proposed limits; not by the one who proposed them. Needs a key.") { limits }.Acting((client, parsed, stop) =>
            client.Change($"/limits/{Segment(parsed.GetValue(limits)!)}", "approve", null, stop), LimitsTable);
    }

    private static Command Stop()
    {
        var series = Reference("Reference of the series, for example SER-0001.");
        return new Command("stop", "Stop a series: no measurement is expected or taken in any more.") { series }.Acting((client, parsed, stop) =>
            client.Change($"/series/{Segment(parsed.GetValue(series)!)}", "stop", null, stop), OneTable);
    }

    /// <summary>The same options where a series is defined and where its limits change.</summary>
    private sealed class LimitOptions
    {
        private readonly (string Member, Option<double?> Option)[] numbers =
        [
            ("warn", RecordOptions.Number("--warn", "Limit, reached from the good side.")), ("alert", RecordOptions.Number("--alert", "Limit, reached from the good side.")), ("warnChange", RecordOptions.Number("--warn-change", "Change for the worse against the baseline.")),
            ("alertChange", RecordOptions.Number("--alert-change", "Change for the worse against the baseline.")), ("baseline", RecordOptions.Number("--baseline", "What a change is measured against.")),
        ];

        private readonly Option<bool> relative = new("--relative") { Description = "Changes are shares of the baseline: 0.2 is 20 % worse." };
        private readonly Option<string?> first = Optional("--baseline-first", "First window of the baseline, instead of a value.", "WINDOW");
        private readonly Option<string?> last = Optional("--baseline-last", "Last window of the baseline; the first unless told.", "WINDOW");
        private readonly Option<long?> minimum = new("--minimum-n") { Description = "A value that rests on fewer has no verdict; 100 unless told.", HelpName = "N" };

        public IEnumerable<Option> All => [.. numbers.Select(number => number.Option), relative, first, last, minimum];

        public JsonObject Read(ParseResult parsed)
        {
            var body = new JsonObject();
            foreach (var (member, option) in numbers)
                if (parsed.GetValue(option) is { } told) body[member] = told;
            if (parsed.GetValue(relative)) body["relative"] = true;
            if (parsed.GetValue(first) is { } from) body["baselineFirst"] = from;
            if (parsed.GetValue(last) is { } to) body["baselineLast"] = to;
            if (parsed.GetValue(minimum) is { } n) body["minimumN"] = n;
            return body;
        }
    }
}
