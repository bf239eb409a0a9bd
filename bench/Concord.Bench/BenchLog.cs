using System.Globalization;
using Concord.Logs;

namespace Concord.Bench;

/// <summary>Logs of any size for measuring: made by the engine from the number of the row, so that the same numbers give the same bytes everywhere.</summary>
internal sealed class BenchLog(string folder, long rows, int columns, string format)
{
    /// <summary>A quarter of the columns are text, the rest numbers.</summary>
    public int Categorical => Math.Max(1, columns / 4);

    public int Numeric => columns - Categorical;

    public string Reference => File("reference");

    public string Current => File("current");

    public string Definition => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"definition-{columns}.json"));

    public LogSchema Schema => new(LogSchema.CurrentVersion,
    [
        new("t", "timestamp", LogColumnKind.Timestamp), new("id", "prediction_id", LogColumnKind.PredictionId), new("s", "score", LogColumnKind.Score),
        new("d", "decision", LogColumnKind.Decision), new("y", "label", LogColumnKind.Label),
        .. Enumerable.Range(0, Numeric).Select(k => new LogColumn($"n{k}", $"num{k}", LogColumnKind.Numeric)),
        .. Enumerable.Range(0, Categorical).Select(k => new LogColumn($"c{k}", $"cat{k}", LogColumnKind.Categorical)),
    ]);

    public void Write()
    {
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Definition, $$"""
            {"modelId": "bench", "threshold": 0.5, "favourableDecision": 1, "positiveLabel": 1, "topShare": 0.05, "window": "month", "protected": ["cat0"],
             "numeric": [{{string.Join(", ", Enumerable.Range(0, Numeric).Select(k => $"\"num{k}\""))}}],
             "categorical": [{{string.Join(", ", Enumerable.Range(0, Categorical).Select(k => $"\"cat{k}\""))}}]}
            """);
        WriteOne(Reference, salt: 1, "2025-01-01", days: 31, shift: 0);
        WriteOne(Current, salt: 2, "2025-03-01", days: 31, shift: 0.02);
    }

    /// <summary>A file of it under the names of a staged log.</summary>
    public string Staged(string file)
    {
        var staged = file.Replace(".parquet", "-staged.parquet", StringComparison.Ordinal);
        if (System.IO.File.Exists(staged)) return staged;
        using var session = DuckDbSession.Open([file, staged]);
        var renamed = Schema.Columns.Where(column => column.Kind != LogColumnKind.PredictionId)
            .Select(column => column.Kind is LogColumnKind.Decision or LogColumnKind.Label ? $"{column.Source}::TINYINT AS {column.Name}" : $"{column.Source} AS {column.Name}");
        session.Execute($"COPY (SELECT {string.Join(", ", renamed)} FROM read_parquet({DuckDbSession.Quoted(file)})) TO {DuckDbSession.Quoted(staged)} (FORMAT parquet, COMPRESSION zstd)");
        return staged;
    }

    private string File(string name) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{rows}x{columns}.{format}"));

    /// <summary>Sums of four uniform numbers, some columns mostly zero, texts of 4 to 22 levels, and a score that follows from two columns.</summary>
    private void WriteOne(string file, int salt, string from, int days, double shift)
    {
        if (System.IO.File.Exists(file)) return;
        // One number is hashed: the engine combines the hashes of several by XOR, and such columns would follow from each other.
        string Uniform(int k) => string.Create(CultureInfo.InvariantCulture, $"(hash((i * 8192) + {(salt * 4_096) + k}) >> 11) / 9007199254740992.0");
        string Normal(int k) => $"({string.Join(" + ", Enumerable.Range(0, 4).Select(part => Uniform((k * 4) + part)))} - 2) * 1.732";
        var numbers = Enumerable.Range(0, Numeric).Select(k => k % 5 == 4
            ? $"CASE WHEN {Uniform((k * 4) + 3)} < 0.6 THEN 0.0 ELSE round(-100 * ln(1 - {Uniform(k * 4)}), 2) END AS num{k}"
            : string.Create(CultureInfo.InvariantCulture, $"round({Normal(k)} + {(k == 3 ? shift : 0)}, 6) AS num{k}"));
        var texts = Enumerable.Range(0, Categorical).Select(k => string.Create(CultureInfo.InvariantCulture, $"'level ' || floor({Uniform(3_000 + k)} * {4 + (k % 4 * 6)})::INT AS cat{k}"));
        var partial = file + ".part";
        using var writing = DuckDbSession.Open([partial], memoryMebibytes: 4096);
        writing.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            COPY (SELECT * EXCLUDE (u), round(1 / (1 + exp(-0.8 * num0 - 0.3 * num1)), 6) AS score, (num0 * 0.8 + num1 * 0.3 > 0)::INT AS decision,
                    (u < 1 / (1 + exp(-0.8 * num0 - 0.3 * num1)))::INT AS label
                FROM (SELECT TIMESTAMP '{from}' + to_microseconds((i::HUGEINT * {days * 86_400_000_000L} // {rows})::BIGINT) AS timestamp, '{salt}-' || i AS prediction_id, {Uniform(4_000)} AS u,
                    {string.Join(", ", numbers.Concat(texts))} FROM range({rows}) r(i)))
            TO {DuckDbSession.Quoted(partial)} ({(format == "csv" ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd")}, USE_TMP_FILE false)
            """));
        System.IO.File.Move(partial, file);
    }
}
