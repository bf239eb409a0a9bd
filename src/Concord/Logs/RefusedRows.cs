using System.Globalization;
using System.Text;
using Concord.Foundation;

namespace Concord.Logs;

/// <summary>The rows a batch was accepted without, beside the staged log: file, row, reason, and the fields as they were.</summary>
internal sealed class RefusedRows : IDisposable
{
    public const string FileName = "refused.csv";

    private readonly IReadOnlyList<string> _files;
    private readonly CsvWriter? _writer;

    /// <param name="files">The names of the batch's files.</param>
    /// <param name="header">The columns of the fields that are written with each row.</param>
    /// <param name="write">False where a refused row refuses the batch: then rows are only counted.</param>
    public RefusedRows(IReadOnlyList<string> files, IReadOnlyList<string> header, bool write)
    {
        _files = files;
        if (!write)
            return;
        _writer = new CsvWriter(new StreamWriter(FileName, append: false, new UTF8Encoding(true)));
        _writer.Row(["file", "row", "reason", .. header]);
    }

    public long Count { get; private set; }

    public void Add(long key, string reason, IEnumerable<string?> fields)
    {
        Count++;
        _writer?.Row([_files[LogRowKey.File(key)], LogRowKey.Row(key).ToString(CultureInfo.InvariantCulture), reason, .. fields]);
    }

    public void Dispose() => _writer?.Dispose();
}
