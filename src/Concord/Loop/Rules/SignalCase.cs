using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Standards;

namespace Concord.Loop.Rules;

internal readonly record struct SignalCaseId(Guid Value) : IId<SignalCaseId>
{
    public static SignalCaseId From(Guid value) => new(value);
}

/// <summary>How a signal stood when rules were asked what follows on it: at its raising, and whenever that changed. What other rules would have said is told from these.</summary>
internal sealed class SignalCase : IScoped
{
    private SignalCase()
    {
    }

    public SignalCase(Signal signal, RiskClass tier, string under, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SignalCaseId>();
        (UnitId, SignalRef, At, Under) = (signal.UnitId, signal.Ref, at, under);
        (Kind, Severity, Tier, Metric, IsSeries, Windows) = (signal.Kind, signal.Severity, tier, signal.Metric, signal.SeriesId is not null, Lasting(signal.Since, signal.Window));
    }

    public SignalCaseId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string SignalRef { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public SignalKind Kind { get; private set; }

    public SignalSeverity Severity { get; private set; }

    public RiskClass Tier { get; private set; }

    public string Metric { get; private set; } = "";

    public bool IsSeries { get; private set; }

    public int Windows { get; private set; }

    /// <summary>The rules that were asked.</summary>
    public string Under { get; private set; } = "";

    public LoopCase Facts => new(Words.Key(Kind), Words.Key(Severity), Words.Key(Tier), Metric, IsSeries ? "series" : "monitor", Windows);

    /// <summary>Windows of the calendar from the first of the unbroken row to the newest, both included. A limit that is broken in the reference itself lasts one.</summary>
    public static int Lasting(string since, string newest)
    {
        if (Window.Parse(since) is not { } first || Window.Parse(newest) is not { } last || first.Length != last.Length) return 1;
        var count = 1;
        for (var window = first; window.End <= last.Start && count < LoopRulesReader.LongestRow; window = Window.Of(first.Length, window.End)) count++;
        return count;
    }
}
