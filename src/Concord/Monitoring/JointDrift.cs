using System.Text.Json.Serialization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Whether the numeric columns still hang together as in the reference: what no single column shows. It is told beside the columns and decides no verdict.</summary>
internal sealed record JointMeasurement
{
    /// <summary>An error that moved by less than this share is no drift, however sure it is.</summary>
    private const double SmallestChange = 0.02;

    /// <summary>How badly the main directions of the reference describe the rows of the window, in standard deviations.</summary>
    public required double? Error { get; init; }

    /// <summary>The same of the reference.</summary>
    public required double? Reference { get; init; }

    public required double? P { get; init; }

    /// <summary>Whether a difference was detected that is not chance alone, and not too small to matter.</summary>
    public required bool Drifted { get; init; }

    /// <summary>Why nothing is said of drift: too few rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? NotComputed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JointBasis? Basis { get; init; }

    /// <returns>Null where co-moments were not counted: of fewer than two numeric columns, or of too many.</returns>
    public static JointMeasurement? Measure(Profile reference, Profile window)
    {
        if (reference.Joint is not { } before || window.Joint is not { } now) return null;
        var shift = ReconstructionShift.Of([.. before.Parts.Select(part => part.ToMoments())], now.All);
        var reasons = new Reasons();
        return new()
        {
            Error = reasons.Take("error", shift.Window),
            Reference = reasons.Take("reference", shift.Reference),
            P = reasons.Take("p", shift.PValue),
            Drifted = false,
            NotComputed = reasons.OrNull,
            Basis = new(reference.Rows, window.Rows),
        };
    }

    public JointMeasurement Judge(MonitoringPolicy policy)
    {
        var few = Judgement.TooFew(Basis!.ReferenceRows, Basis.Rows, policy.Samples.Window);
        return this with { Drifted = few is null && P <= policy.Detection.FalseDiscoveryRate && Math.Abs((Error!.Value / Reference!.Value) - 1) >= SmallestChange, Reason = few };
    }
}

/// <summary>What detection of joint drift rests on beside the figures; stored, not printed.</summary>
internal sealed record JointBasis(long ReferenceRows, long Rows);
