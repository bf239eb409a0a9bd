using System.Text.Json;

namespace Concord.Monitoring;

/// <summary>The measures of the reference itself.</summary>
internal sealed record ReferenceMeasurement(long Rows, long Labelled, string Sha256, PerformanceMeasurement Performance, IReadOnlyList<FairnessMeasurement> Fairness)
{
    public string ToJson() => MeasurementFormat.Write(this);

    public static ReferenceMeasurement FromJson(string json) => MeasurementFormat.Read<ReferenceMeasurement>(json);
}

internal sealed record CurrentLog(long Rows, string Sha256);

/// <summary>The answer of <c>concord measure</c>.</summary>
internal sealed record MeasurementReport(
    JsonElement Definition,
    string Definitions,
    string Policy,
    string Engine,
    ReferenceMeasurement Reference,
    CurrentLog Current,
    IReadOnlyList<WindowMeasurement> Windows,
    Verdict Verdict)
{
    /// <summary>Version of the measures' definitions.</summary>
    public const string DefinitionsVersion = "1";

    /// <summary>As it goes: of many windows the text is far larger than the figures.</summary>
    public void WriteJson(Stream output) => MeasurementFormat.Write(this, output);

    /// <summary>Builds what writing needs ahead of the first report: it takes longer than the writing.</summary>
    public static void PrepareJson() => MeasurementFormat.Prepare<MeasurementReport>(indented: true);
}
