namespace Concord.Tests.Cli;

/// <summary>Commands on the record, on a data folder and against a server.</summary>
public sealed class RecordCommandTests : IDisposable
{
    private const string Definition = """{ "modelId": "scores", "numeric": ["age"], "categorical": ["region"], "protected": ["sex"], "window": "month" }""";

    private readonly string folder = Directory.CreateTempSubdirectory("concord-record-").FullName;

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_empty_folder_says_how_to_begin_and_stays_empty()
    {
        (await On("system", "list", "--as", "ada@example.test")).ShouldBeRefused("concord person add EMAIL --name NAME --role administrator");
        Directory.Exists(Data).ShouldBeFalse();
        (await On("person", "add", "ada@example.test", "--name", "Ada", "--role", "viewer")).ShouldBeRefused("PERSON-FIRST");
        (await On("person", "add", "ada@example.test", "--name", "Ada", "--role", "queen")).ShouldBeRefused("There is no role 'queen'");

        var first = (await On("person", "add", "ada@example.test", "--name", "Ada", "--role", "administrator", "--role", "aims-manager", "--format", "json")).ShouldEnd(0).Json;
        first["signInLink"]!.GetValue<string>().ShouldStartWith("http://127.0.0.1:5217/link?secret=");

        (await On("person", "add", "bob@example.test", "--name", "Bob", "--role", "viewer")).ShouldBeRefused("--as EMAIL");
        (await On("person", "add", "bob@example.test", "--name", "Bob", "--role", "viewer", "--as", "eve@example.test")).ShouldBeRefused("PERSON-UNKNOWN");
        (await On("person", "add", "bob@example.test", "--name", "Bob", "--role", "viewer", "--as", "ada@example.test")).ShouldEnd(0).Output.ShouldContain("PERSON-0002");
        (await On("system", "add", "--name", "N", "--purpose", "P", "--as", "bob@example.test")).ShouldBeRefused("ACCESS-DENIED");
        (await On("system", "add", "--name", "N", "--purpose", "P", "--as", "ada@example.test")).ShouldEnd(0).Output.ShouldContain("SYS-0001");
    }

