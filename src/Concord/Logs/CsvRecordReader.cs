using System.Text;

namespace Concord.Logs;

/// <summary>What is wrong with the form of one record.</summary>
internal enum CsvFault
{
    None,

    /// <summary>A quote was opened and the file ended before it was closed.</summary>
    UnclosedQuote,

    /// <summary>Text follows a closing quote: <c>"Ann"a</c>.</summary>
    TextAfterQuote,

    /// <summary>One field is longer than any honest field, usually a quote that was never closed.</summary>
    TooLong,
}

/// <summary>
/// Records of a CSV text (RFC 4180, any one-character delimiter), one at a time. Line breaks inside quotes belong to the field and stay as they are.
/// Lines without any character are skipped.
/// </summary>
/// <param name="firstLine">The number of the first line of the text.</param>
internal sealed class CsvRecordReader(TextReader reader, char delimiter, long firstLine = 1)
{
    private const int LongestField = 1 << 20;
    private const int Buffer = 1 << 16;

    private readonly char[] _buffer = new char[Buffer];
    private readonly StringBuilder _quoted = new();
    private int _length;
    private int _position;
    private long _line = firstLine;

    /// <summary>The fields of the current record.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; private set; }

    public CsvFault Fault { get; private set; }

    public bool Read()
    {
        SkipEmptyLines();
        if (Peek() < 0)
            return false;
        Fields.Clear();
        Fault = CsvFault.None;
        Line = _line;
        while (true)
        {
            Fields.Add(Peek() == '"' ? QuotedField() : PlainField());
            int end = Peek();
            if (end != delimiter)
            {
                EndLine(end);
                return true;
            }
            _position++;
        }
    }

    private string PlainField()
    {
        // Most fields lie whole in the buffer; only the one at its end is put together from two pieces.
        int start = _position;
        while (_position < _length)
        {
            char c = _buffer[_position];
            if (c == delimiter || c == '\n' || c == '\r')
                return new string(_buffer, start, _position - start);
            _position++;
        }
        _quoted.Clear().Append(_buffer, start, _position - start);
        AppendPlain();
        return _quoted.ToString();
    }

    private void AppendPlain()
    {
        for (int c = Peek(); c >= 0 && c != delimiter && c != '\n' && c != '\r'; c = Peek())
        {
            Append((char)c);
            _position++;
        }
    }

    private string QuotedField()
    {
        _position++;
        _quoted.Clear();
        while (true)
        {
            int c = Peek();
            if (c < 0)
            {
                Fault = CsvFault.UnclosedQuote;
                return _quoted.ToString();
            }
            _position++;
            if (c == '"')
            {
                if (Peek() != '"')
                    break;
                _position++;
            }
            else if (c == '\n')
            {
                _line++;
            }
            Append((char)c);
        }
        int next = Peek();
        if (next >= 0 && next != delimiter && next != '\n' && next != '\r')
        {
            if (Fault == CsvFault.None)
                Fault = CsvFault.TextAfterQuote;
            AppendPlain();
        }
        return _quoted.ToString();
    }

    private void Append(char c)
    {
        if (_quoted.Length < LongestField)
            _quoted.Append(c);
        else
            Fault = CsvFault.TooLong;
    }

    private void EndLine(int end)
    {
        if (end < 0)
            return;
        _position++;
        if (end == '\r' && Peek() == '\n')
            _position++;
        _line++;
    }

    private void SkipEmptyLines()
    {
        for (int c = Peek(); c is '\n' or '\r'; c = Peek())
            EndLine(c);
    }

    private int Peek()
    {
        if (_position < _length)
            return _buffer[_position];
        _length = reader.Read(_buffer, 0, Buffer);
        _position = 0;
        return _length == 0 ? -1 : _buffer[0];
    }
}
