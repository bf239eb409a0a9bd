using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Standards;

namespace Concord.Monitoring;

internal readonly record struct MetricSeriesId(Guid Value) : IId<MetricSeriesId>
{
    public static MetricSeriesId From(Guid value) => new(value);
}

internal enum SeriesState
{
    Active,
    Stopped,
}

/// <summary>What a series is about, as a person defines it.</summary>
/// <param name="Metric">Id of a metric of the standards library, or a name of one's own.</param>
/// <param name="Kind">Of the signals it raises.</param>
/// <param name="Subject">What of the model it is about: a language, a tool, a group; empty: the whole.</param>
/// <param name="Unit">Of the value and its limits; empty: none. With <c>%</c> counts give 100 × successes / n.</param>
/// <param name="Tool">What computes the figures, and which version of it.</param>
internal sealed record SeriesDescription(
    string Metric, string Title, MeasureKind Kind, string Subject, string Unit, bool HigherIsBetter, string Tool, string ToolVersion, WindowLength Window, int GraceHours);

/// <summary>A metric of a model version that is computed elsewhere and pushed here, a figure for each window.</summary>
internal sealed partial class MetricSeries : IRecord, IScoped
{
    private const int LongestText = 200;

    private MetricSeries()
    {
    }

    /// <exception cref="FindingsException">With everything that is wrong with the description.</exception>
    public MetricSeries(string reference, ModelVersion version, AiSystemId system, SeriesDescription description, PersonId? by, DateTimeOffset at)
    {
        var findings = Check(description).ToList();
        if (findings.Count > 0) throw new FindingsException(findings);
        Id = Foundation.Id.New<MetricSeriesId>();
        (Ref, UnitId, ModelId, ModelVersionId, SystemId, DefinedBy, DefinedAt) = (reference, version.UnitId, version.ModelId, version.Id, system, by, at);
        (Metric, Title, Kind, Subject, Unit, HigherIsBetter, Tool, ToolVersion, Window, GraceHours) = description with
        {
            Title = description.Title.Trim(), Subject = description.Subject.Trim(), Unit = description.Unit.Trim(), Tool = description.Tool.Trim(), ToolVersion = description.ToolVersion.Trim(),
        };
        FollowAt = NextLook(at);
    }

    public MetricSeriesId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public ModelId ModelId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    public SeriesState State { get; private set; }

    public string Metric { get; private set; } = "";

    public string Title { get; private set; } = "";

    public MeasureKind Kind { get; private set; }

