using System.Text.Json.Serialization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Whether the numeric columns still hang together as in the reference: what no single column shows. It is told beside the columns and decides no verdict.</summary>
internal sealed record JointMeasurement
{
    /// <summary>How badly the main directions of the reference describe the rows of the window, in standard deviations.</summary>
    public required double? Error { get; init; }

    /// <summary>The same of the reference.</summary>
    public required double? Reference { get; init; }

    public required double? P { get; init; }

    /// <summary>Whether a difference was detected that is not chance alone, and not too small to matter.</summary>
    public required bool Drifted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    /// <summary>An error that moved by less than this share is no drift, however sure it is.</summary>
    private const double SmallestChange = 0.02;

    /// <returns>Null where co-moments were not counted: of fewer than two numeric columns, or of too many.</returns>
    public static JointMeasurement? Of(Profile reference, Profile window, MonitoringPolicy policy)
    {
        if (reference.Joint is not { } before || window.Joint is not { } now) return null;
        var few = Judgement.TooFew(reference.Rows, window.Rows, policy.Samples.Window) is { } reason ? Measured.Not(reason) : (Measured?)null;
        var shift = few is { } none ? new(none, none, none) : ReconstructionShift.Of([.. before.Parts.Select(part => part.ToMoments())], now.All);
        var reasons = new Reasons();
        return new()
        {
            Error = reasons.Take("error", shift.Window),
            Reference = reasons.Take("reference", shift.Reference),
            P = reasons.Take("p", shift.PValue),
            Drifted = shift.PValue.ValueOrNull <= policy.Detection.FalseDiscoveryRate && Math.Abs((shift.Window.Value / shift.Reference.Value) - 1) >= SmallestChange,
            NotComputed = reasons.OrNull,
        };
    }
}
