namespace Concord.Cli.Demo;

/// <summary>
/// Generated rows of one system by column, sorted by time. Not a number stands for a missing numeric value, <see cref="Missing"/> for a missing level.
/// </summary>
internal sealed class GfcRows(int capacity)
{
    public const byte Missing = 255;

    public static readonly string[] Numeric =
        [
        "income", "loan_amount", "debt_ratio", "months_employed", "months_at_address", "prior_defaults", "utilisation", "instant_payment_share", "account_age",
    ];

    public static readonly string[] Categorical = ["channel_code", "device_field", "region", "group_age_band", "group_gender"];

    /// <summary>The levels of each of <see cref="Categorical"/>, in its order. The codes of a row are indices into them.</summary>
    public static readonly string[][] Levels =
    [
        ["APP", "WEB", "BRANCH", "BROKER"],
        ["D1", "D2", "D3", "D4", "D5"],
        ["north", "south", "east", "west", "capital", "abroad"],
        ["under_25", "25_34", "35_49", "50_64", "65_plus"],
        ["female", "male"],
    ];

    public static readonly string[] Channels = ["mobile app", "web site", "branch", "broker"];

    public int Count { get; set; }

    /// <summary>Microseconds since 1970 UTC.</summary>
    public long[] Time { get; } = new long[capacity];

    /// <summary>By feature in the order of <see cref="Numeric"/>.</summary>
    public double[][] Numbers { get; } = [.. Numeric.Select(_ => new double[capacity])];

    public byte[][] Codes { get; } = [.. Categorical.Select(_ => new byte[capacity])];

    public double[] Score { get; } = new double[capacity];

    public byte[] Decision { get; } = new byte[capacity];

    /// <summary>0 or 1; <see cref="Missing"/> where nobody will know, or not yet.</summary>
    public byte[] Outcome { get; } = new byte[capacity];

    public long[] OutcomeTime { get; } = new long[capacity];

    /// <summary>Bit set of the reasons R1 to R8.</summary>
    public byte[] Reasons { get; } = new byte[capacity];

    public bool[] Overridden { get; } = new bool[capacity];

    public bool[] NoticeShown { get; } = new bool[capacity];

    /// <summary>Number of the first row; prediction ids count on over the months.</summary>
    public int FirstNumber { get; set; }
}
