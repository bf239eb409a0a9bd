using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Api;

/// <summary>Outcomes that become known later, by the interface alone.</summary>
public sealed class LabelApiTests
{
    [Fact]
    public async Task Labels_are_handed_in_once_and_the_window_keeps_what_was_said_before()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var auditor = await ApiClient.As(world, app, Role.Auditor);
        (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        var monitor = (await owner.Raw("/models/scores/monitors", """{ "modelId": "scores", "numeric": ["income"], "window": "month" }""")).ShouldBe(201)["ref"];
        (await owner.Raw("/models/scores/reference", LateRows.Rows(8, to: 3000, labelColumn: true, labelled: true), "text/csv")).ShouldBe(201);
        (await owner.Raw("/models/scores/log", LateRows.Rows(10), "text/csv")).ShouldBe(201);
        (await owner.Post($"/monitors/{monitor}/runs")).ShouldBe(201)["computed"].ShouldBe("1");
        world.Clock.Advance(TimeSpan.FromDays(1));

        (await auditor.Raw("/models/scores/labels", LateRows.Labels(10), "text/csv")).ShouldBeRefused(403, "ACCESS-DENIED");
        (await owner.Raw("/models/scores/labels", "prediction_id,label\nnobody,1\n", "text/csv")).ShouldBe(422).Body!.ToJsonString().ShouldContain("label-of-unknown-prediction");
        var first = (await owner.Raw("/models/scores/labels", LateRows.Labels(10), "text/csv", key: "night-1")).ShouldBe(201);
        (first["segment"], first["stored"]).ShouldBe(("LAB-0001", "700"));
        (await owner.Raw("/models/scores/labels", LateRows.Labels(10), "text/csv", key: "night-1")).ShouldBe(200)["knownBatch"].ShouldBe("true");
        (await owner.Post($"/monitors/{monitor}/runs")).ShouldBe(201)["computed"].ShouldBe("1");

        var window = (await auditor.Get($"/monitors/{monitor}/windows/2025-10")).ShouldBe(200).Body!;
        window["measures"]!["withoutLabels"]!["estimates"]!.AsArray().Select(one => one!["measure"]!.GetValue<string>()).ShouldBe(["auc", "brier", "accuracy", "precision", "recall"]);
        window["said"]!.AsArray().Select(said => (said!["labelled"]!.GetValue<long>(), said["estimates"]![0]!["check"]!.GetValue<string>())).ShouldBe([(700L, "held"), (0L, "tooEarly")]);
        (await auditor.Get($"/monitors/{monitor}")).ShouldBe(200)["lateLabels"].ShouldBe("700");
    }
}
