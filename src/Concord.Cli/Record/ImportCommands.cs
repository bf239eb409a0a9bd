using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class ImportCommands
{
    private const string Meaning = "WHAT=MEANS";

    private static readonly RecordTable Table = new(RecordColumn.Of("row", "row"), RecordColumn.Of("requirement", "requirement"), RecordColumn.Of("what", "says"));

    public static Command Create() => Group("import", "Registers that an organisation has already, taken into the record.", Statement());

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
            var answer = (await client.Upload($"/imports/soa?{string.Join('&', told)}", [parsed.GetValue(file)!], stop)).Body!.AsObject();
            return Tell(answer, parsed.GetValue(RecordOptions.Format));
        });
    }

    private static int Tell(JsonObject answer, OutputFormat format)
    {
        var findings = answer["findings"]!.AsArray();
        RecordPrinter.Print(format == OutputFormat.Json ? answer : answer["changes"]!.DeepClone(), format, Table);
        foreach (var finding in findings) Console.Error.WriteLine($"{finding!["severity"]} {finding["place"]}: {finding["message"]}");
        Console.Error.WriteLine($"{(answer["dryRun"]!.GetValue<bool>() ? "Dry run, nothing was changed. " : "")}{answer["summary"]}");
        return findings.Any(finding => finding!["severity"]?.GetValue<string>() == "error") ? ExitCode.Refused : ExitCode.Fine;
    }
}
