namespace Concord.Logs;

/// <summary>What reading a batch showed by the way, so that the engine need not go through all rows for it again. Columns are counted as in the schema.</summary>
internal sealed class ColumnSights(int columns)
{
    public IdHashes Ids { get; } = new();

    /// <summary>The counts hold: every row was plainly right.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Values of numeric columns.</summary>
    public long[] Values { get; } = new long[columns];

    /// <summary>Values of numeric columns below zero.</summary>
    public long[] Negative { get; } = new long[columns];

    /// <summary>Whether a text may begin like a formula; false is certain.</summary>
    public bool[] FormulaStart { get; } = new bool[columns];

    /// <summary>A row was judged as text after some of its values were counted, or instead.</summary>
    public void SawText() => IsExact = false;

    /// <summary>Rows come that are not looked at.</summary>
    public void GiveUp()
    {
        Ids.GiveUp();
        IsExact = false;
        Array.Fill(FormulaStart, true);
    }
}
