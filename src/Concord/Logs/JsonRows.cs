using System.Text;
using System.Text.Json;

namespace Concord.Logs;

/// <summary>
/// Rows of a JSON array of flat objects, or of one object per line (NDJSON). The columns are all keys found in any row; a key that a row lacks is missing there.
/// Values become the text they are written as, so that one set of rules judges every format.
/// </summary>
internal sealed class JsonRows : ITextRows
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    private readonly JsonObjects _objects;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly List<string> _header = [];
    private readonly bool _collect;
    private readonly int _mostColumns;
    private string?[] _fields = [];
    private long[] _seenIn = [];
    private long _objectCount;

    private JsonRows(Stream file, IReadOnlyList<string>? header, int mostColumns)
    {
        _objects = new JsonObjects(file, Options);
        _mostColumns = mostColumns;
        _collect = header is null;
        foreach (string column in header ?? [])
            Position(column);
    }

    public IReadOnlyList<string> Header => _header;

    public long Row => _objects.Row;

    public IReadOnlyList<string?> Fields => _fields;

    public long Offset => _objects.Offset;

    public RowFault? Fault { get; private set; }

    /// <summary>Reads the rows once for their keys and opens them again at the first.</summary>
    public static JsonRows Open(Func<Stream> open, int mostColumns)
    {
        List<string> header;
        using (JsonRows first = new(open(), null, mostColumns))
        {
            while (first.Read())
            {
            }
            header = first._header;
        }
        return new JsonRows(open(), header, mostColumns);
    }

    public bool Read()
    {
        if (!_objects.Read())
            return false;
        _objectCount++;
        Array.Clear(_fields);
        Fault = _objects.Fault;
        if (Fault is not null)
            return true;
        try
        {
            Fault = ReadObject();
        }
        catch (JsonException exception)
        {
            Fault = JsonObjects.SyntaxFault(exception);
        }
        return true;
    }

    public void Dispose() => _objects.Dispose();

    private RowFault? ReadObject()
    {
        ReadOnlySpan<byte> row = _objects.Current;
        Utf8JsonReader reader = new(row, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new RowFault("not-an-object", "A row must be an object such as {\"timestamp\": \"2025-03-01T10:00:00Z\", \"score\": 0.5}.");
        RowFault? fault = null;
        int expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Rows usually repeat the keys in one order; then no key becomes a string.
            int position = expected < _header.Count && reader.ValueTextEquals(_header[expected]) ? expected : Position(reader.GetString()!);
            expected = position + 1;
            reader.Read();
            if (position < 0)
            {
                reader.Skip();
                continue;
            }
            if (_seenIn[position] == _objectCount)
                fault ??= new RowFault("duplicate-key", $"The key {VisibleText.Quoted(_header[position])} stands twice in this row. Keep the one that is true.");
            _seenIn[position] = _objectCount;
            _fields[position] = Text(ref reader, row);
        }
        // What follows the object is read too: a second document behind the first is an error, not a comment.
        while (reader.Read())
        {
        }
        return fault;
    }

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> row)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(row[start..(int)reader.BytesConsumed]);
            default:
                return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>The column of a key; a new one while keys are collected. One more than allowed is kept, so that the limit can be reported.</summary>
    private int Position(string key)
    {
        if (_positions.TryGetValue(key, out int position))
            return position;
        if (_collect && _header.Count > _mostColumns)
            return -1;
        _positions[key] = _header.Count;
        _header.Add(key);
        if (_fields.Length < _header.Count)
        {
            Array.Resize(ref _fields, Math.Max(16, _header.Count));
            Array.Resize(ref _seenIn, _fields.Length);
        }
        return _header.Count - 1;
    }
}
