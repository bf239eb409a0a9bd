using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Concord.Cli.Demo;

/// <summary><c>concord demo</c>: builds Global Finance Corp, plays its story, prints what was found, and serves it.</summary>
internal static class DemoCommand
{
    public const int DefaultPort = 5217;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder of the demonstration; a second demo on it opens it.", DefaultValueFactory = _ => "concord-demo", HelpName = "DIR" };
        var port = new Option<int>("--port") { Description = "Where to serve on 127.0.0.1.", DefaultValueFactory = _ => DefaultPort };
        port.Validators.Add(result =>
        {
            if (result.GetValue(port) is < 0 or > ushort.MaxValue) result.AddError("--port takes a number up to 65535; 0 takes any free port.");
        });
        var exit = new Option<bool>("--exit") { Description = "Stop after printing; serve nothing." };
        var format = new Option<string>("--format") { Description = "json prints what was found as JSON on the standard output.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("json", "table");
        var seed = new Option<ulong>("--seed") { Description = "Another seed for the generated logs.", DefaultValueFactory = _ => GfcScenario.DefaultSeed, Hidden = true };
        var quiet = new Option<bool>("--without-effects") { Description = "Generate the logs without the injected effects.", Hidden = true };
        var command = new Command("demo", "Build and serve the demonstration: a fictional bank whose models drift, and two real logs.") { data, port, exit, format, seed, quiet };
        command.SetAction((parsed, stop) => Run(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(port), parsed.GetValue(exit), parsed.GetValue(format) == "json",
            new GfcScenario(parsed.GetValue(seed), !parsed.GetValue(quiet)), stop));
        return command;
    }

    private static async Task<int> Run(string folder, int port, bool exit, bool json, GfcScenario scenario, CancellationToken stop)
    {
        var demo = new DemoFolder(folder);
        var asOf = await demo.AsOf(stop);
        if (asOf is null)
        {
            var watch = Stopwatch.StartNew();
            await demo.Build(scenario, step => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,5:0.0} s  {step}")), stop);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,5:0.0} s  done, in {folder}"));
            asOf = await demo.AsOf(stop);
        }
        if (exit)
        {
            Print(await demo.Report(asOf!.Value, stop), asOf.Value, json, "", "");
            return ExitCode.Fine;
        }
        await using var host = await DemoHost.Start(folder, asOf!.Value, port, stop);
        Print(await host.Report(stop), asOf.Value, json, host.Address, await host.SignInAddress(stop));
        await Console.Error.WriteLineAsync("The clock of the demonstration stands at the end of its story; `concord serve --data` on this folder uses the real one. Stop with Ctrl+C.");
        await host.Wait(stop);
        return ExitCode.Fine;
    }

    private static void Print(IReadOnlyList<DemoSystem> systems, DateTimeOffset asOf, bool json, string address, string signIn)
    {
        if (json) Console.Out.WriteLine(DemoReport.ToJson(systems));
        else DemoReport.Print(AnsiConsole.Console, systems, asOf, address, signIn);
        if (json && address.Length > 0) Console.Error.WriteLine($"{address}  sign in: {signIn}");
    }
}
