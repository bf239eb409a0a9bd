using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Monitoring;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class MeasurementCommands
{
    private const int ReasonsShown = 5;

    private static readonly RecordTable Table = new(
        RecordColumn.Of("series", "series"), RecordColumn.Of("window", "window"), Number("value", "value"), Number("n", "n"), new("95 %", Interval), new("verdict", Standing), new("", Note));

    public static Command Create() => Group("measurement", "Figures that are computed elsewhere: evaluations, response times, vendors' reports.", Push(), List());

    private static Command Push()
    {
        var file = new Argument<string[]>("FILE") { Description = "CSV with header, or JSON: an object, an array, or one object per line. Without a file the options say the one measurement.", Arity = ArgumentArity.ZeroOrMore };
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var version = Optional("--version", "Label of the model version; the newest in use with such a series unless told.", "LABEL");
        Option<string?>[] texts =
        [
            Optional("--metric", "The metric of the series.", "ID"), Optional("--subject", "The subject of the series, for example a language.", "TEXT"), Optional("--window", "2026-10, 2026-W41, 2026-10-07, …", "WINDOW"),
            Optional("--reason", "Why there is no value.", "TEXT"), Optional("--unit", "In which the value is, to be checked against that of the series.", "UNIT"), Optional("--source", "Where the figure comes from: an address, a report.", "TEXT"),
            Optional("--source-sha256", "SHA-256 of the report.", "HEX"), Optional("--correction", "Why the figure pushed before was wrong.", "TEXT"),
        ];
        Option<double?>[] numbers = [RecordOptions.Number("--value", "The value."), RecordOptions.Number("--standard-error", "Its standard error."), RecordOptions.Number("--low", "Lower end of its 95 % interval."), RecordOptions.Number("--high", "Upper end of it.")];
        Option<long?>[] counts = [Count("--n", "What the value rests on."), Count("--successes", "Of n, where the value is a rate.")];
        var complete = new Option<bool>("--complete") { Description = "Final, although the window is not over." };
        var failOn = new Option<string?>("--fail-on") { Description = "Exit with 3 when the worst verdict is this or worse.", HelpName = "insufficient|warn|alert" };
        failOn.AcceptOnlyFromAmong("insufficient", "warn", "alert");
        var push = new Command("push", "Push measurements. All of them are taken, or none and everything that is wrong is said.") { file, model, version, complete, failOn };
        foreach (var option in texts.Concat<Option>(numbers).Concat(counts)) push.Options.Add(option);
        return push.Acting(async (client, parsed, stop) =>
        {
            var one = new JsonObject();
            foreach (var option in texts) if (parsed.GetValue(option) is { } told) one[Member(option)] = told;
            foreach (var option in numbers) if (parsed.GetValue(option) is { } told) one[Member(option)] = Finite(option.Name, told);
            foreach (var option in counts) if (parsed.GetValue(option) is { } told) one[Member(option)] = told;
            if (parsed.GetValue(complete)) one["complete"] = true;
            var files = parsed.GetValue(file)!;
            if (files.Length > 0 == one.Count > 0) throw Usage("Name a file, or say the one measurement: --metric, --window, --value, --n. A file says all of it itself.");
            var path = $"/models/{Segment(parsed.GetValue(model)!)}/measurements{(parsed.GetValue(version) is { } label ? $"?version={Uri.EscapeDataString(label)}" : "")}";
            var receipt = (files.Length > 0 ? await client.Upload(path, files, stop) : await client.Create(path, one, stop)).Body!.AsObject();
            return Tell(receipt, parsed.GetValue(RecordOptions.Format), parsed.GetValue(failOn));
        });
    }

    private static Command List()
    {
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var filter = Optional("--filter", "series:SER-0001, metric:ID, window:2026-10, verdict:alert, complete:no; history:yes also what was replaced.", "TEXT");
        var sort = Optional("--sort", "window, received, value, n, verdict; with a dash before it the other way round.", "KEY");
        return new Command("list", "Measurements of a model, the newest window first.") { model, filter, sort }.Acting((client, parsed, stop) => client.Get(
            $"/models/{Segment(parsed.GetValue(model)!)}/measurements?size=200{(parsed.GetValue(filter) is { } told ? $"&filter={Uri.EscapeDataString(told)}" : "")}{(parsed.GetValue(sort) is { } key ? $"&sort={Uri.EscapeDataString(key)}" : "")}", stop), Table);
    }

    private static int Tell(JsonObject receipt, OutputFormat format, string? failOn)
    {
        var lines = receipt["measurements"]!.AsArray();
        RecordPrinter.Print(format == OutputFormat.Json ? receipt : new JsonArray([.. lines.Select(line => line!["measurement"]!.DeepClone())]), format, Table);
        foreach (var finding in receipt["findings"]!.AsArray()) Console.Error.WriteLine($"{finding!["severity"]} {finding["place"]}: {finding["message"]}");
        if (receipt["known"]!.GetValue<int>() is > 0 and var known) Console.Error.WriteLine($"{MeasureWords.Plural(known, "measurement")} {(known == 1 ? "was" : "were")} known already with this content; nothing of {(known == 1 ? "it" : "them")} was stored again.");
        foreach (var (member, words) in new[] { ("raised", "raised"), ("followed", "still out of bounds"), ("proposedForClosure", "proposed for closing") })
            if (receipt[member]!.AsArray() is { Count: > 0 } signals) Console.Error.WriteLine($"{words}: {RecordPrinter.Text(signals)}");
        var verdict = receipt["verdict"]!.GetValue<string>();
        foreach (var reason in lines.Select(line => line!["measurement"]!).Where(IsUnjudged).GroupBy(Why, StringComparer.Ordinal).Take(ReasonsShown))
            Console.Error.WriteLine($"Not judged, which is not a pass: {MeasureWords.Plural(reason.Count(), "measurement")}, the newest of {reason.Select(each => each["window"]!.GetValue<string>()).Max(StringComparer.Ordinal)}: {reason.Key}.");
        return Severity(verdict) > 0 && failOn is not null && Severity(verdict) >= Severity(failOn) ? ExitCode.LimitBreached : ExitCode.Fine;
    }

    private static string Standing(JsonNode measurement) => measurement["decidedBy"]!["undecided"]?.GetValue<bool>() == true ? "undecided" : measurement["verdict"]!.GetValue<string>();

    private static bool IsUnjudged(JsonNode measurement) => Standing(measurement) is "insufficient" or "notComputable" or "undecided";

    /// <summary>A figure that cannot be computed gives its reason itself.</summary>
    private static string Why(JsonNode measurement) => (measurement["notComputed"]?["value"] ?? measurement["decidedBy"]!["reason"])?.GetValue<string>().TrimEnd('.') ?? "no reason was given";

    private static int Severity(string verdict) => verdict switch { "alert" => 3, "warn" => 2, "insufficient" => 1, _ => 0 };

    private static double Finite(string option, double number) => double.IsFinite(number) ? number : throw Usage($"{option} is a finite number. Where there is no figure, say why: --reason.");

    private static string? Interval(JsonNode row) => row["low"] is { } low && row["high"] is { } high ? $"{RecordPrinter.Text(low)}–{RecordPrinter.Text(high)}" : null;

    private static string? Note(JsonNode row) => row["isComplete"]?.GetValue<bool>() == false ? "provisional" : row["isNewest"]?.GetValue<bool>() == false ? "replaced" : $"{row["correction"]}".Length > 0 ? "corrected" : "";


    private static Option<long?> Count(string name, string description) => new(name) { Description = description, HelpName = "N" };

    private static RecordColumn Number(string header, string member) => new(header, row => RecordPrinter.Text(row[member]), IsNumber: true);

    /// <summary><c>--standard-error</c> is the member <c>standardError</c>.</summary>
    private static string Member(Option option) => string.Concat(option.Name.TrimStart('-').Split('-').Select((word, at) => at == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
