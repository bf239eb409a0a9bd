using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Tables;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class ImportCommands
{
    private const string Meaning = "WHAT=MEANS";

    private static readonly RecordTable Table = new(RecordColumn.Of("row", "row"), RecordColumn.Of("requirement", "requirement"), RecordColumn.Of("what", "says"));

    private static readonly RecordTable Changes = new(RecordColumn.Of("row", "row"), RecordColumn.Of("line", "line"), RecordColumn.Of("what", "says"));

    public static Command Create() => Group("import", "Registers that an organisation has already, taken into the record.", Statement(), Register());

    private static Command Statement()
    {
        var file = new Argument<string>("FILE") { Description = "The statement of applicability, .csv or .xlsx, its columns in any order." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would change and everything that is wrong." };
        var (sheet, standard, dates) = (Optional("--sheet", "The sheet to read; the one that looks most like a statement unless told.", "NAME"), Optional("--standard", "The standard whose numbers stand without its name: iso27001.", "STANDARD"),
            Optional("--dates", "What comes first in dates such as 03/04/2026: day-first or month-first; as the other dates of the column tell unless said.", "ORDER"));
        dates.AcceptOnlyFromAmong("day-first", "month-first");
        Option<string[]>[] words =
        [
            Several("--map", "What a column holds, control=\"Annex ref\": control, title, applicable, status, justification, inclusion, exclusion, evidence, evidenceDate, evidenceKind, owner, reference. May be given several times.", Meaning),
            Several("--status", "What a word means, \"Live=implemented\". May be given several times.", Meaning), Several("--applicable", "What a word about applicability means, \"Da=yes\". May be given several times.", Meaning),
        ];
        var command = new Command("soa", "Take in an existing statement of applicability: decisions, controls and evidence, all of it or nothing. Taken in twice it changes nothing more.") { file, dry, sheet, standard, dates };
        foreach (var option in words) command.Options.Add(option);
        return command.Acting(async (client, parsed, stop) =>
        {
            List<string> told = [$"dryRun={(parsed.GetValue(dry) ? "true" : "false")}"];
            if (parsed.GetValue(sheet) is { } name) told.Add($"sheet={Uri.EscapeDataString(name)}");
            if (parsed.GetValue(standard) is { } key) told.Add($"standard={Uri.EscapeDataString(key)}");
            if (parsed.GetValue(dates) is { } order) told.Add($"dates={Uri.EscapeDataString(order)}");
            foreach (var option in words)
                foreach (var pair in parsed.GetValue(option) ?? []) told.Add($"{option.Name.TrimStart('-')}={Uri.EscapeDataString(pair)}");
            var answer = (await client.Upload($"/imports/soa?{string.Join('&', told)}", [Fitting(parsed.GetValue(file)!)], stop)).Body!.AsObject();
            return Tell(answer, parsed.GetValue(RecordOptions.Format), Table);
        });
    }

    private static Command Register()
    {
        var file = new Argument<string>("FILE") { Description = "The enterprise risk register, .csv or .xlsx, its columns in any order." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would change and everything that is wrong." };
        Option<string?>[] one =
        [
            Optional("--sheet", "The sheet to read; the one that looks most like a register unless told.", "NAME"), Optional("--system", "Where the register is kept; its ids are kept with it.", "NAME"),
            Optional("--scale", "Id of the scale its words are of; the one that knows all of them unless told.", "ID"),
            Optional("--dates", "What comes first in dates such as 03/04/2026: day-first or month-first; as the other dates of the column tell unless said.", "ORDER"),
        ];
        one[^1].AcceptOnlyFromAmong("day-first", "month-first");
        Option<string[]>[] words =
        [
            Several("--map", "What a column holds, title=\"Risk description\": id, sourceId, sourceSystem, kind, title, category, unit, owner, likelihood, impact, rating, appetite, status, nextReview, scale, partOf. May be given several times.", Meaning),
            Several("--level", "What a word for a level means, \"Severe=High\". May be given several times.", Meaning),
            Several("--owner", "Who is meant by a name, \"bob=PERSON-0007\" or an e-mail address. May be given several times.", Meaning),
        ];
        var command = new Command("risks", "Take in the enterprise risk register: all of it or nothing. Taken in twice it changes nothing more.") { file, dry };
        foreach (var option in one) command.Options.Add(option);
        foreach (var option in words) command.Options.Add(option);
        return command.Acting(async (client, parsed, stop) =>
        {
            List<string> told = [$"dryRun={(parsed.GetValue(dry) ? "true" : "false")}"];
            foreach (var option in one)
                if (parsed.GetValue(option) is { } value) told.Add($"{option.Name.TrimStart('-')}={Uri.EscapeDataString(value)}");
            foreach (var option in words)
                foreach (var pair in parsed.GetValue(option) ?? []) told.Add($"{option.Name.TrimStart('-')}={Uri.EscapeDataString(pair)}");
            var answer = (await client.Upload($"/enterprise-risks/import?{string.Join('&', told)}", [Fitting(parsed.GetValue(file)!)], stop)).Body!.AsObject();
            return Tell(answer, parsed.GetValue(RecordOptions.Format), Changes);
        });
    }

    /// <summary>What the server would refuse unread is not sent: it would end the connection, and nobody would learn why.</summary>
    private static string Fitting(string file) => File.Exists(file) && TableIntake.TooLarge(new FileInfo(file).Length) is { } large
        ? throw new FindingsException([Finding.Error(Path.GetFileName(file), "too-large", large)]) : file;

    private static int Tell(JsonObject answer, OutputFormat format, RecordTable table)
    {
        var findings = answer["findings"]!.AsArray();
        // Where nothing changes the last line says why: a list of nothing before the faults would look like an answer.
        if (format == OutputFormat.Json || answer["changes"] is JsonArray { Count: > 0 }) RecordPrinter.Print(format == OutputFormat.Json ? answer : answer["changes"]!.DeepClone(), format, table);
        foreach (var finding in findings) Console.Error.WriteLine($"{finding!["severity"]} {finding["place"]}: {finding["message"]}");
        if (answer["unused"] is JsonArray { Count: > 0 } unused) Console.Error.WriteLine($"Nothing is taken from: {RecordPrinter.Text(unused)}. What a column holds is said with --map.");
        Console.Error.WriteLine($"{(answer["dryRun"]!.GetValue<bool>() ? "Dry run, nothing was changed. " : "")}{answer["summary"]}");
        return findings.Any(finding => finding!["severity"]?.GetValue<string>() == "error") ? ExitCode.Refused : ExitCode.Fine;
    }
}
