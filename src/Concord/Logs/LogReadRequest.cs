using Concord.Foundation;

namespace Concord.Logs;

/// <summary>One source of a batch as the reading process sees it.</summary>
/// <param name="Path">A generated name in the process's own folder; no name given by a person is ever opened.</param>
/// <param name="Name">What findings call it.</param>
internal sealed record LogReadSource(string Path, string Name);

/// <summary>What the parent asks of the reading process, as JSON on its standard input.</summary>
internal sealed record LogReadRequest(
    IReadOnlyList<LogReadSource> Sources, LogColumns Columns, LogPurpose Purpose, bool KeepGoodRows, DateTimeOffset Now, LogLimits Limits, bool Lasts = true);

/// <summary>What it answers, as JSON on its standard output. The staged rows lie in its folder as <see cref="StagedFile"/>.</summary>
/// <param name="Schema">Null: the batch is refused, for the errors among the findings.</param>
internal sealed record LogReadAnswer(
    LogSchema? Schema, long Rows, long RefusedRows, long RepeatedRows, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<Finding> Findings,
    IReadOnlyList<RepeatedHour>? RepeatedAt = null)
{
    public const string StagedFile = "staged.parquet";

    public static LogReadAnswer Refused(IReadOnlyList<Finding> findings) => new(null, 0, 0, 0, null, null, findings);
}
