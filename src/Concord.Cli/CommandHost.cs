using System.CommandLine;
using System.CommandLine.Invocation;
using Concord.Cli.Demo;
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
    private static RootCommand Commands() => new("Concord: an AI management system that measures the systems it governs.")
    {
        DemoCommand.Create(),
        MeasureCommand.Create(),
    };

    public static async Task<int> Run(string[] args)
    {
        var parsed = Commands().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Usage: concord {string.Join(' ', Path(parsed))}--help");
            return ExitCode.Refused;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (FindingsException refused)
        {
            foreach (var finding in refused.Findings) await Console.Error.WriteLineAsync(Line(finding));
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
    }

    /// <summary>A finding as one line: where, what, and what to change.</summary>
    public static string Line(Finding finding) =>
        FormattableString.Invariant($"{(finding.Severity == Severity.Error ? "error" : "warning")} {finding.Place}{(finding.Row is { } row && !finding.Place.Contains("line", StringComparison.Ordinal) ? $", line {row}" : "")}: {finding.Message}");

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        return command.Command is RootCommand ? [] : [command.Command.Name + " "];
    }
}
