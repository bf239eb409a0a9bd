using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Monitoring;
using Concord.Standards;

namespace Concord.Loop;

/// <summary>What computed evidence holds, so that somebody else can compute it again: what was asked, of which rows, and what came out.</summary>
internal static class EvidenceContent
{
    public const string Kind = "computed";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int ValidDays(StandardsLibrary standards) =>
        (int)(standards.EvidenceValidity.For(Kind) ?? throw new InvalidOperationException("The standards library gives no validity for computed evidence.")).TotalDays;

    public static string Of(RaisedFrom from, Signal signal) => new JsonObject
    {
        ["signal"] = signal.Ref,
        ["system"] = from.System.Ref,
        ["monitor"] = from.Monitor.Ref,
        ["window"] = signal.Window,
        ["since"] = signal.Since,
        ["kind"] = Words.Key(signal.Kind),
        ["subject"] = signal.Subject,
        ["measure"] = signal.Measure,
        ["value"] = signal.Value,
        ["limit"] = signal.Limit,
        ["low"] = signal.Low,
        ["high"] = signal.High,
        ["n"] = signal.Sample,
        ["inputs"] = Inputs(from.Monitor, from.Reference, from.Computation, from.Policy),
        ["definition"] = JsonNode.Parse(from.Monitor.Definition),
        ["result"] = JsonNode.Parse(from.Computation is { } computation && signal.Window != Condition.ReferenceWindow ? computation.Measures : PolicyChanges.Reference(from.Reference, from.Policy).ToJson()),
    }.ToJsonString(Readable);

    public static string Of(Concord.Monitoring.Monitor monitor, FrozenReference reference, WindowComputation computation, MonitoringPolicy policy, IEnumerable<string> metrics) => new JsonObject
    {
        ["monitor"] = monitor.Ref,
        ["window"] = computation.Window,
        ["metrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)metric)]),
        ["verdict"] = "within limits",
        ["inputs"] = Inputs(monitor, reference, computation, policy),
        ["definition"] = JsonNode.Parse(monitor.Definition),
        ["result"] = JsonNode.Parse(computation.Measures),
    }.ToJsonString(Readable);

    private static JsonObject Inputs(Concord.Monitoring.Monitor monitor, FrozenReference reference, WindowComputation? computation, MonitoringPolicy policy) => new()
    {
        ["rows"] = computation?.Rows ?? reference.Rows,
        ["rowsSha256"] = computation?.RowsSha256 ?? reference.Sha256,
        ["profileSha256"] = computation?.ProfileSha256,
        ["reference"] = reference.Ref,
        ["referenceSha256"] = reference.Sha256,
        ["referenceRows"] = reference.Rows,
        ["definitionSha256"] = monitor.DefinitionSha256,
        ["policy"] = policy.Version,
        ["policySha256"] = policy.Sha256,
        ["policyRevisions"] = new JsonArray([.. policy.Revisions.Select(revision => (JsonNode)revision)]),
        ["engine"] = computation?.Engine,
        ["definitions"] = MeasurementReport.DefinitionsVersion,
    };
}
