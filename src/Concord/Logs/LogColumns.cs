namespace Concord.Logs;

/// <summary>A column with a meaning of its own, and whether a person named it or the default name is tried.</summary>
/// <param name="Name">The column's name in the file.</param>
/// <param name="Named">A named role whose column is missing is an error; a default whose column is missing is not used.</param>
internal sealed record LogRole(string Name, bool Named = false);

/// <summary>What a prediction log must hold, in the file's own names.</summary>
internal sealed record LogColumns
{
    /// <summary>The column that carries the model's id; it has no other name.</summary>
    public const string ModelIdColumn = "model_id";

    /// <summary>Whether a file means it by a column's name; case and outer blanks do not matter.</summary>
    public static bool IsModelId(string column) => column.Trim().Equals(ModelIdColumn, StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Categorical features and protected attributes, once each.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Those of <see cref="Categorical"/> that are protected: a missing value there is pointed out.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    public LogRole Timestamp { get; init; } = new("timestamp");

    public LogRole Score { get; init; } = new("score");

    public LogRole Decision { get; init; } = new("decision");

    public LogRole Label { get; init; } = new("label");

    public LogRole LabelTimestamp { get; init; } = new("label_timestamp");

    public LogRole PredictionId { get; init; } = new("prediction_id");

    public LogRole ModelVersion { get; init; } = new("model_version");

    /// <summary>Rows that carry another model id are refused or reported, by <see cref="LogPurpose"/>.</summary>
    public string? ExpectedModelId { get; init; }

    /// <summary>Null: the log may hold several versions.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>The label that counts as 1, as text. With 1 (or 0) labels must be 0 or 1; with another value the one other label found counts as 0.</summary>
    public string PositiveLabel { get; init; } = "1";

    /// <summary>Only to point out decisions that disagree with it; null where the threshold is no number.</summary>
    public double? Threshold { get; init; }
}
