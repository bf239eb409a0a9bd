using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Concord.Storage.Verification;

/// <summary>
/// SQLite keeps any kind of value in any column and reads leniently. Here each value is looked at as the bytes that are stored: its storage
/// class, its length, and the one spelling that Concord writes.
/// </summary>
internal sealed class SqliteStoredRecord(ConcordDb db) : StoredRecord(db)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    protected override Task<DbTransaction> BeginSnapshot(DbConnection connection, CancellationToken stop) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override async Task<IReadOnlyList<string>> Names(CancellationToken stop) =>
    [
        .. (await Db.Database.SqlQuery<Part>($"SELECT name AS Name, sql AS Sql FROM sqlite_master WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite_%'").ToListAsync(stop))
            .Where(part => !PolicySearchIndex.Owns(part.Name, part.Sql)).Select(part => part.Name),
    ];

    protected override object? Value(DbDataReader reader, int ordinal, ColumnShape column)
    {
        var row = ((SqliteDataReader)reader).Handle!;
        var storage = raw.sqlite3_column_type(row, ordinal);
        if (storage == raw.SQLITE_NULL) return null;
        return column.Kind switch
        {
            ColumnKind.Text or ColumnKind.State => Text(row, ordinal, storage),
            ColumnKind.Truth => Integer(row, ordinal, storage) switch { 0 => false, 1 => true, var other => throw new FormatException($"{other} is not yes or no") },
            ColumnKind.Integer => Integer(row, ordinal, storage) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new FormatException("too large a number"),
            ColumnKind.LongInteger => Integer(row, ordinal, storage),
            ColumnKind.Number => storage == raw.SQLITE_FLOAT ? raw.sqlite3_column_double(row, ordinal) : throw Storage("a number", storage),
            ColumnKind.Bytes => storage == raw.SQLITE_BLOB ? raw.sqlite3_column_blob(row, ordinal).ToArray() : throw Storage("bytes", storage),
            ColumnKind.Identity => Spelled(Text(row, ordinal, storage), text => Guid.ParseExact(text, "D"), guid => guid.ToString("D").ToUpperInvariant()),
            ColumnKind.Instant => Spelled(Text(row, ordinal, storage), ReadInstant, at => at.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture)),
            ColumnKind.Day => Spelled(Text(row, ordinal, storage), text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture), day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ColumnKind.Texts => Texts(Text(row, ordinal, storage), column),
            _ => throw new NotSupportedException(column.Kind.ToString()),
        };
    }

    private const string InstantForm = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    private static DateTimeOffset ReadInstant(string text) =>
        new(DateTime.ParseExact(text, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.Zero);

    private static long Integer(sqlite3_stmt row, int ordinal, int storage) =>
        storage == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(row, ordinal) : throw Storage("a whole number", storage);

    private static string Text(sqlite3_stmt row, int ordinal, int storage)
    {
        if (storage != raw.SQLITE_TEXT) throw Storage("text", storage);
        try
        {
            return Strict.GetString(raw.sqlite3_column_blob(row, ordinal));
        }
        catch (DecoderFallbackException broken)
        {
            throw new FormatException("not valid UTF-8", broken);
        }
    }

    private static T Spelled<T>(string text, Func<string, T> read, Func<T, string> write)
    {
        var value = read(text);
        return write(value) == text ? value : throw new FormatException("not spelled as Concord spells it");
    }

    private static List<string> Texts(string json, ColumnShape column)
    {
        List<string> list;
        try
        {
            list = (List<string>)column.Converter!.ConvertFromProvider(json)!;
        }
        catch (Exception broken) when (broken is InvalidOperationException or System.Text.Json.JsonException)
        {
            throw new FormatException("not a list", broken);
        }
        return Equals(column.Converter.ConvertToProvider(list), json) ? list : throw new FormatException("not spelled as Concord spells it");
    }

    private static FormatException Storage(string expected, int storage) => new($"stored as {storage switch
    {
        raw.SQLITE_INTEGER => "a whole number",
        raw.SQLITE_FLOAT => "a number",
        raw.SQLITE_TEXT => "text",
        _ => "bytes",
    }} instead of {expected}");

    private sealed record Part(string Name, string? Sql);
}
