using Concord.Foundation;

namespace Concord.Risks;

internal readonly record struct RiskAskId(Guid Value) : IId<RiskAskId>
{
    public static RiskAskId From(Guid value) => new(value);
}

/// <summary>Something happened after which a risk must be assessed anew. A new assessment ends it.</summary>
internal sealed class RiskAsk
{
    private RiskAsk()
    {
    }

    public RiskAsk(RiskId risk, string because, string from, DateTimeOffset at)
    {
        Id = Foundation.Id.New<RiskAskId>();
        (RiskId, Because, From, At) = (risk, Written.Demand(because, "RISK-ASK", "Say why the risk must be assessed anew."), from, at);
    }

    public RiskAskId Id { get; private set; }

    public RiskId RiskId { get; private set; }

    /// <summary>Why, as a reader of the risk is told.</summary>
    public string Because { get; private set; } = "";

    /// <summary>Reference of the record that asked: a signal, an incident. Empty: none did.</summary>
    public string From { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>When the assessment was made that answered it; null while it is open.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public void Answer(DateTimeOffset at) => AnsweredAt = at;
}
