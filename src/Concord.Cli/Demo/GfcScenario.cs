namespace Concord.Cli.Demo;

/// <summary>What happens to the bank while it is watched: the injected facts with their dates. Everything else stays as in the reference.</summary>
/// <param name="Effects">False: nothing happens, and all four systems must stay quiet.</param>
internal sealed record GfcScenario(ulong Seed, bool Effects)
{
    /// <summary>The seed of the demonstration. Another one gives other rows and the same findings.</summary>
    public const ulong DefaultSeed = 42001;

    public static GfcScenario Default { get; } = new(DefaultSeed, Effects: true);

    /// <summary>A pilot with one broker runs in the reference already, so that the channel is not a new level later.</summary>
    private const double PilotBrokerShare = 0.01;

    private const double BaseInstantShare = 0.08;

    /// <summary>Share of applications for credit that come through brokers.</summary>
    public double BrokerShare(DateOnly month) => !Effects ? PilotBrokerShare : MonthsFrom(month, 2026, 2) switch
    {
        < 0 => PilotBrokerShare,
        0 => 0.04,
        1 => 0.12,
        2 => 0.19,
        3 => 0.25,
        _ => 0.31,
    };

    /// <summary>
    /// How often applicants under 25 are approved, relative to the largest age band. A rule of June 2026 on short address histories lowers it;
    /// 1 means that no rule applies.
    /// </summary>
    public double YoungApproval(DateOnly month) => Effects && MonthsFrom(month, 2026, 6) >= 0 ? 0.77 : 1;

    /// <summary>Share of transaction alerts on customers who mostly pay instantly.</summary>
    public double InstantShare(DateOnly month) => BaseInstantShare + 0.285 * Shift(month);

    /// <summary>How far laundering has moved away from the patterns the alert model ranks on top: 0 not, 1 fully.</summary>
    public double Shift(DateOnly month) => !Effects ? 0 : MonthsFrom(month, 2026, 2) switch
    {
        < 0 => 0,
        0 => 0.35,
        1 => 0.65,
        2 => 0.85,
        _ => 1,
    };

    private static int MonthsFrom(DateOnly month, int year, int first) => (month.Year - year) * 12 + month.Month - first;
}
