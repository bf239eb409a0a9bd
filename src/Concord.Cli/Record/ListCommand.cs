using System.CommandLine;

namespace Concord.Cli.Record;

/// <summary>Commands that print a list: which part of it, in which order.</summary>
internal static class ListCommand
{
    public static Command Listing(this Command command, string path, RecordTable table)
    {
        var filter = new Option<string?>("--filter") { Description = "Words, and key:value pairs such as state:open.", HelpName = "TEXT" };
        var sort = new Option<string?>("--sort") { Description = "A column; with a dash before it the other way round.", HelpName = "KEY" };
        var page = new Option<int>("--page") { Description = "1 for the first page.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "Rows of a page, at most 200.", HelpName = "N", DefaultValueFactory = _ => 200 };
        foreach (var option in new Option[] { filter, sort, page, size }) command.Options.Add(option);
        return command.Acting((client, parsed, stop) => client.Get(
            FormattableString.Invariant($"{path}?page={parsed.GetValue(page)}&size={parsed.GetValue(size)}{Part("sort", parsed.GetValue(sort))}{Part("filter", parsed.GetValue(filter))}"), stop), table);
    }

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
