using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Concord.Logs;
using Concord.Logs.Kernel;
using DuckDB.NET.Native;

namespace Concord.Cli.Demo;

/// <summary>
/// Writes generated rows as a staged log. The engine asks for them chunk by chunk and writes the file as they come, as whole column vectors: 875,000 rows
/// cell by cell would cost the demonstration several seconds of its start. Every text is at most 12 bytes long, so that it lies inside the vector.
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
    private readonly UInt128 modelText, versionText;
    private readonly string idPrefix;
    private readonly IEnumerator<GfcRows> months;
    private GfcRows? rows;
    private int next;
    private Exception? problem;

    private GfcLogWriter(GfcModel model, string idPrefix, IEnumerable<GfcRows> months)
    {
        (this.model, this.idPrefix, this.months) = (model, idPrefix, months.GetEnumerator());
        (modelText, versionText) = (Text(model.ModelId), Text(model.Version));
    }

    public static LogSchema Schema { get; } = new(LogSchema.CurrentVersion, Columns());

    /// <summary>Rows come in order of time; one thread asks for them, and the engine keeps their order.</summary>
    public static void Write(GfcModel model, string file, string idPrefix, IEnumerable<GfcRows> months)
    {
        using var writer = new GfcLogWriter(model, idPrefix, months);
        using var session = DuckDbSession.Open([file], threads: 1);
        var self = GCHandle.Alloc(writer);
        try
        {
            DuckDbTableFunctions.Register(session, "generated", GCHandle.ToIntPtr(self), &Bind, &Fill);
            session.Execute($"COPY (FROM generated()) TO {DuckDbSession.Quoted(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)");
        }
        catch (DuckDB.NET.Data.DuckDBException) when (writer.problem is not null)
        {
            throw new InvalidOperationException($"The rows of {model.System} could not be generated: {writer.problem.Message}", writer.problem);
        }
        finally
        {
            self.Free();
        }
    }

    public void Dispose() => months.Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var column in Columns())
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(TypeOf(column.Kind));
            DuckDbTableFunctions.AddResultColumn(info, column.Name, type.DangerousGetHandle());
        }
    }

    /// <summary>An empty chunk ends the table.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        var writer = (GfcLogWriter)GCHandle.FromIntPtr(DuckDbTableFunctions.GetExtraInfo(info)).Target!;
        try
        {
            if (writer.rows is null || writer.next >= writer.rows.Count)
                (writer.rows, writer.next) = (writer.months.MoveNext() ? writer.months.Current : null, 0);
            var count = writer.rows is null ? 0 : Math.Min(VectorSize, writer.rows.Count - writer.next);
            if (count > 0)
                new Chunk(chunk, writer).Fill(writer.rows!, writer.next, count);
            writer.next += count;
            DuckDbTableFunctions.SetSize(chunk, (ulong)count);
        }
        catch (Exception thrown)
        {
            writer.problem = thrown;
            DuckDbTableFunctions.SetError(info, thrown.Message);
        }
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

    /// <summary>The vectors that one call fills.</summary>
    private readonly struct Chunk(nint chunk, GfcLogWriter writer)
    {
        public void Fill(GfcRows rows, int from, int count)
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
            Vector<UInt128>(column++, count).Fill(writer.versionText);
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

            Vector<UInt128>(column++, count).Fill(writer.modelText);
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
            new(NativeMethods.Vectors.DuckDBVectorGetData(DuckDbAggregates.ChunkVector(chunk, (ulong)column)), count);

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
            Encoding.ASCII.GetBytes(writer.idPrefix, text);
            for (var i = 0; i < count; i++)
            {
                var number = first + i;
                for (var at = InlineText - 1; at >= writer.idPrefix.Length; at--, number /= 10)
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
            var vector = DuckDbAggregates.ChunkVector(chunk, (ulong)column);
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            return NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }
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

    private static DuckDBType TypeOf(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => DuckDBType.Timestamp,
        LogColumnKind.Score or LogColumnKind.Numeric => DuckDBType.Double,
        LogColumnKind.Decision or LogColumnKind.Label => DuckDBType.TinyInt,
        _ => DuckDBType.Varchar,
    };
}
