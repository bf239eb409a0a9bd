using Concord.Foundation;

namespace Concord.Links;

internal readonly record struct LinkId(Guid Value) : IId<LinkId>
{
    public static LinkId From(Guid value) => new(value);
}

/// <summary>Two records that belong together and why: the signal and the risk it reopened, the incident and the signal it was opened from.</summary>
internal sealed class Link
{
    private Link()
    {
    }

    public Link(string from, string relation, string to, string note, DateTimeOffset at)
    {
        Id = Foundation.Id.New<LinkId>();
        (From, Relation, To, Note, At) = (from, relation, to, note, at);
    }

    public LinkId Id { get; private set; }

    public string From { get; private set; } = "";

    public string Relation { get; private set; } = "";

    public string To { get; private set; } = "";

    public string Note { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}

/// <summary>The relations the product itself makes.</summary>
internal static class Relation
{
    public const string Evidence = "evidence";
    public const string Risk = "risk";
    public const string Control = "control";
    public const string Requirement = "requirement";
    public const string Nonconformity = "nonconformity";
    public const string Incident = "incident";
    public const string Change = "change";
    public const string Policy = "policy";
    public const string System = "system";
    public const string Model = "model";
    public const string Monitor = "monitor";
    public const string Action = "action";
    public const string Document = "document";
    public const string Impact = "impact";
}