    [Theory]
    [InlineData("Option '--name' is required", "system", "add")]
    [InlineData("Usage: concord system add --help", "system", "add")]
    [InlineData("Unrecognized command", "sistem", "list")]
    [InlineData("Unknown option --se", "measurement", "push", "--model", "MODEL-01", "--se", "0.1")]
    [InlineData("--server is an address", "system", "list", "--server", "nonsense")]
    [InlineData("With --server a key is needed", "system", "list", "--server", "http://127.0.0.1:1")]
    [InlineData("leave out --as", "system", "list", "--server", "http://127.0.0.1:1", "--key", "k", "--as", "ada@example.test")]
    public async Task Wrong_usage_ends_with_two_and_says_what_is_meant(string words, params string[] arguments)
    {
        var run = (await CommandLine.Run(arguments)).ShouldBeRefused(words);
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--format", "gap", "report")]
    [InlineData("--format", "soa", "export")]
    [InlineData("--format", "policy", "assess")]
    [InlineData("--as", "document", "list")]
    public async Task Help_shows_an_option_once(string option, params string[] command) =>
        (await CommandLine.Run([.. command, "--help"])).ShouldEnd(0).Output.Split('\n').Count(line => line.TrimStart().StartsWith($"{option} ", StringComparison.Ordinal)).ShouldBe(1);

    [Fact]
    public async Task Help_of_a_command_without_the_record_shows_nothing_of_it()
    {
        var help = (await CommandLine.Run("policy", "assess", "--help")).ShouldEnd(0).Output;
        foreach (var option in (string[])["--server", "--key", "--data", "--as"]) help.ShouldNotContain(option);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_one()
    {
        var run = (await CommandLine.Run("system", "list", "--server", "http://127.0.0.1:1", "--key", "k")).ShouldEnd(1);
        run.Errors.ShouldContain("does not answer");
    }

    [Fact]
    public async Task The_main_job_goes_by_commands_alone()
    {
        await People();
        await using var server = await ServeProcess.On(Data);
        server.FirstLink.ShouldNotBeNull();
        var (owner, manager, auditor) = (await Key("owner"), await Key("manager"), await Key("auditor"));
        async Task<CommandResult> At(Dictionary<string, string> who, params string[] arguments) => await CommandLine.RunWith(who, arguments);
        Dictionary<string, string> With(string key) => new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = key };
        var (asOwner, asManager, asAuditor) = (With(owner), With(manager), With(auditor));

        (await At(asOwner, "system", "add", "--name", "Credit scoring", "--purpose", "Scores applicants", "--state", "inOperation", "--reference", "SYS-01")).ShouldEnd(0);
        (await At(asOwner, "model", "add", "--system", "SYS-01", "--name", "Scores", "--reference", "scores")).ShouldEnd(0);
        (await At(asOwner, "model", "version", "--model", "scores", "--label", "1.0.0", "--live-since", "2025-01-01")).ShouldEnd(0);
        (await At(asOwner, "control", "add", "--title", "Monthly monitoring", "--owner", "manager@example.test", "--system", "SYS-01", "--requirement", "ISO42001:A.6.2.6",
            "--metric", "psi_feature", "psi_score", "--reference", "AC-01", "--planned")).ShouldEnd(0).Output.ShouldContain("planned");
        (await At(asOwner, "control", "put-into-effect", "AC-01")).ShouldEnd(0).Output.ShouldContain("unproven");
        (await At(asOwner, "control", "add", "--title", "Watching", "--metric", "guess")).ShouldBeRefused("guess");
        (await At(asManager, "control", "list", "--filter", "metric:psi_feature")).ShouldEnd(0).Output.ShouldContain("AC-01");
        (await At(asOwner, "monitor", "define", Write("definition.json", Definition), "--reference", Write("reference.csv", PredictionRows.Csv(["2025-01", "2025-02"])))).ShouldEnd(0).Output.ShouldContain("inForce");

        // Two halves, one of them twice, and a file that is refused stops the row.
        var rows = PredictionRows.Of(["2025-09", "2025-10"], older: true).ToList();
        var (first, second) = (Write("first.csv", PredictionRows.Csv(rows.Take(700))), Write("second.ndjson", PredictionRows.Ndjson(rows.Skip(700))));
        var bad = Write("bad.csv", PredictionRows.Csv(["2025-08"]).Replace(",1.0.0", ",9.9.9", StringComparison.Ordinal));
        var appended = (await At(asOwner, "log", "append", "--model", "scores", first, bad, second, "--format", "json")).ShouldEnd(2);
        appended.Json["receipts"]!.AsArray().Select(receipt => receipt!["stored"]!.GetValue<long>()).ShouldBe([700]);
        appended.Json["refused"]!["file"]!.GetValue<string>().ShouldBe(bad);
        appended.Json["refused"]!["findings"]!.AsArray().Count.ShouldBe(800);
        appended.Errors.ShouldContain("bad.csv");
        appended.Errors.ShouldContain("750 more findings");
        var again = (await At(asOwner, "log", "append", "--model", "scores", first, second)).ShouldEnd(0);
        again.Errors.ShouldContain("stored before");
        again.Output.Split('\n').ShouldAllBe(line => line.Length <= 80);

        (await At(asOwner, "monitor", "run", "--all", "--format", "json")).ShouldEnd(0).Json[0]!["computed"]!.GetValue<int>().ShouldBe(2);
        var signals = (await At(asOwner, "signal", "list", "--filter", "state:open kind:drift", "--format", "json")).ShouldEnd(0).Json["items"]!.AsArray();
        var signal = signals.Single(row => row!["subject"]!.GetValue<string>() == "age")!["ref"]!.GetValue<string>();
        (await At(asOwner, "signal", "list")).ShouldEnd(0).Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
        var shown = (await At(asOwner, "signal", "show", signal)).ShouldEnd(0).Output;
        foreach (var part in (string[])["evidence", "nonconformity", "ISO42001:A.6.2.6", "signal.raised"]) shown.ShouldContain(part);
        (await At(asOwner, "signal", "acknowledge", signal)).ShouldEnd(0);

        // Fixed by the manager, clean for two months, verified and closed by the auditor.
        var nonconformity = (await At(asManager, "nonconformity", "list", "--format", "json")).ShouldEnd(0).Json["items"]![0]!["ref"]!.GetValue<string>();
        (await At(asManager, "nonconformity", "correct", nonconformity, "--text", "Retrained")).ShouldEnd(0);
        var october = PredictionRows.Of(["2025-10"]).First();
        (await At(asOwner, "log", "labels", "--model", "scores", Write("labels.csv", $"prediction_id,label\n{october.Id},{october.Label}\n"))).ShouldEnd(0).Output.ShouldContain("LAB-0001");
        (await At(asOwner, "log", "labels", "--model", "scores", Write("nobody.csv", "prediction_id,label\nnobody,1\n"))).ShouldEnd(2).Errors.ShouldContain("No prediction with this id is stored");
        (await At(asOwner, "log", "append", "--model", "scores", "--complete", Write("clean.csv", PredictionRows.Csv(["2025-11", "2025-12"])))).ShouldEnd(0);
        (await At(asOwner, "monitor", "run", "scores")).ShouldEnd(0);
        var policy = Write("policy.yaml", "version: scores/2\npersistence: {warn: 3 windows}\n");
        var proposed = (await At(asOwner, "policy", "propose", policy, "--system", "SYS-01", "--reason", "Two warnings are chance", "--format", "json")).ShouldEnd(0).Json["ref"]!.GetValue<string>();
        (await At(asManager, "policy", "approve", proposed)).ShouldEnd(0).Output.ShouldNotContain("persistence: {warn", Case.Insensitive, "the file is what policy export prints");
        var judged = (await At(asOwner, "monitor", "run", "--all")).ShouldEnd(0).Output;
        judged.ShouldContain("judged");
        judged.ShouldMatch(@"MON-0001\W+0\W+4\W+0\b");
        judged.Split('\n').ShouldAllBe(line => line.Length <= 80);
        (await At(asManager, "nonconformity", "verify", nonconformity, "--effective", "yes", "--reason", "Two clean months")).ShouldBeRefused("NC-VERIFIER-FIXED");
        (await On("nonconformity", "verify", nonconformity, "--effective", "yes", "--reason", "Two clean months", "--as", "auditor@example.test")).ShouldBeRefused("LOCAL-NO-DUTY");
        (await On("signal", "close", signal, "--reason", "recovered", "--text", "Two clean months", "--as", "auditor@example.test")).ShouldBeRefused("LOCAL-NO-DUTY");
        (await At(asAuditor, "nonconformity", "verify", nonconformity, "--effective", "yes", "--reason", "Two clean months")).ShouldEnd(0).Output.ShouldContain("closedEffective");
        (await At(asAuditor, "signal", "close", signal, "--reason", "recovered", "--text", "Two clean months")).ShouldEnd(0).Output.ShouldContain("closed");

        await DeleteOldRows(asManager, asAuditor);
        var (code, errors) = await server.Stop();
        (code, errors).ShouldBe((0, ""));
        (await CommandLine.Run("journal", "verify", "--data", Data)).ShouldEnd(0).Output.ShouldContain("Self-consistent");
    }

    /// <summary>First it is shown what would go, then the number that was seen goes, and no other.</summary>
    private async Task DeleteOldRows(Dictionary<string, string> manager, Dictionary<string, string> auditor)
    {
        string[] before = ["log", "expire", "--model", "scores", "--before", "2025-10-01"];
        async Task<CommandResult> Expire(params string[] more) => await CommandLine.RunWith(manager, [.. before, .. more]);

        (await CommandLine.RunWith(manager, "log", "expire", "--model", "scores", "--before", "1 October")).ShouldBeRefused("--before is a day such as 2025-01-01, not '1 October'");
        (await CommandLine.RunWith(manager, "log", "expire", "--model", "scores", "--before", "2999-01-01")).ShouldBeRefused("EXPIRE-FUTURE");
        (await CommandLine.RunWith(auditor, [.. before, "--preview"])).ShouldBeRefused("ACCESS-DENIED");
        (await On([.. before, "--as", "manager@example.test"])).ShouldBeRefused("LOCAL-NO-DUTY");
        var would = (await Expire("--preview")).ShouldEnd(0);
        would.Output.ShouldContain("2025-09");
        would.Errors.ShouldContain("Nothing was deleted. 700 rows in segments that end before 2025-10-01 would go for good: repeat with --rows 700");
        (await Expire("--rows", "699")).ShouldBeRefused("EXPIRE-CHANGED");
        (await Expire("--preview", "--format", "json")).ShouldEnd(0).Json["rows"]!.GetValue<long>().ShouldBe(700, "nothing was deleted until now");
        (await Expire("--rows", "700", "--format", "json")).ShouldEnd(0).Json["rows"]!.GetValue<long>().ShouldBe(700);
        (await Expire("--rows", "700", "--format", "json")).ShouldEnd(0).Json["segments"]!.GetValue<int>().ShouldBe(0, "it was done before");
        (await Expire("--preview")).ShouldEnd(0).Errors.ShouldContain("Nothing would go");
        var again = (await CommandLine.RunWith(manager, "log", "append", "--model", "scores", Path.Combine(folder, "first.csv"))).ShouldEnd(0).Errors;
        again.ShouldContain("this batch was stored before; nothing was stored again.");
        again.ShouldContain("were deleted on schedule on ");
    }

    private async Task People()
    {
        (await On("person", "add", "admin@example.test", "--name", "Ada", "--role", "administrator")).ShouldEnd(0);
        foreach (var (name, role) in new[] { ("owner", "systemOwner"), ("manager", "aimsManager"), ("auditor", "auditor") })
            (await On("person", "add", $"{name}@example.test", "--name", name, "--role", role, "--as", "admin@example.test")).ShouldEnd(0);
    }

    private async Task<string> Key(string name) =>
        (await On("key", "create", "--person", $"{name}@example.test", "--format", "json")).ShouldEnd(0).Json["key"]!.GetValue<string>();

    private Task<CommandResult> On(params string[] arguments) => CommandLine.Run([.. arguments, "--data", Data]);

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
