using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Api;

/// <summary>Series by the interface alone: defined, pushed in every form, corrected, loosened by two people.</summary>
public sealed class SeriesApiTests
{
    [Fact]
    public async Task A_vendors_system_is_followed_by_figures_alone()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var viewer = await ApiClient.As(world, app, Role.Viewer);
        (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);

        (await owner.Post("/models/scores/measurements", new { metric = "grounded_answer_rate", window = "2026-02", value = 0.9, n = 400 })).ShouldBe(422)["findings"].ShouldContain("define one first");
        (await owner.Post("/models/scores/series", new { metric = "my_own", higherIsBetter = true, tool = "" })).ShouldBe(422).Body!["findings"]!.AsArray().Count.ShouldBe(3); // Title, tool, no limit.
        var series = (await owner.Post("/models/scores/series", new { metric = "grounded_answer_rate", higherIsBetter = true, tool = "ragcheck", toolVersion = "2.1", warn = 0.95, alert = 0.90 }, key: "define")).ShouldBe(201);
        (series["ref"], series["title"], series["kind"]).ShouldBe(("SER-0001", "Answers supported by a source", "performance"));
        (await owner.Post("/models/scores/series", new { metric = "grounded_answer_rate", higherIsBetter = true, tool = "ragcheck", warn = 0.95 })).ShouldBeRefused(422, "SERIES-KNOWN");

        var body = new { metric = "grounded_answer_rate", window = "2026-01", value = 0.85, n = 400, successes = 340, source = "https://vendor.example/1" };
        var pushed = (await owner.Post("/models/scores/measurements", body, key: "push-1")).ShouldBe(201);
        (pushed["stored"], pushed["verdict"], pushed.Body!["raised"]!.AsArray().Count).ShouldBe(("1", "alert", 1));
        (await owner.Post("/models/scores/measurements", body, key: "push-1")).ShouldBe(201)["stored"].ShouldBe("1"); // The same answer.
        (await owner.Post("/models/scores/measurements", body)).ShouldBe(200)["known"].ShouldBe("1");
        (await owner.Raw("/models/scores/measurements", "metric,window,value,n\ngrounded_answer_rate,2025-11,0.97,400\n", "text/csv")).ShouldBe(201)["verdict"].ShouldBe("ok");
        (await owner.Raw("/models/scores/measurements", "{\"metric\":\"grounded_answer_rate\",\"window\":\"2025-10\",\"value\":null,\"reason\":\"no report\"}\n{\"metric\":\"grounded_answer_rate\",\"window\":\"2025-12\",\"value\":0.97,\"n\":40}\n", "application/x-ndjson")).ShouldBe(201)["verdict"].ShouldBe("insufficient");
        (await owner.Post("/models/scores/measurements", body with { value = 0.96, successes = 384 })).ShouldBe(422)["findings"].ShouldContain("correction");
        (await viewer.Post("/models/scores/measurements", body)).ShouldBe(403);
        var wrong = (await owner.Raw("/models/scores/measurements", "metric,window,value,n\ngrounded_answer_rate,2025-09,many,400\nunheard_of,2025-09,0.9,400\n", "text/csv")).ShouldBe(422)["findings"];
        wrong.ShouldContain("is no number", Case.Sensitive, "what cannot be read hides nothing of the other rows");
        wrong.ShouldContain("unheard_of");

        var list = (await viewer.Get("/models/scores/measurements?sort=window&filter=series:SER-0001")).ShouldBe(200);
        list["total"].ShouldBe("4");
        var missing = list.Body!["items"]![0]!;
        (missing["window"]!.GetValue<string>(), missing["value"], missing["notComputed"]!["value"]!.GetValue<string>(), missing["verdict"]!.GetValue<string>()).ShouldBe(("2025-10", null, "no report", "notComputable"));
        (await viewer.Get("/series?filter=system:SYS-01")).ShouldBe(200).Body!["items"]![0]!["newest"]!["window"]!.GetValue<string>().ShouldBe("2026-01");
        var signal = (await viewer.Get("/signals?filter=state:open")).ShouldBe(200).Body!["items"]![0]!;
        (signal["seriesRef"]!.GetValue<string>(), signal["monitorRef"]).ShouldBe(("SER-0001", null));

        var proposed = (await owner.Post("/series/SER-0001/limits", new { warn = 0.8, alert = 0.7 })).ShouldBe(201);
        (proposed["ref"], proposed["state"]).ShouldBe(("SER-0001:L2", "proposed"));
        (await owner.Change("/limits/SER-0001:L2", "approve")).ShouldBeRefused(422, "LIMITS-OWN");
        (await manager.Change("/limits/SER-0001:L2", "approve")).ShouldBe(200)["state"].ShouldBe("inForce");
        (await viewer.Get("/models/scores/measurements?filter=window:2026-01")).ShouldBe(200).Body!["items"]![0]!["verdict"]!.GetValue<string>().ShouldBe("ok");
        (await owner.Change("/series/SER-0001", "stop")).ShouldBe(200)["state"].ShouldBe("stopped");
        (await owner.Post("/models/scores/measurements", body)).ShouldBe(422);
    }
}
