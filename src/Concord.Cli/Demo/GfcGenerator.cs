namespace Concord.Cli.Demo;

/// <summary>Draws the rows of one system and one span of time. Spans are independent: any month can be drawn alone and is the same.</summary>
internal sealed class GfcGenerator(GfcModel model, GfcScenario scenario)
{
    /// <summary>Bands of the odds within which outcomes are spread evenly, and two segments per band.</summary>
    private const int Bands = 256;

    private const byte Youngest = 0;
    private const byte Largest = 2;

    private static readonly double[] AgeBands = Cumulative(0.09, 0.21, 0.35, 0.24, 0.11);
    private static readonly double[] Regions = Cumulative(0.22, 0.20, 0.18, 0.16, 0.19, 0.05);
    private static readonly double[] Devices = Cumulative(0.34, 0.28, 0.21, 0.135, 0.035);
    private static readonly double[] DirectChannels = Cumulative(0.36, 0.41, 0.23);
    private static readonly double[] Defaults = Cumulative(0.86, 0.10, 0.03, 0.01);

    private readonly double[] carried = new double[Bands * 2];
    private double carriedBroker, carriedInstant, young, youngApproved, others, othersApproved;

    /// <param name="from">First day.</param>
    /// <param name="to">First day after the span.</param>
    /// <param name="law">The month whose facts hold; a reference is drawn under the laws of the month before anything happened.</param>
    /// <param name="firstNumber">Number of the first prediction.</param>
    public void Fill(GfcRows rows, DateOnly from, DateOnly to, int count, DateOnly law, int firstNumber)
    {
        var random = new SeededRandom(scenario.Seed, (ulong)model.System[^1], (ulong)from.DayNumber);

        // Outcomes are spread evenly within a band of equal odds, from a random start: the rates of a window are those of the law, and its
        // figures do not hang on the luck of the seed. Which row gets the outcome remains chance.
        for (var band = 0; band < carried.Length; band++)
            carried[band] = random.Uniform();
        (carriedBroker, carriedInstant) = (random.Uniform(), random.Uniform());
        (young, youngApproved, others, othersApproved) = (0, 0, 0, 0);

        var start = Microseconds(from);
        var step = (Microseconds(to) - start) / (double)count;
        rows.Count = count;
        rows.FirstNumber = firstNumber;
        for (var row = 0; row < count; row++)
        {
            var time = start + (long)((row + random.Uniform()) * step) / 1000 * 1000;
            var one = Draw(random, law);
            model.Score(ref one, scenario, law);
            Write(rows, row, time, one);
            Decide(rows, row, one, random, law);
            rows.OutcomeTime[row] = time + (long)((0.5 + 3.5 * random.Uniform()) * 86_400) * 1_000_000;
        }
    }

    /// <summary>An outcome that comes after the log was handed over is not in it.</summary>
    public static void HideLaterOutcomes(GfcRows rows, DateOnly handedOver)
    {
        var limit = Microseconds(handedOver);
        for (var row = rows.Count - 1; row >= 0 && rows.Time[row] >= limit - 4L * 86_400 * 1_000_000; row--)
        {
            if (rows.OutcomeTime[row] >= limit)
                rows.Outcome[row] = GfcRows.Missing;
        }
    }

