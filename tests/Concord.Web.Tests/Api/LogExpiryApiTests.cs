using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Api;

/// <summary>Rows deleted before a day, by the interface alone.</summary>
public sealed class LogExpiryApiTests
{
    private const string Expire = "/models/scores/log/expire";

    [Fact]
    public async Task Rows_go_when_somebody_who_may_has_seen_what_would_go_and_the_journal_tells_of_each_segment()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await Monitored(world, app);
        foreach (var month in new[] { 10, 11 }) (await owner.Raw("/models/scores/log", LateRows.Rows(month), "text/csv")).ShouldBe(201);
        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201);
        (await owner.Raw("/models/scores/labels", LateRows.Labels(10, to: 500), "text/csv")).ShouldBe(201);
        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201);

        var would = (await owner.Get($"{Expire}?before=2025-11-01")).ShouldBe(200);
        (would["segments"], would["rows"], would["kept"], would["labels"], would["labelsKept"]).ShouldBe(("1", "700", "0", "500", "0"));
        var window = would.Body!["windows"]!.AsArray().ShouldHaveSingleItem()!;
        (window["monitor"]!.ToString(), window["version"]!.ToString(), window["window"]!.ToString(), window["rows"]!.ToString(), window["counted"]!.ToString(), window["withoutOutcome"]!.ToString())
            .ShouldBe(("MON-0001", "1.0.0", "2025-10", "700", "700", "200"));
        var (version, before) = ((await owner.Get("/monitors/MON-0001")).ETag, (await owner.Get("/monitors/MON-0001/windows/2025-10")).ShouldBe(200).Body!.ToJsonString());

        // Whoever decided on what is no longer so must look again.
        (await owner.Post(Expire, new { before = "2025-12-01", rows = 700 })).ShouldBeRefused(422, "EXPIRE-CHANGED").Detail!.ShouldContain("1,400 rows of scores would go now, you saw 700; nothing was deleted. Look again");
        var done = (await owner.Post(Expire, new { before = "2025-11-01", rows = 700 })).ShouldBe(200);
        (done["model"], done["segments"], done["rows"], done["kept"], done["labels"]).ShouldBe(("scores", "1", "700", "0", "500"));

        (await owner.Post(Expire, new { before = "2025-11-01", rows = 700 })).ShouldBe(200)["segments"].ShouldBe("0", "what is deleted is deleted");
        (await owner.Post(Expire, new { before = "2025-11-01" })).ShouldBe(200)["rows"].ShouldBe("0");
        (await owner.Get($"{Expire}?before=2025-11-01")).ShouldBe(200)["segments"].ShouldBe("0");

        var told = (await owner.Get("/journal?subject=SEG-0001")).ShouldBe(200).Body!["items"]!.AsArray().Select(entry => $"{entry!["act"]} {entry["via"]} {entry["detail"]}").ToList();
        told.Count.ShouldBe(2);
        told.ShouldContain(entry => entry.StartsWith("log.expired api 700 rows before 2025-11-01 deleted on schedule, file SHA-256 ", StringComparison.Ordinal));
        var monitor = (await owner.Get("/monitors/MON-0001")).ShouldBe(200);
        monitor.Body!["segments"]!.AsArray().Select(segment => segment!["deletedAt"] is null).ShouldBe([true, false], "the newest first");
        monitor.ETag.ShouldBe(version);
        (await owner.Get("/monitors/MON-0001/windows/2025-10")).ShouldBe(200).Body!.ToJsonString().ShouldBe(before, "what was measured stays");
        (await owner.Raw("/models/scores/log", LateRows.Rows(10, to: 5), "text/csv")).ShouldBeRefused(422, "LOG-EXPIRED");
        (await owner.Raw("/models/scores/labels", LateRows.Labels(10, from: 500), "text/csv")).ShouldBe(422).Body!.ToJsonString().ShouldContain("or its row was deleted on schedule");
    }

    [Fact]
    public async Task A_day_that_would_lose_something_is_refused_and_the_refusal_says_what_to_do()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await Monitored(world, app);
        var march = LateRows.Rows(3, to: 100).Replace("2025-", "2026-", StringComparison.Ordinal); // 1 March; it is the morning of the second.
        foreach (var rows in (string[])[LateRows.Rows(10), march]) (await owner.Raw("/models/scores/log", rows, "text/csv")).ShouldBe(201);

        // Not counted yet; so says the preview too.
        foreach (var refused in await Both("2025-11-01")) refused.ShouldBeRefused(422, "EXPIRE-UNCOUNTED").Detail!.ShouldBe(
            "SEG-0001 of MON-0001 was not counted against the reference in force with the labels that are in, so something of its rows would be lost. Run the monitor first: concord monitor run MON-0001");
        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201)["computed"].ShouldBe("2");

        // March is not over: its rows are counted, and others may still come.
        foreach (var refused in await Both("2026-03-02")) refused.ShouldBeRefused(422, "EXPIRE-AWAITED").Detail!.ShouldBe(
            "Rows may still come for 2026-03 of MON-0001, and would be refused once rows before 2026-03-02 are deleted. Name 2026-03-01 or an earlier day.");
        foreach (var refused in await Both("2026-03-03")) refused.ShouldBeRefused(422, "EXPIRE-FUTURE").Detail!.ShouldContain("Name a day that has come");
        (await owner.Post(Expire, new { before = "2025-10-02" })).ShouldBe(200)["kept"].ShouldBe("1", "a segment goes as a whole or not at all");

        // No day at all.
        foreach (var body in (string[])["{}", """{ "before": "" }""", """{ "before": "yesterday" }""", """{ "before": "2025-02-30" }""", """{ "before": null }""", ""])
            (await owner.Raw(Expire, body)).ShouldBe(400).Detail.ShouldNotBeNullOrWhiteSpace(body);
        foreach (var query in (string[])["", "?before=", "?before=yesterday"]) (await owner.Get(Expire + query)).ShouldBe(400).Detail.ShouldNotBeNullOrWhiteSpace(query);
        (await world.AsSystem(db => db.Set<JournalEntry>().CountAsync(entry => entry.Act == "log.expired"))).ShouldBe(0);

        (await owner.Post(Expire, new { before = "2026-03-01" })).ShouldBe(200)["rows"].ShouldBe("700");

        async Task<ApiAnswer[]> Both(string day) => [await owner.Get($"{Expire}?before={day}"), await owner.Post(Expire, new { before = day })];
    }

    [Fact]
    public async Task Only_those_who_may_change_monitoring_there_delete_rows_or_see_what_would_go()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await Monitored(world, app, unit: "MARKETS");
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await ApiClient.As(world, app, role);
            var may = role is Role.AimsManager or Role.SystemOwner;
            foreach (var answer in (ApiAnswer[])[await client.Get($"{Expire}?before=2025-11-01"), await client.Post(Expire, new { before = "2025-11-01" })])
            {
                if (may) answer.ShouldBe(200);
                else answer.ShouldBeRefused(403, Refusal.AccessDenied);
            }
        }
        using var stranger = ApiClient.With(app, key: null);
        (await stranger.Post(Expire, new { before = "2025-11-01" })).ShouldBe(401);

        var retail = await world.Unit("RETAIL");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.AimsManager, retail), default));
        var key = await world.As("rita@example.test").Do((ApiKeys keys, Actor actor) => keys.Create(actor, "test", 30, default));
        using var rita = ApiClient.With(app, key.Text);
        (await rita.Get($"{Expire}?before=2025-11-01")).ShouldBeRefused(404, "NOT-FOUND");
        (await rita.Post(Expire, new { before = "2025-11-01" })).ShouldBeRefused(404, "NOT-FOUND");
        (await owner.Post("/models/none/log/expire", new { before = "2025-11-01" })).ShouldBeRefused(404, "NOT-FOUND");
    }

    private static async Task<ApiClient> Monitored(World world, RunningApp app, string? unit = null)
    {
        var owner = await ApiClient.As(world, app, Role.SystemOwner);
        if (unit is null) (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        else await world.System("SYS-01", unit);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        (await owner.Raw("/models/scores/monitors", """{ "modelId": "scores", "numeric": ["income"], "window": "month" }""")).ShouldBe(201)["ref"].ShouldBe("MON-0001");
        (await owner.Raw("/models/scores/reference", LateRows.Rows(8, to: 3000, labelColumn: true, labelled: true), "text/csv")).ShouldBe(201);
        return owner;
    }
}
