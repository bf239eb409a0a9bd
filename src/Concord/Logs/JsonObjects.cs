using System.Text.Json;

namespace Concord.Logs;

/// <summary>Cuts a JSON array, or lines of JSON, into the bytes of its rows without holding more than one row.</summary>
internal sealed class JsonObjects : IDisposable
{
    private const int LongestRow = 1 << 20;

    private readonly Stream _file;
    private readonly JsonReaderOptions _options;
    private readonly bool _array;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEndOfFile;
    private bool _finished;
    private bool _breakPending;
    private int _rowLength;

    public JsonObjects(Stream file, JsonReaderOptions options)
    {
        _options = options;
        _file = file;
        Fill();
        if (_buffer.AsSpan(_start, _end - _start).StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            _start += 3;
        _array = NextByte() == '[';
        if (_array)
            _start++;
    }

    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start - _rowLength, _rowLength);

    /// <summary>The element of the array, or the line; counted from 1.</summary>
    public long Row { get; private set; }

    public long Offset => _file.Position;

    public RowFault? Fault { get; private set; }

    public static RowFault SyntaxFault(JsonException exception) =>
        exception.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? new RowFault("json-too-deep", "The row is nested too deeply. A row is a flat object of numbers, texts and nulls.")
            : new RowFault("json-syntax", "This is no valid JSON. Send an array of flat objects, or one object per line.");

    public bool Read()
    {
        Fault = null;
        _rowLength = 0;
        return !_finished && (_array ? ReadElement() : ReadLine());
    }

    public void Dispose() => _file.Dispose();

    private bool ReadElement()
    {
        int next = NextByte();
        if (next == ']')
        {
            _start++;
            _finished = true;
            if (NextByte() < 0)
                return false;
            return Broken("More text follows the end of the array. Send one document.");
        }
        if (Row > 0)
        {
            if (next != ',')
                return Broken(next < 0 ? "The array is not closed: the file ends in the middle." : "A comma is missing between two rows.");
            _start++;
            next = NextByte();
        }
        if (next != '{')
            return Broken("A row must be an object: send an array of flat objects.");
        Row++;
        return CutObject();
    }

    private bool CutObject()
    {
        while (true)
        {
            try
            {
                Utf8JsonReader reader = new(_buffer.AsSpan(_start, _end - _start), _atEndOfFile, new JsonReaderState(_options));
                if (reader.Read() && reader.TrySkip())
                {
                    _rowLength = (int)reader.BytesConsumed;
                    _start += _rowLength;
                    return true;
                }
            }
            catch (JsonException exception)
            {
                _finished = true;
                Fault = SyntaxFault(exception);
                return true;
            }
            if (_end - _start > LongestRow)
                return Broken("A row is longer than 1 MiB.");
            Fill();
        }
    }

    private bool ReadLine()
    {
        while (true)
        {
            if (_breakPending)
                _start++;
            _breakPending = false;
            int found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            while (found < 0 && !_atEndOfFile)
            {
                if (_end - _start > LongestRow)
                    return Broken("A line is longer than 1 MiB.");
                Fill();
                found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            }
            _rowLength = found < 0 ? _end - _start : found;
            if (_rowLength == 0 && found < 0)
                return false;
            Row++;
            _start += _rowLength;
            _breakPending = found >= 0;
            if (!Current.Trim(" \t\r"u8).IsEmpty)
                return true;
        }
    }

    /// <summary>The next byte that is not white space, not taken; -1 at the end.</summary>
    private int NextByte()
    {
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                _start++;
            if (_start < _end)
                return _buffer[_start];
            if (_atEndOfFile)
                return -1;
            Fill();
        }
    }

    private bool Broken(string message)
    {
        if (Row == 0)
            Row = 1;
        _finished = true;
        Fault = new RowFault("json-syntax", message);
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _atEndOfFile = read == 0;
        _end += read;
    }
}
