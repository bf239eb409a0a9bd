using System.Security.Cryptography;
using Concord.Foundation;
using Concord.Journal;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

internal readonly record struct SeriesMeasurementId(Guid Value) : IId<SeriesMeasurementId>
{
    public static SeriesMeasurementId From(Guid value) => new(value);
}

/// <summary>A figure as it was computed elsewhere. Invariant: it has a value, or the reason why it has none.</summary>
/// <param name="N">What the value rests on: answers, calls, cases.</param>
/// <param name="Successes">Of n, where the value is a rate.</param>
/// <param name="Low">Lower end of the 95 % interval, as it was handed in.</param>
internal sealed record SeriesFigure(double? Value, string NotComputable, long N, long? Successes = null, double? StandardError = null, double? Low = null, double? High = null)
{
    /// <summary>The value with its 95 % interval: Wilson's of counts, the one handed in, else the value ± 1.96 standard errors; null without any of them.</summary>
    /// <param name="whole">What a rate of 1 is in the unit: 1, or 100.</param>
    public Estimate? Interval(double whole) => Value is not { } value ? null
        : Successes is { } successes && new Proportion(successes, N).Wilson95 is { } wilson ? new(value, Math.Min(wilson.Low * whole, value), Math.Max(wilson.High * whole, value))
        : Low is { } low && High is { } high ? new(value, low, high)
        : StandardError is { } error ? Estimate.WithError(value, error)
        : null;
}

/// <summary>Where a figure comes from: what somebody else needs to find it again.</summary>
/// <param name="Reference">A URL, the name of a report, a sentence.</param>
/// <param name="Sha256">Of the report's bytes; empty: not told.</param>
internal sealed record FigureSource(string Reference, string Sha256);

/// <summary>The figure of one window. Figures are never changed: a newer one for the same window stands beside it, and the newest counts.</summary>
internal sealed class SeriesMeasurement : IScoped
{
    private SeriesMeasurement()
    {
    }

    public SeriesMeasurement(MetricSeries series, Window window, int number, SeriesFigure figure, FigureSource source, string correction, PersonId? by, Via via, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SeriesMeasurementId>();
        (UnitId, SeriesId, Window, Start, End, Number, Correction) = (series.UnitId, series.Id, window.Label, window.Start, window.End, number, correction);
        (Value, NotComputable, N, Successes, StandardError, Low, High) = figure;
        (Source, SourceSha256, ReceivedBy, ReceivedVia, ReceivedAt) = (source.Reference, source.Sha256, by, via, at);
        ContentSha256 = Hash(figure, source);
    }

    public SeriesMeasurementId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MetricSeriesId SeriesId { get; private set; }

    public string Window { get; private set; } = "";

    public DateTimeOffset Start { get; private set; }

    public DateTimeOffset End { get; private set; }

    /// <summary>1 for the first figure of the window.</summary>
    public int Number { get; private set; }

    public double? Value { get; private set; }

    /// <summary>Why there is no value; empty where there is one.</summary>
    public string NotComputable { get; private set; } = "";

    public long N { get; private set; }

    public long? Successes { get; private set; }

    public double? StandardError { get; private set; }

    public double? Low { get; private set; }

    public double? High { get; private set; }

    public string Source { get; private set; } = "";

    public string SourceSha256 { get; private set; } = "";

    /// <summary>Of figure and source: the same content pushed again is known by it.</summary>
    public string ContentSha256 { get; private set; } = "";

    /// <summary>Why it takes the place of an earlier figure; empty for the first, and where that one was provisional.</summary>
    public string Correction { get; private set; } = "";

    public PersonId? ReceivedBy { get; private set; }

    public Via ReceivedVia { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Whether this is the figure that counts.</summary>
    public bool IsNewest { get; private set; } = true;

    /// <summary>False: provisional. The window was not over when it came; it raises nothing.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The verdict by the limits named beside it; new limits judge anew.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>JSON of the judgement.</summary>
    public string DecidedBy { get; private set; } = "";

    /// <summary>The limits it was judged by: SER-0001:L2.</summary>
    public string JudgedBy { get; private set; } = "";

    /// <summary>Since when the verdict is known: since it was judged so, or since the figure is final.</summary>
    public DateTimeOffset JudgedAt { get; private set; }

    public SeriesFigure Figure() => new(Value, NotComputable, N, Successes, StandardError, Low, High);

    public Judgement Judgement() => MeasurementFormat.Read<Judgement>(DecidedBy);

    public void BecomeComplete(DateTimeOffset at) => (IsComplete, JudgedAt) = (true, at);

    public void GiveWay() => IsNewest = false;

    /// <returns>Whether the verdict is another one than before.</returns>
    public bool Judge(Judgement judgement, string limits, DateTimeOffset at)
    {
        var (json, before) = (MeasurementFormat.Write(judgement), Verdict);
        if (json == DecidedBy && limits == JudgedBy) return false;
        (Verdict, DecidedBy, JudgedBy, JudgedAt) = (judgement.Verdict, json, limits, at);
        return before != judgement.Verdict;
    }

    public static string Hash(SeriesFigure figure, FigureSource source) => Convert.ToHexStringLower(SHA256.HashData(new CanonicalEncoding()
        .Add(figure.Value).Add(figure.NotComputable).Add(figure.N).Add(figure.Successes).Add(figure.StandardError).Add(figure.Low).Add(figure.High)
        .Add(source.Reference).Add(source.Sha256).ToArray()));
}
