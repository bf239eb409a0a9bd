namespace Concord.Logs;

/// <summary>The place of a row in a batch as one sortable number: file and row.</summary>
internal static class LogRowKey
{
    private const int RowBits = 40;

    public static long Of(int file, long row) => ((long)file << RowBits) | row;

    public static int File(long key) => (int)(key >> RowBits);

    public static long Row(long key) => key & ((1L << RowBits) - 1);
}

/// <summary>One row with typed values, by the position of the column in the schema. Reused for every row of a batch.</summary>
internal sealed class LogRow(int columns)
{
    public long Key { get; set; }

    /// <summary>Its timestamp was written with an offset and moved to UTC.</summary>
    public bool Shifted { get; set; }

    public string?[] Texts { get; } = new string?[columns];

    public double?[] Numbers { get; } = new double?[columns];

    public DateTime?[] Times { get; } = new DateTime?[columns];

    public sbyte?[] Flags { get; } = new sbyte?[columns];
}
