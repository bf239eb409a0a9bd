using System.Globalization;
using System.Text;
using Concord.Logs;
using DuckDB.NET.Native;

namespace Concord.Cli.Demo;

/// <summary>
/// Writes generated rows as a staged log. They go to DuckDB as whole column vectors: 875,000 rows cell by cell would cost the demonstration
/// several seconds of its start. Every text is at most 12 bytes long, so that it lies inside the vector.
/// </summary>
internal sealed unsafe class GfcLogWriter : IDisposable
{
    private const int VectorSize = 2048;
    private const int InlineText = 12;

    private static readonly UInt128[][] LevelTexts = [.. GfcRows.Levels.Select(levels => levels.Select(Text).ToArray())];
    private static readonly UInt128[] ChannelTexts = [.. GfcRows.Channels.Select(Text)];
    private static readonly UInt128[] NoticeTexts = [Text("no"), Text("yes")];
    private static readonly UInt128 OverriddenText = Text("staff");

    /// <summary>For every set of reasons its first four, the rest is not told.</summary>
    private static readonly UInt128[] ReasonTexts = [.. Enumerable.Range(0, 256).Select(set => Text(string.Join(';', Reasons(set).Take(4))))];

    private readonly GfcModel model;
    private readonly string file;
    private readonly DuckDbSession session;
    private readonly DuckDBAppender appender;
    private readonly DuckDBDataChunk chunk;
    private readonly UInt128 modelText, versionText;
    private readonly string idPrefix;

    public GfcLogWriter(GfcModel model, string file, string idPrefix)
    {
        (this.model, this.file, this.idPrefix) = (model, file, idPrefix);
        (modelText, versionText) = (Text(model.ModelId), Text(model.Version));
        session = DuckDbSession.Open([file], threads: 1);
        var columns = Columns();
        session.Execute($"CREATE TABLE log ({string.Join(", ", columns.Select(column => $"{column.Name} {TypeName(column.Kind)}"))})");
        Demand(NativeMethods.Appender.DuckDBAppenderCreate(session.Connection.NativeConnection, null!, "log", out appender));
        var types = columns.Select(column => NativeMethods.LogicalType.DuckDBCreateLogicalType(TypeOf(column.Kind))).ToArray();
        chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk([.. types.Select(type => type.DangerousGetHandle())], (ulong)types.Length);
        foreach (var type in types)
            type.Dispose();
    }

    public static LogSchema Schema { get; } = new(LogSchema.CurrentVersion, Columns());

