using Concord.Cli;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Cli;

/// <summary>Commands on a data folder that has people already.</summary>
public sealed class LocalCommandTests
{
    [Fact]
    public async Task A_measurement_pushed_twice_is_said_to_be_known()
    {
        await using var world = await Staffed();
        var owner = SystemOwnerOn(world);
        (await CommandLine.RunWith(owner, "system", "add", "--name", "Customer chat", "--purpose", "Answers customers", "--state", "inOperation", "--reference", "SYS-01")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "model", "add", "--system", "SYS-01", "--name", "Assistant", "--reference", "chat")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "model", "version", "--model", "chat", "--label", "1.0", "--live-since", "2025-01-01")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "series", "define", "--model", "chat", "--metric", "grounded_answer_rate", "--better", "higher", "--tool", "ragcheck", "--tool-version", "2.1", "--warn", "0.95", "--alert", "0.9")).ShouldEnd(0)
            .Output.ShouldContain("warn 0.95, alert 0.9, n at least");

        var comma = await CommandLine.RunWith(owner, "measurement", "push", "--model", "chat", "--metric", "grounded_answer_rate", "--window", "2026-01", "--n", "400", "--value", "0,93");
        comma.ShouldEnd(2);
        comma.Errors.ShouldContain("--value is a number with a point, such as 0.93 or -1.5, not '0,93'.");
        string[] push = ["measurement", "push", "--model", "chat", "--metric", "grounded_answer_rate", "--window", "2026-01", "--n", "400", "--successes", "390"];
        (await CommandLine.RunWith(owner, push)).ShouldEnd(0).Errors.ShouldNotContain("known already");
        (await CommandLine.RunWith(owner, push)).ShouldEnd(0).Errors.ShouldContain("1 measurement was known already with this content; nothing of it was stored again.");
    }

    /// <summary>On a folder the same acts happen as the person named, and the journal says that it was a local console.</summary>
    [Fact]
    public async Task On_a_folder_a_command_acts_as_the_person_named_and_the_journal_says_how()
    {
        await using var world = await Staffed();
        var (owner, key) = (SystemOwnerOn(world), await KeyOf(world, Role.Auditor));
        var person = await world.AsSystem(db => db.Set<Person>().SingleAsync(one => one.Email == World.EmailOf(Role.SystemOwner)));
        world.LetGoOfFile();
        (await CommandLine.RunWith(owner, "system", "add", "--name", "Credit scoring", "--purpose", "Scores applicants", "--reference", "SYS-01")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "system", "list", "--format", "json")).ShouldEnd(0).Json["items"]![0]!["businessOwner"]!["name"]!.GetValue<string>().ShouldBe(person.Name);
        (await CommandLine.RunWith(owner, "system", "move", "SYS-01", "--to", "screening")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "system", "move", "SYS-01", "--to", "rejected")).ShouldBeRefused("SYSTEM-END-REASON");
        (await CommandLine.RunWith(owner, "system", "move", "SYS-01", "--to", "rejected", "--reason", "No legal basis.")).ShouldEnd(0);
        (await CommandLine.RunWith(owner, "system", "show", "SYS-09")).ShouldBeRefused("NOT-FOUND");

        await using var server = await ServeProcess.On(world.Folder);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var journal = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync($"{server.Address}/api/v1/journal?subject=SYS-01", TestContext.Current.CancellationToken))!;
        journal["items"]!.AsArray().Select(entry => $"{entry!["act"]} {entry["actor"]} {entry["via"]}").ShouldBe([$"system.registered {person.Ref} localConsole", $"system.moved {person.Ref} localConsole", $"system.moved {person.Ref} localConsole"]);
        journal["items"]![2]!["detail"]!.GetValue<string>().ShouldBe("screening → rejected: No legal basis.");
    }

    /// <summary>Whoever copies the folder of a server that has stopped has everything with the one file.</summary>
    [Fact]
    public async Task After_a_clean_stop_the_record_is_one_file()
    {
        await using var world = await Staffed();
        var (owner, key) = (SystemOwnerOn(world), await KeyOf(world, Role.SystemOwner));
        var server = await ServeProcess.On(world.Folder);
        await using (server)
        {
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            (await http.GetAsync($"{server.Address}/api/v1/systems", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
            (await CommandLine.RunWith(owner, "system", "add", "--name", "Credit scoring", "--purpose", "Scores applicants", "--reference", "SYS-01")).ShouldEnd(0);
            File.Exists(Path.Combine(world.Folder, "concord.db-wal")).ShouldBeTrue("a server that runs writes ahead");
            (await server.Stop()).Code.ShouldBe(0);
        }

        Directory.EnumerateFiles(world.Folder, "concord.db*").Select(Path.GetFileName).ShouldBe(["concord.db"]);
        (await CommandLine.RunWith(owner, "system", "list")).ShouldEnd(0).Output.ShouldContain("SYS-01");
        Directory.EnumerateFiles(world.Folder, "concord.db*").Select(Path.GetFileName).ShouldBe(["concord.db"], "a command stops cleanly too");
    }

    [Fact]
    public async Task A_person_added_beside_a_server_whose_clock_is_set_has_the_role_from_that_server_s_day()
    {
        await using var world = await Staffed();
        world.LetGoOfFile();
        await using var server = await ServeProcess.On(world.Folder);
        var clock = World.Beginning.AddDays(20);
        using var mark = ServedAddress.Write(new DataLocation(world.Folder), server.Address, clock);

        var added = (await CommandLine.Run("person", "add", "late@example.test", "--name", "Late", "--role", "viewer", "--as", World.EmailOf(Role.Administrator), "--data", world.Folder, "--format", "json")).ShouldEnd(0).Json;

        added["signInLink"]!.GetValue<string>().ShouldStartWith(server.Address);
        var person = await world.AsSystem(db => db.Set<Person>().SingleAsync(one => one.Email == "late@example.test"));
        (await world.AsSystem(db => db.Set<RoleAssignment>().SingleAsync(role => role.PersonId == person.Id))).From.ShouldBe(DateOnly.FromDateTime(clock.UtcDateTime));
    }

    [Fact]
    public async Task A_table_that_is_too_large_is_refused_before_it_is_sent_with_what_to_do()
    {
        await using var world = await Staffed();
        world.LetGoOfFile();
        var file = Path.Combine(world.Folder, "large.csv");
        await File.WriteAllTextAsync(file, new string('x', 32 << 20), TestContext.Current.CancellationToken);

        (await CommandLine.Run("import", "soa", file, "--dry-run", "--as", World.EmailOf(Role.AimsManager), "--data", world.Folder)).ShouldBeRefused("error large.csv: The file has 32 MiB; 16 MiB are read. Keep the sheet that matters, without pictures.");
    }

    /// <summary>A folder with a person for each role, made without a process for each of them. The commands live by the clock on the wall.</summary>
    private static async Task<World> Staffed()
    {
        var world = await World.Create();
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        return world;
    }

    private static Dictionary<string, string> SystemOwnerOn(World world) => new() { ["CONCORD_PERSON"] = World.EmailOf(Role.SystemOwner), ["CONCORD_DATA"] = world.Folder };

    private static async Task<string> KeyOf(World world, Role role)
    {
        var key = await world.As(role).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "command", 30, TestContext.Current.CancellationToken));
        world.LetGoOfFile();
        return key.Text;
    }

    [Fact]
    public async Task The_statement_is_decided_drafted_and_written_as_files_by_commands()
    {
        await using var world = await Staffed();
        var key = await KeyOf(world, Role.AimsManager);
        await using var server = await ServeProcess.On(world.Folder); // A command on a served folder starts four times as fast.
        Task<CommandResult> Manager(params string[] arguments) => CommandLine.RunWith(new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = key }, arguments);

        (await Manager("soa", "decide", "ISO42001:A.10.4", "--applicable", "no")).ShouldBeRefused("CONTROL-EXCLUSION-REASON");
        (await Manager("soa", "decide", "ISO42001:A.10.4", "--applicable", "no", "--justification", "=1+1", "--format", "json")).ShouldEnd(0).Json["applicability"]!.GetValue<string>().ShouldBe("excluded");
        (await Manager("soa", "draft", "--reason", "First", "--standard", "iso42001")).ShouldEnd(0);
        (await CommandLine.Run("soa", "approve", "1", "--as", World.EmailOf(Role.AimsManager), "--data", world.Folder)).ShouldBeRefused("LOCAL-NO-DUTY");
        (await Manager("soa", "revisions")).ShouldEnd(0).Output.ShouldContain("draft");
        (await Manager("soa", "decide", "ISO42001:A.10.2", "--applicable", "no", "--justification", "Nobody else takes part")).ShouldEnd(0);
        (await Manager("soa", "difference", "1", "--format", "json")).ShouldEnd(0).Json.AsArray().Count.ShouldBe(1); // Of the standard it states; the 93 of another are no news.

        var csv = Path.Combine(world.Folder, "soa.csv");
        (await Manager("soa", "export", "--out", csv, "--revision", "1", "--standard", "iso42001")).ShouldEnd(0).Output.ShouldBeEmpty();
        var text = await File.ReadAllTextAsync(csv, TestContext.Current.CancellationToken);
        text.ShouldContain("ISO42001:A.10.4,no,excluded,,'=1+1,,");
        (await CommandLine.Run("reuse", "--holds", "iso27001", "--soa", csv, "--format", "json")).ShouldEnd(0).Json["excluded"]!.AsArray().Single()!.GetValue<string>().ShouldBe("ISO42001:A.10.4");
        foreach (var (ending, start) in new[] { ("xlsx", "PK"), ("docx", "PK"), ("html", "<!"), ("json", "{") })
        {
            var file = Path.Combine(world.Folder, $"soa.{ending}");
            (await Manager("soa", "export", "--out", file)).ShouldEnd(0);
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldStartWith(start);
        }
        (await Manager("soa", "export", "--out", Path.Combine(world.Folder, "soa.odt"))).ShouldBeRefused("STATEMENT-FORMAT");
        (await Manager("soa", "export", "--out", Path.Combine(world.Folder, "soa.pdf"), "--format", "csv", "--revision", "9")).ShouldBeRefused("NOT-FOUND");
        File.Exists(Path.Combine(world.Folder, "soa.pdf")).ShouldBeFalse();
    }
}
