using System.Globalization;
using System.Text.Json;
using Concord.Foundation;
using Concord.Links;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Overview;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Link = Concord.Links.Link;

namespace Concord.Cli.Demo;

/// <summary>A signal as the contract prints it.</summary>
internal sealed record DemoSignal(
    string Ref, string Kind, string Measure, string Subject, string Window, string Since, string Severity, double Value, double Limit, long N, string? Evidence, string? Risk, string? Nonconformity, IReadOnlyList<string> Requirements);

internal sealed record DemoSystem(string System, string Name, bool Generated, string Verdict, IReadOnlyList<DemoSignal> Signals);

/// <summary>What the demonstration found, read from the record, as machine output and as a short story.</summary>
internal sealed class DemoReport(ConcordDb db, Standings standings)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<IReadOnlyList<DemoSystem>> Read(IServiceProvider services, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return await ActivatorUtilities.CreateInstance<DemoReport>(scope.ServiceProvider).Read(stop);
    }

    private async Task<IReadOnlyList<DemoSystem>> Read(CancellationToken stop)
    {
        var links = (await db.Set<Link>().AsNoTracking().Where(link => link.From.StartsWith("SIG-")).OrderBy(link => link.At).ThenBy(link => link.To).ToListAsync(stop)).ToLookup(link => link.From, StringComparer.Ordinal);
        return [.. (await standings.Of(null, stop)).Select(system => new DemoSystem(system.Ref, system.Name, system.DataNote != "real", Words.Key(system.Standing),
            [.. system.Signals.Select(signal => Told(signal, links[signal.Ref].ToList()))]))];
    }

    public static string ToJson(IReadOnlyList<DemoSystem> systems) =>
        JsonSerializer.Serialize(new { systems = systems.Select(system => new { system.System, system.Generated, system.Verdict, system.Signals }) }, Json);

    private static DemoSignal Told(SignalRow signal, List<Link> links)
    {
        string? First(string relation) => links.Find(link => link.Relation == relation)?.To;
        return new(signal.Ref, Words.Key(signal.Kind), signal.Measure, signal.Subject, signal.Window, signal.Since, Words.Key(signal.Severity), signal.Value, signal.Limit, signal.Sample,
            First(Relation.Evidence), First(Relation.Risk), First(Relation.Nonconformity),
            [.. links.Where(link => link.Relation == Relation.Requirement).Select(link => link.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The story in a terminal of 80 columns.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<DemoSystem> systems, DateTimeOffset asOf, string address, string signIn)
    {
        var monitored = systems.Where(system => system.Generated && system.Verdict != "notMonitored").ToList();
        var broken = monitored.Where(system => system.Verdict is "alert" or "warn").ToList();
        console.MarkupLineInterpolated($"[bold]Global Finance Corp[/] (fictional; the logs of its {Count(monitored.Count).ToLowerInvariant()} monitored systems are generated), {asOf.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}");
        console.MarkupLineInterpolated($"{Count(broken.Count)} of {Count(monitored.Count).ToLowerInvariant()} monitored systems are out of bounds; every security and quality audit was passed.");
        foreach (var system in systems.Where(system => system.Signals.Count > 0).OrderByDescending(system => system.Generated))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{system.System}[/] {system.Name} [dim]({(system.Generated ? "generated log" : "real log")})[/]");
            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("").AddColumn("").AddColumn("").AddColumn("");
            foreach (var signal in system.Signals)
            {
                table.AddRow(Markup.Escape(signal.Ref), Markup.Escape(signal.Kind == "performance" ? "performance" : signal.Subject), Markup.Escape(MeasureWords.Against(signal.Measure, signal.Value, signal.Limit)),
                    Markup.Escape(signal.Severity), Markup.Escape(signal.Since == Condition.ReferenceWindow ? "in reference" : $"out since {signal.Since}"));
            }
            console.Write(table);
            var reached = new[] { Listed("risks reopened or opened", system.Signals.Select(signal => signal.Risk)), Listed("nonconformities", system.Signals.Select(signal => signal.Nonconformity)), Listed("requirements", system.Signals.SelectMany(signal => signal.Requirements)) };
            console.WriteLine("  because of it: " + string.Join("; ", reached.Where(part => part.Length > 0)));
        }
        console.WriteLine();
        console.WriteLine($"Quiet: {string.Join(", ", systems.Where(system => system.Verdict == "ok").Select(system => system.System).DefaultIfEmpty("none"))}. " +
            $"Not enough data to judge: {string.Join(", ", systems.Where(system => system.Verdict == "insufficient").Select(system => system.System).DefaultIfEmpty("none"))}.");
        if (address.Length == 0) return;
        console.WriteLine();
        console.WriteLine($"Open {address}");
        console.WriteLine($"Sign in as the chief risk officer (works once): {signIn}");
    }

    private static string Listed(string what, IEnumerable<string?> references)
    {
        var known = references.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return known.Count == 0 ? "" : $"{what} {string.Join(", ", known)}";
    }

    private static string Count(int number) => number switch { 0 => "None", 1 => "One", 2 => "Two", 3 => "Three", 4 => "Four", _ => number.ToString(CultureInfo.InvariantCulture) };
}
