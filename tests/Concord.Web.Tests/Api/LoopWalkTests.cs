using System.Globalization;
using System.Text.Json.Nodes;
using Concord.Controls;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Api;

/// <summary>The main job by the interface alone: from registering a system to the signal that is verified and closed by somebody else.</summary>
public abstract class LoopWalkContract(Backend backend)
{
    private const string Requirement = "ISO42001:A.6.2.6";
    private const string Definition = """{ "modelId": "scores", "threshold": 0.5, "numeric": ["age"], "categorical": ["region"], "protected": ["sex"], "window": "month" }""";

    [Fact]
    public async Task A_drifting_log_moves_the_record_and_clean_windows_let_another_person_close_it()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var auditor = await ApiClient.As(world, app, Role.Auditor);

        // Register and define.
        (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        var watching = new { title = "Monthly monitoring", systems = new[] { "SYS-01" }, requirements = new[] { Requirement }, metrics = new[] { "psi_feature", "psi_score" }, reference = "AC-01" };
        var control = (await owner.Post("/controls", watching, key: "control")).ShouldBe(201);
        (control["state"], control["because"].Length > 0, control.Response.Headers.Location!.ToString()).ShouldBe(("unproven", true, "/api/v1/controls/AC-01"));
        (await owner.Post("/controls", watching, key: "control")).ShouldBe(201).ETag.ShouldBe(control.ETag);
        (await owner.Raw("/models/scores/log", PredictionRows.Csv(["2025-10"]), "text/csv")).ShouldBeRefused(422, "LOG-NO-MONITOR");
        var monitor = (await owner.Raw("/models/scores/monitors", Definition)).ShouldBe(201);
        monitor["state"].ShouldBe("withoutReference");
        (await owner.Post($"/monitors/{monitor["ref"]}/runs")).ShouldBeRefused(422, "RUN-NO-REFERENCE");
        var reference = (await owner.Raw("/models/scores/reference", PredictionRows.Csv(["2025-01", "2025-02", "2025-03"]), "text/csv")).ShouldBe(201);
        (reference["state"], reference["rows"]).ShouldBe(("inForce", "2400"));

        // The drifting log: in two halves, the first one twice, in three formats.
        var drifting = PredictionRows.Of(["2025-09", "2025-10"], older: true).ToList();
        var half = drifting.Count / 2;
        var first = (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(drifting.Take(half)), "application/x-ndjson", key: "batch-1")).ShouldBe(201);
        (first["stored"], first["knownRows"], first["refusedRows"]).ShouldBe((Number(half), "0", "0"));
        var twice = (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(drifting.Take(half)), "application/x-ndjson", key: "batch-1")).ShouldBe(200);
        (twice["knownBatch"], twice["segment"]).ShouldBe(("true", first["segment"]));
        (await owner.Raw("/models/scores/log", PredictionRows.Json(drifting.Skip(half - 100)), "application/json")).ShouldBe(201)["knownRows"].ShouldBe("100");

        var run = (await owner.Post($"/monitors/{monitor["ref"]}/runs")).ShouldBe(201);
        run["computed"].ShouldBe("2");
        run.Body!["raised"]!.AsArray().Count.ShouldBeGreaterThan(0);
        (await owner.Post($"/monitors/{monitor["ref"]}/runs")).ShouldBe(201)["computed"].ShouldBe("0");

        // What followed from it.
        var signals = (await auditor.Get("/signals?filter=state:open%20kind:drift")).Body!["items"]!.AsArray();
        var drift = signals.Single(signal => signal!["subject"]!.GetValue<string>() == "age")!;
        var signalRef = drift["ref"]!.GetValue<string>();
        (drift["window"]!.GetValue<string>(), drift["since"]!.GetValue<string>(), drift["severity"]!.GetValue<string>()).ShouldBe(("2025-10", "2025-09", "alert"));
        var signal = (await auditor.Get($"/signals/{signalRef}")).ShouldBe(200);
        var links = signal.Body!["links"]!.AsArray().ToLookup(link => link!["relation"]!.GetValue<string>(), link => link!["ref"]!.GetValue<string>());
        links["requirement"].ShouldContain(Requirement);

        var evidence = (await auditor.Get($"/evidence/{links["evidence"].First()}")).ShouldBe(200);
        (evidence["result"], evidence["contentIsWhole"]).ShouldBe(("failing", "true"));
        evidence.Body!["content"]!.ShouldBeOfType<JsonObject>();
        (await auditor.Get($"/risks/{links["risk"].First()}")).ShouldBe(200)["source"].ShouldBe("monitor");
        (await auditor.Get($"/requirements/{Requirement}")).ShouldBe(200)["shown"].ShouldBe("notConforming");
        (await auditor.Get($"/requirements/iso42001:2023/{Requirement.Split(':')[1]}")).ShouldBe(200)["key"].ShouldBe(Requirement);
        var nonconformity = (await auditor.Get($"/nonconformities/{links["nonconformity"].First()}")).ShouldBe(200);
        nonconformity["state"].ShouldBe("open");
        var nonconformityRef = nonconformity["ref"];

        // Work on it.
        (await owner.Change($"/signals/{signalRef}", "acknowledge")).ShouldBe(200)["state"].ShouldBe("acknowledged");
        (await manager.Change($"/signals/{signalRef}", "close", new { reason = "recovered", text = "Looks fine" })).ShouldBeRefused(422, "SIGNAL-NOT-CLEAN");
        (await manager.Change($"/nonconformities/{nonconformityRef}", "correct", new { text = "Retrained on newer applicants" })).ShouldBe(200)["state"].ShouldBe("corrected");
        (await manager.Change($"/nonconformities/{nonconformityRef}", "verify", new { effective = true, reason = "I say so" })).ShouldBeRefused(422, "NC-VERIFIER-FIXED");

        // Two clean months, and nobody sends more for them.
        (await owner.Raw("/models/scores/log?complete=true", PredictionRows.Csv(["2025-11", "2025-12"]), "text/csv")).ShouldBe(201);
        var clean = (await owner.Post($"/monitors/{monitor["ref"]}/runs")).ShouldBe(201);
        clean["computed"].ShouldBe("2");
        clean.Body!["proposedForClosure"]!.AsArray().Select(closed => closed!.GetValue<string>()).ShouldContain(signalRef);

        (await manager.Change($"/signals/{signalRef}", "close", new { reason = "recovered", text = "Two clean months" })).ShouldBeRefused(422, "SIGNAL-CLOSER-FIXED");
        (await auditor.Change($"/signals/{signalRef}", "close", new { reason = "because", text = "Two clean months" })).ShouldBeRefused(400, "BODY");
        (await auditor.Change($"/nonconformities/{nonconformityRef}", "verify", new { effective = true, reason = "Two clean months" })).ShouldBe(200)["state"].ShouldBe("closedEffective");
        foreach (var open in (await auditor.Get("/signals?filter=state:open")).Body!["items"]!.AsArray().Select(item => item!["ref"]!.GetValue<string>()))
            (await auditor.Change($"/signals/{open}", "close", new { reason = "recovered", text = "Two clean months" })).ShouldBe(200)["state"].ShouldBe("closed");
        (await auditor.Get($"/requirements/{Requirement}")).ShouldBe(200)["shown"].ShouldNotBe("notConforming");

        // And the journal tells it, in order.
        var acts = (await auditor.Get($"/journal?subject={signalRef}")).Body!["items"]!.AsArray().Select(entry => entry!["act"]!.GetValue<string>()).ToList();
        acts.First().ShouldBe("signal.raised");
        acts.Last().ShouldBe("signal.closed");
        acts.ShouldContain("signal.acknowledged");
        var entries = (await auditor.Get("/journal?after=0&size=200")).Body!["items"]!.AsArray();
        entries.Select(entry => entry!["sequence"]!.GetValue<long>()).ShouldBe(Enumerable.Range(1, entries.Count).Select(number => (long)number));
        for (var i = 1; i < entries.Count; i++) entries[i]!["previousHash"]!.GetValue<string>().ShouldBe(entries[i - 1]!["hash"]!.GetValue<string>());
        (await owner.Get("/journal")).ShouldBe(200);
    }

    [Fact]
    public async Task A_control_is_planned_put_into_effect_found_again_and_refused_what_nobody_knows()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await world.System("SYS-R", "RETAIL");

        var planned = (await owner.Post("/controls", new { title = "Watching", status = "planned", systems = new[] { "SYS-R", "SYS-R" }, requirements = new[] { "iso42001:2023/A.6.2.6" }, metrics = new[] { "psi_score" } })).ShouldBe(201);
        (planned["ref"], planned["state"], planned.Body!["owner"]!["name"]!.GetValue<string>()).ShouldBe(("CTL-0001", "planned", (await world.As(Role.SystemOwner).Actor()).Name));
        planned.Body!["systems"]!.AsArray().Count.ShouldBe(1);
        planned.Body!["requirements"]![0]!.GetValue<string>().ShouldBe(Requirement);
        (await owner.Post("/controls/CTL-0001/put-into-effect")).ShouldBe(428);
        (await owner.Change("/controls/CTL-0001", "put-into-effect")).ShouldBe(200)["state"].ShouldBe("unproven");
        (await owner.Change("/controls/CTL-0001", "put-into-effect")).ShouldBeRefused(422, "CONTROL-IN-EFFECT");
        var unit = await world.Unit("RETAIL");
        (await world.AsSystem(db => db.Set<AppliedControl>().SingleAsync())).UnitId.ShouldBe(unit, "it belongs where its system does");

        foreach (var filter in new[] { "system:SYS-R", $"requirement:{Requirement}", "metric:psi_score", "watching" })
            (await owner.Get($"/controls?filter={Uri.EscapeDataString(filter)}"))["total"].ShouldBe("1", filter);
        (await owner.Get("/controls?filter=metric:brier_delta"))["total"].ShouldBe("0");
        (await owner.Post("/controls", new { title = "W", requirements = new[] { "ISO42001:A.6.2.6" }, partly = new[] { "ISO42001:A.6.2.8" } })).ShouldBeRefused(422, "CONTROL-PARTLY");
        (await owner.Post("/controls", new { title = "W", requirements = new[] { "ISO42001:A.6.2.6" }, partly = new[] { "iso42001:2023/A.6.2.6" } })).ShouldBe(201).Body!["partlySatisfied"]![0]!.GetValue<string>().ShouldBe("ISO42001:A.6.2.6");
        (await owner.Post("/controls", new { title = " " })).ShouldBeRefused(422, "CONTROL-TITLE");
        (await owner.Post("/controls", new { title = "W", requirements = new[] { "ISO42001:A.99" } })).ShouldBeRefused(422, "REQUIREMENT-UNKNOWN");
        (await owner.Post("/controls", new { title = "W", metrics = new[] { "guess" } })).ShouldBeRefused(404, "NOT-FOUND");
        (await owner.Post("/controls", new { title = "W", systems = new[] { "SYS-09" } })).ShouldBeRefused(404, "NOT-FOUND");
    }

    [Fact]
    public async Task A_refused_batch_tells_every_row_and_good_rows_are_kept_only_when_asked()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        var rows = PredictionRows.Csv(["2025-10"]).Split('\n');
        rows[3] = rows[3].Replace(",1.0.0", ",9.9.9");
        rows[7] = rows[7].Replace("Z,", " some day,");
        var bad = string.Join('\n', rows);

        var refused = (await owner.Raw("/models/scores/log", bad, "text/csv")).ShouldBeRefused(422, "FINDINGS");
        var lines = refused.Body!["findings"]!.AsArray().Select(finding => finding!["row"]?.GetValue<long>()).ToList();
        lines.ShouldContain(4);
        lines.ShouldContain(8);
        (await owner.Get("/monitors/MON-0001"))["logRows"].ShouldBe("0");

        var kept = (await owner.Raw("/models/scores/log?keepGoodRows=true", bad, "text/csv")).ShouldBe(201);
        (kept["stored"], kept["refusedRows"]).ShouldBe(("798", "2"));
        var changed = PredictionRows.Csv(["2025-10"]).Replace(",north,", ",south,", StringComparison.Ordinal);
        (await owner.Raw("/models/scores/log", changed, "text/csv")).ShouldBeRefused(422, "FINDINGS").Body!["findings"]![0]!["code"]!.GetValue<string>().ShouldBe("prediction-changed");
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_stands_for_one_batch_is_not_taken_for_another()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);

        (await owner.Raw("/models/scores/log", PredictionRows.Csv(["2025-10"]), "text/csv", key: "one")).ShouldBe(201);
        (await owner.Raw("/models/scores/log", PredictionRows.Csv(["2025-11"]), "text/csv", key: "one")).ShouldBeRefused(422, "BATCH-KEY-REUSED");
        (await owner.Raw("/models/scores/log", PredictionRows.Csv(["2025-11"]), "text/csv", key: "two")).ShouldBe(201)["stored"].ShouldBe("800");
    }

    [Fact]
    public async Task A_replaced_reference_waits_for_another_person()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        await Monitored(owner);

        var proposed = (await owner.Raw("/models/scores/reference", PredictionRows.Csv(["2025-04", "2025-05"]), "text/csv", key: "one")).ShouldBe(201);
        (await owner.Raw("/models/scores/reference", PredictionRows.Csv(["2025-04", "2025-05"]), "text/csv", key: "one")).ShouldBe(201)["ref"].ShouldBe(proposed["ref"]);
        proposed["state"].ShouldBe("proposed");
        (await owner.Change($"/references/{proposed["ref"]}", "approve")).ShouldBeRefused(422, "REFERENCE-OWN");
        (await manager.Change($"/references/{proposed["ref"]}", "approve")).ShouldBe(200)["state"].ShouldBe("inForce");
        (await owner.Get("/references/MON-0001:R1")).ShouldBe(200)["state"].ShouldBe("superseded");
    }

    [Fact]
    public async Task A_protected_group_of_few_rows_leaves_without_its_figures()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        var rows = PredictionRows.Of(["2025-10"]).Select((row, i) => i % 100 == 0 ? row with { Sex = "x" } : row).ToList();
        (await owner.Raw("/models/scores/log?complete=true", PredictionRows.Csv(rows), "text/csv")).ShouldBe(201);
        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201);

        var window = (await owner.Get("/monitors/MON-0001/windows/2025-10")).ShouldBe(200);

        var groups = window.Body!["measures"]!["fairness"]![0]!["groups"]!.AsArray();
        var small = groups.Single(group => group!["group"]!.GetValue<string>() == "x")!.AsObject();
        small.Select(member => member.Key).ShouldBe(["group", "tooSmall"], ignoreOrder: true);
        small["tooSmall"]!.GetValue<bool>().ShouldBeTrue();
        groups.Single(group => group!["group"]!.GetValue<string>() == "f")!.AsObject().ContainsKey("selectionRateAll").ShouldBeTrue();
    }

    private static async Task Monitored(ApiClient owner)
    {
        (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        (await owner.Post("/models/scores/monitors", new { definition = JsonNode.Parse(Definition), graceHours = 0 })).ShouldBe(201);
        (await owner.Raw("/models/scores/reference", PredictionRows.Csv(["2025-01", "2025-02", "2025-03"]), "text/csv")).ShouldBe(201);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

public sealed class LoopWalkOnSqlite() : LoopWalkContract(Backend.Sqlite);

public sealed class LoopWalkOnPostgres() : LoopWalkContract(Backend.Postgres);
