namespace Concord.Incidents.Clocks;

internal enum LimitUnit
{
    /// <summary>The law says immediately or without delay and names no figure: there is no end that could be computed.</summary>
    AtOnce,

    /// <summary>Run from the recorded moment without a break, through nights, weekends and changes of the clocks.</summary>
    Hours,

    /// <summary>The day of the event is not counted; the last day counts to its end.</summary>
    Days,

    /// <summary>As days, of which only working days count.</summary>
    WorkingDays,

    /// <summary>To the end of the day of the same date, or of the last day of a month that has no such date.</summary>
    Months,
}

/// <summary>What becomes of an end that falls on a day that is no working day.</summary>
internal enum LastDay
{
    AsItFalls,
    NextWorkingDay,
    NoonOfNextWorkingDay,
}

/// <summary>How a period is counted.</summary>
/// <param name="LeastWorkingDays">The period is extended until it contains so many; 0: no such rule.</param>
internal sealed record TimeLimit(int Amount, LimitUnit Unit, LastDay LastDay = LastDay.AsItFalls, int LeastWorkingDays = 0);

/// <summary>What starts a clock.</summary>
internal enum StartKind
{
    /// <summary>A fact of the case.</summary>
    Fact,

    /// <summary>The first notification of another clock.</summary>
    Notified,

    /// <summary>The latest notification of another clock.</summary>
    LastNotified,

    /// <summary>The end of another clock.</summary>
    EndOf,
}

/// <param name="Key">A fact or the other clock.</param>
internal sealed record ClockStart(StartKind Kind, string Key);

internal enum SystemRole
{
    Anyone,
    Provider,
    Deployer,

    /// <summary>A deployer of a system that somebody else provides.</summary>
    DeployerOnly,
}

/// <summary>A duty of law to tell somebody in time: a row of <c>standards/incidents/clocks.csv</c>.</summary>
/// <param name="Starts">Whatever of these comes first starts it.</param>
/// <param name="CapStart">A fact from which on a second, shorter end may run; null: none.</param>
/// <param name="Role">Whose duty it is; <paramref name="RoleOrFact"/> makes it everybody's.</param>
/// <param name="PlaceId">The place whose calendar counts, whatever that of the case is.</param>
/// <param name="AppliesFrom">What began before this day starts no clock.</param>
internal sealed record ClockRule(
    string Id, string Regime, string Title, IReadOnlyList<ClockStart> Starts, string? CapStart, int CapHours, SystemRole Role, string? RoleOrFact, bool HighRiskOnly,
    TimeLimit Limit, string? PlaceId, DateOnly? AppliesFrom, string Tell, string Citation, string Note);

/// <summary>Something that is the case or not, recorded with the moment from which it was known.</summary>
/// <param name="IsSerious">It is harm for which law calls an incident serious: what was judged of the system before did not know of it.</param>
internal sealed record FactKind(string Key, string Title, string Explains, bool IsSerious);

/// <param name="Sort">incident, near_miss or concern.</param>
internal sealed record IncidentKindWord(string Key, string Title, string Sort, string Explains);

internal sealed record CauseCategory(string Key, string Title, string Explains);

/// <summary>A line of a draft notification.</summary>
/// <param name="Regime">Star: of every notification.</param>
/// <param name="Field">What of the record stands there, or <c>blank:</c> and what a person fills in.</param>
internal sealed record NoticeItem(string Regime, string Heading, string Field);
