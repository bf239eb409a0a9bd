using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Cli.Record;
using Concord.Gaps;
using Concord.Standards;
using Spectre.Console;

namespace Concord.Cli;

/// <summary><c>concord policy assess</c>: policies in; what they carry of the AI standard and where the rest is at home out. Needs no data folder and keeps nothing.</summary>
internal static class PolicyAssessCommand
{
    private const int DefaultWidth = 100;

    /// <summary>One of the group <c>policy</c>; the record is not opened, so it takes nothing but the format.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Policies as .md, .docx, .pdf or .txt.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("assess", "Assess which requirements existing policies carry for AI, and where the missing ones belong.") { files, RecordOptions.Format };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(files)!, parsed.GetValue(RecordOptions.Format), stop));
        return command;
    }

    private static async Task<int> Run(string[] files, OutputFormat format, CancellationToken stop)
    {
        var vocabulary = Task.Run(() =>
        {
            var library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
            return (Library: library, Words: PolicyVocabulary.Read(library));
        }, stop);
        var texts = await PolicyIntake.Read(files, Words(vocabulary), stop);
        foreach (var (file, same) in PolicyText.Repeated(texts)) await Console.Error.WriteLineAsync($"{file}: the same text as {same}; it counts once.");
        var (standards, words) = await vocabulary;
        var assessed = PolicyAssessment.Assess(texts, words);
        await Console.Out.WriteAsync(format == OutputFormat.Json ? Json(assessed) + "\n" : Table(assessed, standards));
        return ExitCode.Fine;
    }

    private static async Task<PolicyVocabulary> Words(Task<(StandardsLibrary Library, PolicyVocabulary Words)> read) => (await read).Words;

    private static string Json(IReadOnlyList<AssessedRequirement> assessed)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("requirements");
            foreach (var requirement in assessed) Write(json, requirement);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, AssessedRequirement requirement)
    {
        json.WriteStartObject();
        json.WriteString("requirement", requirement.Requirement);
        json.WriteString("level", Word(requirement.Level));
        json.WriteStartArray("passages");
        foreach (var passage in requirement.Passages)
        {
            Place(passage.File, passage.Section, passage.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("general");
        foreach (var place in requirement.General)
        {
            Place(place.File, place.Section, place.Text);
            json.WriteString("why", place.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        void Place(string file, string section, string text)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("section", section);
            json.WriteString("text", text);
        }
    }

    private static string Table(IReadOnlyList<AssessedRequirement> assessed, StandardsLibrary library)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("requirement").NoWrap()).AddColumn(new TableColumn("level").NoWrap()).AddColumn("quoted passage and its place").AddColumn("where it would be at home");
        foreach (var requirement in assessed)
        {
            var number = library.FindRequirement(requirement.Requirement)!;
            table.AddRow(new Text($"{number.Number}\n{Short(number.Title, 24)}"), new Text(Word(requirement.Level)), new Text(Passage(requirement)), new Text(Home(requirement)));
        }
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        screen.Profile.Width = Console.IsOutputRedirected ? 160 : Math.Max(DefaultWidth, Console.WindowWidth);
        screen.Write(table);
        var claims = assessed.Count(requirement => requirement.Level >= PolicyLevel.Mentioned);
        text.WriteLine(FormattableString.Invariant($"{assessed.Count} requirements: {Count(PolicyLevel.Covered)} covered, {Count(PolicyLevel.Mentioned)} mentioned, {Count(PolicyLevel.Weak)} weak (no claim), {Count(PolicyLevel.Absent)} absent; {assessed.Count - claims} to embed. Suggestions with their place: a person confirms them. All passages: --format json."));
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));

        int Count(PolicyLevel level) => assessed.Count(requirement => requirement.Level == level);
    }

    private static string Passage(AssessedRequirement requirement) => requirement.Passages is [var first, ..] ? $"{first.File}, {first.Section}: \"{Short(first.Text, 160)}\"" : "";

    private static string Home(AssessedRequirement requirement) =>
        requirement.General is [var first, ..] ? $"{first.File}, {first.Section}: {first.Why}{(requirement.General.Count > 1 ? FormattableString.Invariant($" ({requirement.General.Count - 1} more)") : "")}" : "";

    private static string Word(PolicyLevel level) => level.ToString().ToLowerInvariant();

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
}