    public string Subject { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public bool HigherIsBetter { get; private set; }

    public string Tool { get; private set; } = "";

    public string ToolVersion { get; private set; } = "";

    public WindowLength Window { get; private set; }

    /// <summary>Hours after the end of a window until a missing measurement is told.</summary>
    public int GraceHours { get; private set; }

    public PersonId? DefinedBy { get; private set; }

    public DateTimeOffset DefinedAt { get; private set; }

    /// <summary>The next moment at which time alone can change how the series stands: a window is overdue then.</summary>
    public DateTimeOffset FollowAt { get; private set; }

    public List<SeriesLimits> Limits { get; private set; } = [];

    public SeriesLimits InForce => Limits.Single(limits => limits.State == LimitsState.InForce);

    public SeriesLimits? Proposed => Limits.SingleOrDefault(limits => limits.State == LimitsState.Proposed);

    /// <summary>"Answers supported by a source (Greek)".</summary>
    public string Label => Subject.Length == 0 ? Title : $"{Title} ({Subject})";

    /// <summary>What a rate of 1 is in the unit of the series.</summary>
    public double Whole => WholeIn(Unit);

    /// <summary>The largest value of a metric that is a part of a whole; null where it is none, or in a unit of one's own.</summary>
    public static double? Largest(MonitoringMetric? metric, string unit) => metric is { IsShare: true } && unit.Trim() is "" or "%" ? WholeIn(unit.Trim()) : null;

    private static double WholeIn(string unit) => unit == "%" ? 100 : 1;

    /// <summary>
    /// The first limits, and limits that nobody could call looser, are in force at once. Looser ones are a proposal that another person approves;
    /// it takes the place of an earlier proposal.
    /// </summary>
    public SeriesLimits SetLimits(LimitFigures figures, PersonId? by, DateTimeOffset at)
    {
        if (State == SeriesState.Stopped) throw new RuleViolation("SERIES-STOPPED", $"{Ref} is stopped. Define a new series.");
        var findings = figures.Check(Window, HigherIsBetter).ToList();
        if (findings.Count > 0) throw new FindingsException(findings);
        if (Limits.Count > 0 && InForce.Figures() == figures) throw new RuleViolation("LIMITS-SAME", $"These limits are in force already ({InForce.Ref}).");
        var limits = new SeriesLimits(this, Limits.Count + 1, figures, by, at);
        Proposed?.GiveWay(at);
        if (Limits.Count == 0 || !figures.IsLooserThan(InForce.Figures(), HigherIsBetter)) TakeForce(limits, null, at);
        Limits.Add(limits);
        return limits;
    }

    public void Approve(SeriesLimits limits, PersonId by, DateTimeOffset at)
    {
        if (limits.State != LimitsState.Proposed) throw new RuleViolation("LIMITS-STATE", $"{limits.Ref} is {Words.Of(limits.State)}; only proposed limits can be approved.");
        if (limits.ProposedBy == by) throw new RuleViolation("LIMITS-OWN", "You proposed these limits. Another person must approve them.");
        TakeForce(limits, by, at);
    }

    public void Stop()
    {
        if (State == SeriesState.Stopped) throw new RuleViolation("SERIES-STOPPED", $"{Ref} is already stopped.");
        State = SeriesState.Stopped;
    }

    /// <summary>When a measurement of the window is missed.</summary>
    public DateTimeOffset DueBy(Window window) => window.End.AddHours(GraceHours);

    /// <summary>The first window a measurement is expected for: the one in which the series was defined.</summary>
    public Window FirstExpected => Logs.Window.Of(Window, DefinedAt);

    /// <summary>The end of grace of the first window whose grace has not ended.</summary>
    public DateTimeOffset NextLook(DateTimeOffset now)
    {
        var window = Logs.Window.Of(Window, now.AddHours(-GraceHours) > DefinedAt ? now.AddHours(-GraceHours) : DefinedAt);
        while (DueBy(window) <= now) window = Logs.Window.Of(Window, window.End);
        return DueBy(window);
    }

    private void TakeForce(SeriesLimits limits, PersonId? by, DateTimeOffset at)
    {
        Limits.SingleOrDefault(known => known.State == LimitsState.InForce)?.GiveWay(at);
        limits.TakeForce(by, at);
    }

    public static IEnumerable<Finding> Check(SeriesDescription description)
    {
        if (!Form().IsMatch(description.Metric)) yield return Finding.Error("metric", "series-metric", "Name the metric with small letters, digits, dots, dashes and underscores, at most 60, for example grounded_answer_rate.");
        if (Written.SaysNothing(description.Title)) yield return Finding.Error("title", "series-title", "Say what is measured: the standards library does not know this metric.");
        if (Written.SaysNothing(description.Tool)) yield return Finding.Error("tool", "series-tool", "Say what computes the figures: an evaluation tool, a vendor's report.");
        if (description.Window == WindowLength.All) yield return Finding.Error("window", "series-window", "A series is cut in time: hour, day, week, month, quarter or year.");
        if (description.GraceHours is < 0 or > 24 * 366) yield return Finding.Error("graceHours", "series-grace", "The grace time lies between 0 hours and a year.");
        foreach (var (place, text) in new[] { ("title", description.Title), ("subject", description.Subject), ("unit", description.Unit), ("tool", description.Tool), ("toolVersion", description.ToolVersion) })
            if (text.Length > LongestText || text.Any(char.IsControl)) yield return Finding.Error(place, "series-text", $"One line of at most {LongestText} characters.");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]{0,59}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
