namespace Concord.Cli.Demo;

/// <summary>One case before the model sees it, and what the model makes of it.</summary>
internal struct GfcCase
{
    public double Income, LoanAmount, DebtRatio, MonthsEmployed, MonthsAtAddress, PriorDefaults, Utilisation, InstantShare, AccountAge;
    public byte Channel, Device, Region, AgeBand, Gender;
    public bool Broker, Instant;

    /// <summary>Log odds the model gives, and those that are true; they agree where nothing happened.</summary>
    public double Odds, TrueProbability;
}

/// <summary>The invented law behind one monitored system: which cases arrive, how they are scored, what becomes of them.</summary>
internal sealed record GfcModel(
    string System,
    string ModelId,
    string Version,
    int RowsPerDay,
    double Threshold,
    bool FavourableIsOne,
    bool OutcomeOfAll,
    Scorer Score)
{
    public static readonly GfcModel[] All =
    [
        new("SYS-01", "gfc-credit", "v4", 500, 0.70, FavourableIsOne: true, OutcomeOfAll: false, CreditScoring),
        new("SYS-02", "gfc-fraud", "v7", 400, 0.35, FavourableIsOne: false, OutcomeOfAll: false, CardFraud),
        new("SYS-04", "gfc-aml", "v2", 700, 0.035, FavourableIsOne: false, OutcomeOfAll: false, AlertRanking),
        new("SYS-05", "gfc-limits", "v3", 450, 0.80, FavourableIsOne: true, OutcomeOfAll: true, LimitManagement),
    ];

    /// <summary>Log odds of repaying. Customers of brokers default more often than the model says: it never saw them.</summary>
    private static void CreditScoring(ref GfcCase one, GfcScenario scenario, DateOnly month)
    {
        one.Odds = 2.1 + 4.0 * Math.Log(one.Income / 42_000) - 2.0 * (one.DebtRatio - 0.28) - 0.6 * one.PriorDefaults
            - 0.8 * (Known(one.Utilisation, 0.37) - 0.37);
        one.TrueProbability = Probability(one.Odds - (one.Broker ? 0.2 : 0));
    }

    /// <summary>Log odds of fraud. An emulated device (D5) is nearly always fraud.</summary>
    private static void CardFraud(ref GfcCase one, GfcScenario scenario, DateOnly month)
    {
        one.Odds = -0.85 + 1.4 * (one.InstantShare - 0.2) - 0.45 * Math.Log(one.AccountAge / 70) + (one.Device == 4 ? 7.5 : 0);
        one.TrueProbability = Probability(one.Odds);
    }

    /// <summary>
    /// Log odds that an alert is confirmed. The model has seen few customers who mostly pay instantly and ranks them all in the middle;
    /// as laundering moves to them, what it ranks on top is less often true.
    /// </summary>
    private static void AlertRanking(ref GfcCase one, GfcScenario scenario, DateOnly month)
    {
        var pattern = 1.5 * Math.Log(one.LoanAmount / 9_000) - 0.9 * Math.Log(one.AccountAge / 70) + 0.9 * one.PriorDefaults;
        one.Odds = -3.35 + (one.Instant ? 0.0 + 0.25 * pattern : pattern);
        var said = Probability(one.Odds);
        var top = Math.Clamp((said - 0.02) / 0.10, 0, 1);
        one.TrueProbability = said * (1 + (one.Instant ? 0.35 : -0.225 * top) * scenario.Shift(month));
    }

    /// <summary>Log odds of staying out of arrears.</summary>
    private static void LimitManagement(ref GfcCase one, GfcScenario scenario, DateOnly month)
    {
        one.Odds = 1.6 + 0.8 * Math.Log(one.Income / 42_000) - 2.2 * (Known(one.Utilisation, 0.37) - 0.37) - 0.9 * one.PriorDefaults
            + 0.35 * Math.Log(one.AccountAge / 70);
        one.TrueProbability = Probability(one.Odds);
    }

    public static double Probability(double odds) => 1 / (1 + Math.Exp(-odds));

    private static double Known(double value, double otherwise) => double.IsNaN(value) ? otherwise : value;
}

/// <summary>Fills in the odds and the true probability of a case that arrives in a month.</summary>
internal delegate void Scorer(ref GfcCase one, GfcScenario scenario, DateOnly month);
