using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>A numeric column of a reference.</summary>
/// <param name="Edges">Of the fine bins its rows are counted in.</param>
/// <param name="Bins">Those of the edges that the indices (PSI, Jensen-Shannon) look at.</param>
/// <param name="MedianOfNonZero">Null where it has only zeros or no value.</param>
internal sealed record ReferenceColumn(double[] Edges, double[] Bins, double? MedianOfNonZero)
{
    public static ReferenceColumn Of(EmpiricalDistribution values) =>
        new(QuantileBins.FineFromReference(values).Edges.ToArray(), QuantileBins.FromReference(values).Edges.ToArray(), values.MedianOfNonZero().ValueOrNull);

    /// <summary>Scores have the tenths beside, at which calibration is cut: the last number that still belongs to the tenth below.</summary>
    public static ReferenceColumn OfScores(EmpiricalDistribution scores)
    {
        var column = Of(scores);
        return column with { Edges = [.. column.Edges.Concat(column.Edges.Length == 0 ? [] : Enumerable.Range(1, 9).Select(BelowTenth)).Distinct().Order()] };
    }

    /// <summary>Both sides in the bins of the indices; the last holds missing values if either side has any.</summary>
    public PairedCounts Pair(NumericProfile reference, NumericProfile window)
    {
        var (bins, fine) = (QuantileBins.FromEdges(Bins), QuantileBins.FromEdges(Edges));
        var (before, now) = (bins.Gather(fine, reference.Bins), bins.Gather(fine, window.Bins));
        return reference.Missing + window.Missing == 0 ? new(before, now) : new([.. before, reference.Missing], [.. now, window.Missing]);
    }

    private static double BelowTenth(int tenth)
    {
        var edge = tenth / 10.0;
        while (Math.Floor(edge * 10) >= tenth) edge = Math.BitDecrement(edge);
        return edge;
    }
}

/// <summary>What is kept of a reference: its counts, and how windows must be counted to be compared with it.</summary>
/// <param name="Score">Null: the reference has no score.</param>
/// <param name="HasDecision">Whether its log has decisions.</param>
internal sealed record ReferenceProfile(Profile Counts, IReadOnlyDictionary<string, ReferenceColumn> Numeric, ReferenceColumn? Score, bool HasDecision)
{
    /// <summary>How a window is counted: what is in it follows from reference and definition alone, never from what else the log holds.</summary>
    public ProfileQuestion Question(MonitorDefinition definition) => new(
        Numeric.ToDictionary(column => column.Key, column => column.Value.Edges, StringComparer.Ordinal),
        Score?.Edges ?? [],
        Counts.Categorical.ToDictionary(column => column.Column, IReadOnlyCollection<string> (column) => column.Levels.Keys.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal),
        definition.Attributes,
        JointParts(1, Numeric.Count));

    /// <summary>Fewer than two columns hang together in no way; of very many the counting would take longer than all else.</summary>
    public static int JointParts(int parts, int columns) => columns is >= 2 and <= JointProfile.MostColumns ? parts : 0;

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var packed = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(packed, this, ReferenceJson.Default.ReferenceProfile);
        return bytes.ToArray();
    }

    public static ReferenceProfile FromBytes(byte[] bytes)
    {
        using var packed = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, ReferenceJson.Default.ReferenceProfile) is { Counts.Version: Profile.CurrentVersion } profile
            ? profile
            : throw new InvalidDataException($"The counts of this reference are not of version {Profile.CurrentVersion}.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WholeNumberConverter)])]
[JsonSerializable(typeof(ReferenceProfile))]
internal sealed partial class ReferenceJson : JsonSerializerContext;
