using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Concord.Tests.Cli;

/// <summary>What a command left behind.</summary>
internal sealed record CommandResult(int Code, string Output, string Errors)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public CommandResult ShouldEnd(int code)
    {
        Code.ShouldBe(code, $"{Output}{Errors}");
        return this;
    }

    public CommandResult ShouldBeRefused(string words)
    {
        ShouldEnd(2);
        Errors.ShouldContain(words);
        return this;
    }
}

/// <summary>The executable as others call it: its streams, its exit code, an environment of its own.</summary>
internal static class CommandLine
{
    public static Task<CommandResult> Run(params string[] arguments) => RunWith([], arguments);

    public static async Task<CommandResult> RunWith(Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Process.Start(Start(environment, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await errors);
    }

    public static ProcessStartInfo Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Concord.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("CONCORD_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(variable);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }
}

/// <summary><c>concord serve</c> as a process of its own, on a free port.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private ServeProcess(Process process, string address, string? firstLink, Task<string> errors) => (this.process, Address, FirstLink, this.errors) = (process, address, firstLink, errors);

    public string Address { get; }

    /// <summary>The link for the first administrator; null when somebody has signed in already.</summary>
    public string? FirstLink { get; }

    public static async Task<ServeProcess> On(string folder, string? postgres = null)
    {
        var started = Process.Start(CommandLine.Start(postgres is null ? [] : new() { ["CONCORD_DATABASE"] = postgres }, "serve", "--data", folder, "--urls", "http://127.0.0.1:0"))!;
        var told = started.StandardError.ReadToEndAsync();
        string? address = null, link = null;
        while (await started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("Concord serves", StringComparison.Ordinal)) address = line[(line.LastIndexOf(' ') + 1)..];
            if (line.StartsWith("The first administrator", StringComparison.Ordinal)) link = line[(line.LastIndexOf(' ') + 1)..];
            if (line.StartsWith("Stop with", StringComparison.Ordinal)) return new(started, address!, link, told);
        }
        throw new InvalidOperationException(await told);
    }

    /// <summary>Ends it in the middle of whatever it does, as a power cut would: SIGKILL, and nothing is flushed.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    /// <returns>Its exit code and what it wrote to stderr.</returns>
    public async Task<(int Code, string Errors)> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await errors);
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
        return ValueTask.CompletedTask;
    }
}