    public static long Microseconds(DateOnly day) => (day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 86_400L * 1_000_000;

    private GfcCase Draw(SeededRandom random, DateOnly law)
    {
        var credit = model.System == "SYS-01";
        var alerts = model.System == "SYS-04";
        var broker = Next(ref carriedBroker, credit ? scenario.BrokerShare(law) : 0.05);
        var instant = Next(ref carriedInstant, alerts ? scenario.InstantShare(law) : 0.08);
        var wealth = random.Normal();
        var spread = random.Normal();
        return new GfcCase
        {
            Broker = broker,
            Instant = instant,
            Income = 10 * Math.Round(4_200 * (broker && credit ? 0.615 * Math.Exp(0.06 * wealth) : Math.Exp(0.29 * wealth))),
            LoanAmount = 50 * Math.Round(180 * Math.Exp(0.55 * random.Normal())),
            DebtRatio = Math.Round(Math.Clamp(0.28 + 0.11 * random.Normal(), 0.02, 0.95), 3),
            MonthsEmployed = Math.Min(480, Math.Round(60 * Math.Exp(0.7 * random.Normal()))),
            MonthsAtAddress = SometimesMissing(Math.Min(480, Math.Round(48 * Math.Exp(0.8 * random.Normal()))), 0.015, random),
            PriorDefaults = Pick(Defaults, random),
            Utilisation = SometimesMissing(Math.Round(GfcModel.Probability(-0.6 + random.Normal()), 3), 0.01, random),
            InstantShare = Math.Round(instant ? 0.5 + 0.5 * GfcModel.Probability(0.6 * spread) : 0.5 * GfcModel.Probability(-0.8 + spread), 3),
            AccountAge = Math.Max(1, Math.Round(70 * Math.Exp(0.7 * random.Normal()))),
            Channel = broker ? (byte)3 : Pick(DirectChannels, random),
            Device = random.Uniform() < 0.008 ? GfcRows.Missing : Pick(Devices, random),
            Region = Pick(Regions, random),
            AgeBand = Pick(AgeBands, random),
            Gender = (byte)(random.Uniform() < 0.49 ? 0 : 1),
        };
    }

    private static void Write(GfcRows rows, int row, long time, GfcCase one)
    {
        rows.Time[row] = time;
        var numbers = rows.Numbers;
        numbers[0][row] = one.Income;
        numbers[1][row] = one.LoanAmount;
        numbers[2][row] = one.DebtRatio;
        numbers[3][row] = one.MonthsEmployed;
        numbers[4][row] = one.MonthsAtAddress;
        numbers[5][row] = one.PriorDefaults;
        numbers[6][row] = one.Utilisation;
        numbers[7][row] = one.InstantShare;
        numbers[8][row] = one.AccountAge;
        var codes = rows.Codes;
        codes[0][row] = one.Channel;
        codes[1][row] = one.Device;
        codes[2][row] = one.Region;
        codes[3][row] = one.AgeBand;
        codes[4][row] = one.Gender;
        rows.Score[row] = Math.Round(GfcModel.Probability(one.Odds), 6);
    }

    private void Decide(GfcRows rows, int row, GfcCase one, SeededRandom random, DateOnly law)
    {
        var decision = rows.Score[row] >= model.Threshold;
        var overridden = random.Uniform() < 0.01;
        decision ^= overridden;
        byte reasons = 0;
        if (model.System == "SYS-01" && DeclinedAsYoung(one.AgeBand, decision, scenario.YoungApproval(law)))
        {
            decision = false;
            reasons = 1 << 7;
        }

        if (decision != model.FavourableIsOne)
            reasons |= Reasons(one);
        rows.Decision[row] = decision ? (byte)1 : (byte)0;
        rows.Reasons[row] = reasons;
        rows.Overridden[row] = overridden;
        rows.NoticeShown[row] = random.Uniform() < 0.995;

        var band = Math.Clamp((int)((one.Odds + 8) * 16), 0, Bands - 1) * 2 + (one.Broker || one.Instant ? 1 : 0);
        var known = decision || model.OutcomeOfAll;
        rows.Outcome[row] = !known ? GfcRows.Missing : Next(ref carried[band], one.TrueProbability) ? (byte)1 : (byte)0;
    }

    /// <summary>Declines just so many under 25 that their approval keeps its relation to the largest age band, whatever the luck of the month.</summary>
    private bool DeclinedAsYoung(byte ageBand, bool approved, double relation)
    {
        var count = approved ? 1 : 0;
        if (ageBand == Largest)
            (others, othersApproved) = (others + 1, othersApproved + count);
        if (ageBand != Youngest)
            return false;
        var declined = approved && relation < 1 && (youngApproved + 1) * others > relation * othersApproved * (young + 1);
        (young, youngApproved) = (young + 1, youngApproved + (declined ? 0 : count));
        return declined;
    }

    private static byte Reasons(GfcCase one) => (byte)(
        (one.PriorDefaults > 0 ? 1 : 0) | (one.DebtRatio > 0.35 ? 2 : 0) | (one.Utilisation > 0.5 ? 4 : 0) | (one.Income < 30_000 ? 8 : 0)
        | (one.InstantShare > 0.5 ? 16 : 0) | (one.AccountAge < 30 ? 32 : 0));

    /// <summary>True as often as the rates add up to whole numbers.</summary>
    private static bool Next(ref double carried, double rate)
    {
        carried += rate;
        if (carried < 1)
            return false;
        carried -= 1;
        return true;
    }

    private static double SometimesMissing(double value, double share, SeededRandom random) => random.Uniform() < share ? double.NaN : value;

    private static byte Pick(double[] cumulative, SeededRandom random)
    {
        var u = random.Uniform();
        byte level = 0;
        while (level < cumulative.Length - 1 && u >= cumulative[level])
            level++;
        return level;
    }

    private static double[] Cumulative(params double[] shares)
    {
        var sum = 0.0;
        return [.. shares.Select(share => sum += share)];
    }
}
