namespace Concord.Logs;

/// <summary>Why a row cannot be read as a row at all.</summary>
internal sealed record RowFault(string Code, string Message);

/// <summary>Rows of one file as text, one at a time: what every format comes to before a value is judged.</summary>
internal interface ITextRows : IDisposable
{
    IReadOnlyList<string> Header { get; }

    /// <summary>The row's number as the person who has the file would find it: the line of a text, the position in an array or a Parquet file.</summary>
    long Row { get; }

    /// <summary>One field per column of the header; null and empty text are missing. Shorter or longer when <see cref="Fault"/> says so.</summary>
    IReadOnlyList<string?> Fields { get; }

    /// <summary>Null for a row of the right form.</summary>
    RowFault? Fault { get; }

    /// <summary>How much of the file is read, in bytes; 0 where that is not known.</summary>
    long Offset => 0;

    /// <summary>Moves to the next row; false at the end.</summary>
    bool Read();
}
