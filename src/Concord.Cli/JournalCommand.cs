using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Cli.Record;
using Concord.Storage;
using Concord.Storage.Verification;

namespace Concord.Cli;

/// <summary><c>concord journal verify</c>: says whether the record is what its journal tells. It reads only, and needs no server and no key.</summary>
internal static class JournalCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = $"Data folder; {RecordOptions.DefaultData} unless told. Also {RecordOptions.DataVariable}. {RecordOptions.DatabaseVariable} names a PostgreSQL database; logs lie in the folder.",
            HelpName = "DIR",
        };
        var format = new Option<OutputFormat>("--format") { Description = "table for people, json for programs.", HelpName = "table|json" };
        var verify = new Command("verify", "Recompute every entry, every covered row and every log file, and name what was changed. Exits with 1 when something was.") { data, format };
        verify.SetAction((parsed, stop) => Verify(RecordConnection.Location(parsed.Told(data, RecordOptions.DataVariable)), parsed.GetValue(format), stop));
        return new Command("journal", "The journal of the record.") { verify };
    }

    private static async Task<int> Verify(DataLocation location, OutputFormat format, CancellationToken stop)
    {
        await using var db = ConcordStorage.OpenForReading(location, TimeProvider.System);
        var report = await new JournalVerification(db, location).Run(stop);
        if (format == OutputFormat.Json) await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
        else await Console.Out.WriteAsync(Text(report, location));
        return report.IsSound ? ExitCode.Fine : ExitCode.Failed;
    }

    internal static string Text(VerificationReport report, DataLocation location)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"Record of {location.Folder}{(location.PostgresConnection is null ? "" : " and its PostgreSQL database")}");
        text.WriteLine($"  entries  {report.Entries:N0} recomputed");
        text.WriteLine($"  rows     {report.Rows:N0} of {report.Tables} tables compared with the newest entry that tells of them");
        text.WriteLine($"  files    {report.Files:N0} of the manifest hashed, {report.FileBytes / 1e6:N1} MB{(report.ExpiredFiles == 0 ? "" : $"; {report.ExpiredFiles:N0} deleted on schedule, as the record tells")}");
        text.WriteLine($"  time     {report.Duration.TotalSeconds:N1} s");
        text.WriteLine("Not covered:");
        foreach (var table in report.NotCovered) text.WriteLine($"  {table.What}: {table.Why}");
        WriteDamages(report, text);
        if (report.IsSound)
            text.WriteLine("Self-consistent, not anchored: entries, rows and files agree with each other. Whether all of it was exchanged together, only a hash noted elsewhere can tell.");
        if (report.Head is not null) text.WriteLine($"Last entry: {report.Head}");
        return text.ToString();
    }

    private static void WriteDamages(VerificationReport report, StringWriter text)
    {
        if (report.IsSound) return;
        if (report.FirstDamagedEntry is { } first) text.WriteLine($"First damaged entry: {first.Place}: {first.What}");
        text.WriteLine($"Damage found ({report.DamageTotal:N0}):");
        foreach (var damage in report.Damages)
            text.WriteLine($"  {damage.Place}: {damage.What}{(damage.Kind == DamageKind.Row && damage.Entry is { } entry ? $" (last told of by entry {entry})" : "")}");
        if (report.DamageTotal > report.Damages.Count) text.WriteLine($"  and {report.DamageTotal - report.Damages.Count:N0} more");
        text.WriteLine("NOT SOUND: the record is not what its journal tells.");
    }
}
