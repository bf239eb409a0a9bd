using System.Globalization;
using System.Text;

namespace Concord.Logs.Inbox;

/// <summary>Judges the rows of a small batch as text, one by one: what is wrong becomes findings, what is good becomes bytes.</summary>
internal sealed class InboxTextRows(LogLayout layout, LogRowCheck check, string name, string timestamp, FindingList findings)
{
    private readonly Dictionary<UInt128, (int Place, long Line)> seen = [];
    private readonly List<long> shifted = [];

    public InboxRows Rows { get; } = new();

    public long Refused { get; private set; }

    public long Repeated { get; private set; }

    public void Read(ITextRows rows)
    {
        var row = new LogRow(layout.Schema.Columns.Count);
        while (rows.Read())
        {
            row.Key = LogRowKey.Of(0, rows.Row);
            if (rows.Fault is { } fault)
            {
                Refuse(name, fault.Code, fault.Message, rows.Row);
            }
            else if (check.Check(0, rows.Fields, row) is { Count: > 0 } problems)
            {
                foreach (var problem in problems) findings.Error(RowNotes.Place([name], row.Key, problem.Column), problem.Code, problem.Message, rows.Row);
                Refused++;
            }
            else
            {
                Take(row, rows.Row);
            }
        }
        if (shifted.Count > 0) RowNotes.Add(findings, [name], timestamp, "timestamp-shifted", "The timestamp is written with an offset and was moved to UTC.", shifted, shifted.Count);
    }

    private void Take(LogRow row, long line)
    {
        var place = Rows.Bytes.Length;
        var (time, id) = Write(row);
        if (id is not null && Hash(id) is var hash && seen.TryGetValue(hash, out var earlier))
        {
            Repeat(Rows.Pending, earlier, id, line);
            Rows.DropRow();
            return;
        }
        if (id is not null) seen[Hash(id)] = (place, line);
        Rows.EndRow(time, id is null ? null : Hash(id));
        if (row.Shifted) shifted.Add(row.Key);
    }

    private void Repeat(ReadOnlySpan<byte> later, (int Place, long Line) earlier, string id, long line)
    {
        var first = InboxRows.RowAt(Rows.Bytes.Span, earlier.Place);
        var place = string.Create(CultureInfo.InvariantCulture, $"row {earlier.Line}");
        if (later.SequenceEqual(first))
        {
            Repeated++;
            findings.Warning(name, "repeated-row", LogRepeats.Same(id, place), line);
            return;
        }
        var relabelled = InboxRowReader.Same(later, layout.Schema, first, layout.Schema, withLabels: false);
        Refuse(name, relabelled ? "changed-label" : "conflicting-prediction", relabelled ? LogRepeats.Relabelled(id, place) : LogRepeats.Different(id, place), line);
    }

    private void Refuse(string place, string code, string message, long line)
    {
        findings.Error(place, code, message, line);
        Refused++;
    }

    private (long? Time, string? Id) Write(LogRow row)
    {
        Rows.BeginRow();
        long? time = null;
        string? id = null;
        for (var i = 0; i < layout.Schema.Columns.Count; i++)
        {
            var kind = layout.Schema.Columns[i].Kind;
            switch (InboxRows.TypeOf(kind))
            {
                case InboxType.Time when row.Times[i] is { } moment:
                    var micros = (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
                    if (kind == LogColumnKind.Timestamp) time = micros;
                    Rows.Add(micros);
                    break;
                case InboxType.Number when row.Numbers[i] is { } number:
                    Rows.Add(number);
                    break;
                case InboxType.Flag when row.Flags[i] is { } flag:
                    Rows.Add(flag);
                    break;
                case InboxType.Text when row.Texts[i] is { } words:
                    if (kind == LogColumnKind.PredictionId) id = words;
                    Rows.Add(Encoding.UTF8.GetBytes(words));
                    break;
                default:
                    Rows.Missing();
                    break;
            }
        }
        return (time, id);
    }

    private static UInt128 Hash(string id) => InboxRows.HashOf(Encoding.UTF8.GetBytes(id));
}