    public void Append(GfcRows rows)
    {
        for (var from = 0; from < rows.Count; from += VectorSize)
        {
            var count = Math.Min(VectorSize, rows.Count - from);
            NativeMethods.DataChunks.DuckDBDataChunkReset(chunk);
            Fill(rows, from, count);
            NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)count);
            Demand(NativeMethods.Appender.DuckDBAppendDataChunk(appender, chunk));
        }
    }

    /// <summary>Rows come in order of time, and DuckDB keeps the order of insertion.</summary>
    public void Finish()
    {
        Demand(NativeMethods.Appender.DuckDBAppenderClose(appender));
        session.Execute($"COPY log TO {DuckDbSession.Quoted(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)");
    }

    public void Dispose()
    {
        chunk.Dispose();
        appender.Dispose();
        session.Dispose();
    }

    private static LogColumn[] Columns() =>
    [
        new("t", "event_time", LogColumnKind.Timestamp),
        new("id", "prediction_id", LogColumnKind.PredictionId),
        new("s", "score", LogColumnKind.Score),
        new("d", "decision", LogColumnKind.Decision),
        new("y", "outcome", LogColumnKind.Label),
        new("yt", "outcome_time", LogColumnKind.LabelTimestamp),
        new("v", "model_version", LogColumnKind.ModelVersion),
        .. GfcRows.Numeric.Select((name, at) => new LogColumn(string.Create(CultureInfo.InvariantCulture, $"n{at}"), name, LogColumnKind.Numeric)),
        .. GfcRows.Categorical.Select((name, at) => new LogColumn(string.Create(CultureInfo.InvariantCulture, $"c{at}"), name, LogColumnKind.Categorical)),
        new("x0", "model_id", LogColumnKind.Other),
        new("x1", "reason_codes", LogColumnKind.Other),
        new("x2", "channel", LogColumnKind.Other),
        new("x3", "overridden_by", LogColumnKind.Other),
        new("x4", "notice_shown", LogColumnKind.Other),
    ];

    private void Fill(GfcRows rows, int from, int count)
    {
        var column = 0;
        Copy(column++, rows.Time, from, count);
        FillIds(column++, rows.FirstNumber + from, count);
        Copy(column++, rows.Score, from, count);
        Copy(column++, rows.Decision, from, count);
        var outcomes = rows.Outcome.AsSpan(from, count);
        Copy(column, rows.Outcome, from, count);
        Hide(column++, outcomes);
        Copy(column, rows.OutcomeTime, from, count);
        Hide(column++, outcomes);
        Vector<UInt128>(column++, count).Fill(versionText);
        foreach (var numbers in rows.Numbers)
        {
            Copy(column, numbers, from, count);
            HideUnknown(column++, numbers.AsSpan(from, count));
        }

        for (var at = 0; at < rows.Codes.Length; at++)
        {
            var codes = rows.Codes[at].AsSpan(from, count);
            FillTexts(column, LevelTexts[at], codes);
            Hide(column++, codes);
        }

        Vector<UInt128>(column++, count).Fill(modelText);
        var reasons = rows.Reasons.AsSpan(from, count);
        FillTexts(column, ReasonTexts, reasons);
        HideWhere(column++, count, i => rows.Reasons[from + i] == 0);
        FillTexts(column++, ChannelTexts, rows.Codes[0].AsSpan(from, count));
        Vector<UInt128>(column, count).Fill(OverriddenText);
        HideWhere(column++, count, i => !rows.Overridden[from + i]);
        var notices = Vector<UInt128>(column, count);
        for (var i = 0; i < count; i++)
            notices[i] = NoticeTexts[rows.NoticeShown[from + i] ? 1 : 0];
    }

    private Span<T> Vector<T>(int column, int count) where T : unmanaged =>
        new(NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column)), count);

    private void Copy<T>(int column, T[] values, int from, int count) where T : unmanaged => values.AsSpan(from, count).CopyTo(Vector<T>(column, count));

    private void FillTexts(int column, UInt128[] texts, ReadOnlySpan<byte> codes)
    {
        var target = Vector<UInt128>(column, codes.Length);
        for (var i = 0; i < codes.Length; i++)
            target[i] = codes[i] < texts.Length ? texts[codes[i]] : default;
    }

    /// <summary>Prefix and nine digits.</summary>
    private void FillIds(int column, int first, int count)
    {
        var target = Vector<UInt128>(column, count);
        Span<byte> text = stackalloc byte[InlineText];
        Encoding.ASCII.GetBytes(idPrefix, text);
        for (var i = 0; i < count; i++)
        {
            var number = first + i;
            for (var at = InlineText - 1; at >= idPrefix.Length; at--, number /= 10)
                text[at] = (byte)('0' + number % 10);
            target[i] = Inline(text);
        }
    }

    private void Hide(int column, ReadOnlySpan<byte> codes)
    {
        var validity = Validity(column);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == GfcRows.Missing)
                validity[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private void HideUnknown(int column, ReadOnlySpan<double> values)
    {
        ulong* validity = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
                continue;
            validity = validity is null ? Validity(column) : validity;
            validity[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private void HideWhere(int column, int count, Func<int, bool> hidden)
    {
        var validity = Validity(column);
        for (var i = 0; i < count; i++)
        {
            if (hidden(i))
                validity[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private ulong* Validity(int column)
    {
        var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column);
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    private static IEnumerable<string> Reasons(int set) =>
        Enumerable.Range(0, 8).Where(bit => (set >> bit & 1) == 1).Select(bit => string.Create(CultureInfo.InvariantCulture, $"R{bit + 1}"));

    private static UInt128 Text(string text) => Inline(Encoding.ASCII.GetBytes(text));

    /// <summary>DuckDB's own form of a short text: its length in four bytes, then up to twelve bytes, the rest zero.</summary>
    private static UInt128 Inline(ReadOnlySpan<byte> text)
    {
        if (text.Length > InlineText)
            throw new ArgumentException($"A text of a generated log has at most {InlineText} bytes.", nameof(text));
        UInt128 value = default;
        var bytes = new Span<byte>(&value, sizeof(UInt128));
        bytes[0] = (byte)text.Length;
        text.CopyTo(bytes[4..]);
        return value;
    }

    private static string TypeName(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => "TIMESTAMP",
        LogColumnKind.Score or LogColumnKind.Numeric => "DOUBLE",
        LogColumnKind.Decision or LogColumnKind.Label => "TINYINT",
        _ => "VARCHAR",
    };

    private static DuckDBType TypeOf(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => DuckDBType.Timestamp,
        LogColumnKind.Score or LogColumnKind.Numeric => DuckDBType.Double,
        LogColumnKind.Decision or LogColumnKind.Label => DuckDBType.TinyInt,
        _ => DuckDBType.Varchar,
    };

    private void Demand(DuckDBState state)
    {
        if (state != DuckDBState.Success)
            throw new InvalidOperationException($"DuckDB refused the generated rows of {model.System}.");
    }
}
