using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Concord.Cli.Demo;
using Concord.Cli.Record;
using Concord.Foundation;

namespace Concord.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Fine = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage, a refusal, or input with findings.</summary>
    public const int Refused = 2;

    public const int LimitBreached = 3;
}

/// <summary>Finds the command, runs it, and turns each of the four shapes of failure into words on stderr and an exit code.</summary>
internal static class CommandHost
{
    /// <summary>Under the name people call it by; a root command of the library would carry the name of the assembly.</summary>
    private static Command Commands()
    {
        var root = new Command("concord", "Concord: an AI management system that measures the systems it governs.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoCommand.Create(),
            ServeCommand.Create(),
            MeasureCommand.Create(),
            ClassifyCommand.Create(),
            ReuseCommand.Create(),
            JournalCommand.Create(),
        };
        foreach (var command in RecordCommand.All()) root.Subcommands.Add(command);
        return root;
    }

    public static async Task<int> Run(string[] args)
    {
        // A text may begin with an @: it is what somebody wrote, never the name of a file with arguments.
        var parsed = Commands().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Usage: concord {Path(parsed)}--help");
            return ExitCode.Refused;
        }
        if (MisspelledOptions(parsed) is { Count: > 0 } unknown)
        {
            foreach (var option in unknown) await Console.Error.WriteLineAsync($"Unknown option {option}. A file of that name is written ./{option}");
            await Console.Error.WriteLineAsync($"Usage: concord {Path(parsed)}--help");
            return ExitCode.Refused;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (FindingsException refused)
        {
            foreach (var line in FindingLines.Of(refused.Findings)) await Console.Error.WriteLineAsync(line);
            return ExitCode.Refused;
        }
        catch (RuleViolation refused)
        {
            await Console.Error.WriteLineAsync($"{refused.Code}: {refused.Message}");
            return ExitCode.Refused;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Failed;
        }
        catch (Exception bug)
        {
            await Console.Error.WriteLineAsync($"This should not have happened. {bug}");
            return ExitCode.Failed;
        }
        finally
        {
            // The last connection that closes writes the write-ahead log into the file and removes it.
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }
    }

    /// <summary>The parser takes an option it does not know for a file where a command takes files; only behind a bare <c>--</c> is that meant.</summary>
    private static List<string> MisspelledOptions(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? []
        : [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(value => value.StartsWith("--", StringComparison.Ordinal))];

    /// <summary>The command as far as it was understood, with a blank after each word.</summary>
    private static string Path(ParseResult parsed)
    {
        var path = "";
        for (SymbolResult? part = parsed.CommandResult; part is CommandResult { Parent: not null } command; part = part.Parent) path = $"{command.Command.Name} {path}";
        return path;
    }
}
