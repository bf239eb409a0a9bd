using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Logs;
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

    public static string Of(RaisedFrom from, Signal signal)
    {
        var facts = from.Window.Facts();
        return new JsonObject
        {
            ["signal"] = signal.Ref,
            ["system"] = from.System.Ref,
            [from.Source.Word] = from.Source.Ref,
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
            ["inputs"] = facts.Inputs,
            ["definition"] = facts.Definition,
            ["result"] = facts.Result,
        }.ToJsonString(Readable);
    }

    public static string Of(Watched source, WatchedWindow window, IEnumerable<string> metrics)
    {
        var facts = window.Facts();
        return new JsonObject
        {
            [source.Word] = source.Ref,
            ["window"] = window.Window,
            ["metrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)metric)]),
            ["verdict"] = "within limits",
            ["inputs"] = facts.Inputs,
            ["definition"] = facts.Definition,
            ["result"] = facts.Result,
        }.ToJsonString(Readable);
    }

    /// <summary>A window of a log, or the reference itself where no window is named.</summary>
    public static FrozenFacts Of(Concord.Monitoring.Monitor monitor, FrozenReference reference, WindowComputation? computation, MonitoringPolicy policy) => new(
        new JsonObject
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
            ["policyRevisions"] = Revisions(policy),
            ["engine"] = computation?.Engine,
            ["definitions"] = MeasurementReport.DefinitionsVersion,
        },
        JsonNode.Parse(monitor.Definition),
        JsonNode.Parse(computation?.Measures ?? PolicyChanges.Reference(reference, policy).ToJson()));

    /// <summary>That no row came: the newest window that has some, and those that passed since.</summary>
    public static FrozenFacts OfSilence(Concord.Monitoring.Monitor monitor, FrozenReference reference, WindowComputation newest, IReadOnlyList<Window> passed, MonitoringPolicy policy) =>
        Of(monitor, reference, newest, policy) with
        {
            Result = new JsonObject
            {
                ["newestWindowWithRows"] = newest.Window,
                ["windowsWithoutRows"] = new JsonArray([.. passed.Select(window => (JsonNode)window.Label)]),
                ["graceHours"] = monitor.GraceHours,
            },
        };

    /// <summary>A figure as it was handed in, with its source and what it took the place of; without one, that there is none.</summary>
    public static FrozenFacts Of(MetricSeries series, SeriesMeasurement? figure, IReadOnlyList<SeriesMeasurement> earlier, MonitoringPolicy policy)
    {
        var limits = figure is null ? series.InForce : series.Limits.Single(known => known.Ref == figure.JudgedBy);
        return new(
            new JsonObject
            {
                ["tool"] = series.Tool,
                ["toolVersion"] = series.ToolVersion,
                ["source"] = figure?.Source,
                ["sourceSha256"] = figure?.SourceSha256,
                ["contentSha256"] = figure?.ContentSha256,
                ["receivedAt"] = figure?.ReceivedAt.UtcDateTime,
                ["limits"] = limits.Ref,
                ["policy"] = policy.Version,
                ["policySha256"] = policy.Sha256,
                ["policyRevisions"] = Revisions(policy),
            },
            new JsonObject
            {
                ["metric"] = series.Metric,
                ["title"] = series.Title,
                ["subject"] = series.Subject,
                ["unit"] = series.Unit,
                ["higherIsBetter"] = series.HigherIsBetter,
                ["window"] = Words.Key(series.Window),
                ["graceHours"] = series.GraceHours,
                ["limits"] = limits.Figures().ToString(),
            },
            new JsonObject { ["figure"] = Told(figure), ["earlier"] = new JsonArray([.. earlier.Select(Told)]) });
    }

    private static JsonArray Revisions(MonitoringPolicy policy) => [.. policy.Revisions.Select(revision => (JsonNode)revision)];

    private static JsonObject? Told(SeriesMeasurement? figure) => figure is null ? null : new()
    {
        ["window"] = figure.Window,
        ["number"] = figure.Number,
        ["value"] = figure.Value,
        ["notComputable"] = figure.NotComputable.Length > 0 ? figure.NotComputable : null,
        ["n"] = figure.N,
        ["successes"] = figure.Successes,
        ["standardError"] = figure.StandardError,
        ["low"] = figure.Low,
        ["high"] = figure.High,
        ["correction"] = figure.Correction.Length > 0 ? figure.Correction : null,
        ["complete"] = figure.IsComplete,
        ["verdict"] = Words.Key(figure.Verdict),
        ["decidedBy"] = JsonNode.Parse(figure.DecidedBy),
    };
}
