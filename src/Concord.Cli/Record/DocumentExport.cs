using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord document export</c>: what a revision holds, as it was kept.</summary>
internal static class DocumentExport
{
    public static Command Create()
    {
        var (document, number, file) = (DocumentCommands.Document(), Optional("--revision", "Number of the revision; the one in force unless told, else the newest.", "N"), Optional("--out", "File to write; a text is printed unless told.", "FILE"));
        return new Command("export", "The text or the file of a revision, or where it is kept.") { document, number, file }.Acting(async (client, parsed, stop) =>
        {
            var path = DocumentCommands.Path(parsed, document);
            var revision = parsed.GetValue(number) is { } told ? $"{path}/revisions/{Whole(told, "revision")}" : await Shown(client, path, stop);
            var answer = (await client.Get(revision, stop)).Body!;
            await Write(client, revision, answer, parsed.GetValue(file), stop);
            if (answer["isIntact"]?.GetValue<bool>() == false) await Console.Error.WriteLineAsync("This is not the text the revision was kept with: somebody changed it outside. See concord journal verify.");
            return ExitCode.Fine;
        });
    }

    /// <summary>The revision in force.</summary>
    public static async Task<string> Published(RecordClient client, string document, CancellationToken stop) =>
        Numbered(document, InForce((await client.Get(document, stop)).Body!)) ?? throw new RuleViolation("DOCUMENT-NOT-PUBLISHED", "No revision of it is in force.");

    private static async Task<string> Shown(RecordClient client, string document, CancellationToken stop)
    {
        var body = (await client.Get(document, stop)).Body!;
        return Numbered(document, InForce(body) ?? body["revisions"]![0])!;
    }

    private static async Task Write(RecordClient client, string revision, JsonNode answer, string? file, CancellationToken stop)
    {
        switch (answer["revision"]!["content"]!.GetValue<string>())
        {
            case "file":
                var name = file ?? throw Usage($"The revision is the file {answer["revision"]!["fileName"]}. Say where to write it: --out FILE.");
                await client.Download($"{revision}/file", name, stop);
                await Console.Error.WriteLineAsync($"{name} written.");
                break;
            case "text" when file is { } target:
                await File.WriteAllTextAsync(target, answer["text"]!.GetValue<string>(), stop);
                await Console.Error.WriteLineAsync($"{target} written.");
                break;
            case "text":
                await Console.Out.WriteAsync(answer["text"]!.GetValue<string>());
                break;
            case "elsewhere":
                await Console.Out.WriteLineAsync(answer["revision"]!["location"]!.GetValue<string>());
                break;
            default:
                throw new RuleViolation("DOCUMENT-EMPTY", "The revision is empty: nothing was written yet.");
        }
    }

    private static JsonNode? InForce(JsonNode document) => document["revisions"]!.AsArray().FirstOrDefault(revision => revision!["state"]!.GetValue<string>() == "published");

    private static string? Numbered(string document, JsonNode? revision) => revision is null ? null : $"{document}/revisions/{revision["number"]}";
}
