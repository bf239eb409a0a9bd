using System.Text;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests.Logs;
using Concord.Tests.Monitoring;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Concord.Tests.Cli;

/// <summary><c>concord log pull</c>: the rows come to the command and go on as a file, on a folder and to a server, which never learns where they were.</summary>
public sealed class PullCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_rows_of_a_table_are_pulled_on_a_folder_and_to_a_server()
    {
        await using var source = await PostgresSource.Create(PostgresSource.Predictions);
        await using var world = await InboxContract.Monitored(Backend.Sqlite);
        var rows = PredictionRows.Of(["2025-09"]).ToList();
        await source.Insert(rows.Take(500));
        var connection = new NpgsqlConnectionStringBuilder(source.Connection) { Password = "secret;of=the test" }.ConnectionString;
        Dictionary<string, string> local = new() { ["CONCORD_PERSON"] = World.EmailOf(Role.SystemOwner), ["CONCORD_DATA"] = world.Folder, ["CONCORD_PULL_FROM"] = connection };
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow()); // The server lives by the clock on the wall.
        var key = await world.As(Role.SystemOwner).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "pull", 30, Stop));
        SqliteConnection.ClearAllPools();

        var first = (await Pull(local, "--format", "json")).ShouldEnd(0);
        var receipt = first.Json["receipts"]![0]!;
        (receipt["file"]!.GetValue<string>(), receipt["rows"]!.GetValue<long>(), receipt["stored"]!.GetValue<long>(), receipt["from"]).ShouldBe(("public.predictions", 500, 500, null));
        first.Errors.ShouldContain("500 rows from the beginning until");
        var again = (await Pull(local)).ShouldEnd(0);
        again.Errors.ShouldContain("1 row from 2025-09-17T15:12:00Z until");
        again.Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
        (await Pull(local, "--since", "2025-10-01", "--format", "json")).ShouldEnd(0).Json["receipts"]![0]!["stored"]!.GetValue<long>().ShouldBe(0);

        await source.Insert(rows.Skip(500));
        await source.Do($"UPDATE predictions SET score = 7 WHERE prediction_id = '{rows[^1].Id}'");
        var refused = (await Pull(local, "--format", "json")).ShouldEnd(2);
        refused.Json["refused"]!["findings"]!.AsArray().Select(finding => $"{finding!["code"]} {finding["row"]}").ShouldBe(["score-out-of-range 301"]);
        refused.Errors.ShouldContain("public.predictions was refused as a whole");

        await using var server = await ServeProcess.On(world.Folder);
        Dictionary<string, string> remote = new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = key.Text };
        var kept = (await Pull(remote, "--from", connection, "--keep-good-rows", "--complete")).ShouldEnd(0);
        kept.Errors.ShouldContain("A password in --from stands in the list of processes.");
        kept.Output.ShouldContain("299");
        (await Pull(remote, "--from", connection, "--since", "yesterday")).ShouldBeRefused("--since is a time such as");
        (await Pull(remote)).ShouldBeRefused("--from CONNECTION or CONCORD_PULL_FROM");
        (await server.Stop()).Errors.ShouldBe("");

        foreach (var run in (CommandResult[])[first, again, refused, kept]) $"{run.Output}{run.Errors}".ShouldNotContain("secret");
        (await world.LeftInStaging()).ShouldBeEmpty();
        foreach (var file in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories))
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, Stop)).ShouldNotContain("secret;of", customMessage: file);
        (await CommandLine.Run("journal", "verify", "--data", world.Folder)).ShouldEnd(0);
    }

    private static Task<CommandResult> Pull(Dictionary<string, string> environment, params string[] more) =>
        CommandLine.RunWith(environment, ["log", "pull", "--model", "MODEL-01", "--table", "public.predictions", .. more]);
}
