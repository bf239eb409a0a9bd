using System.Globalization;

namespace Concord.Logs;

/// <summary>One reason why a row cannot be used.</summary>
/// <param name="Column">The column's name in the file; null when the row as a whole is meant.</param>
/// <param name="Code">The finding's code.</param>
/// <param name="Message">What is wrong and what to change.</param>
internal sealed record RowProblem(string? Column, string Code, string Message);

/// <summary>Judges the values of one row. The rules are the same for every format, since every format comes to text first.</summary>
/// <param name="layout">Where the columns are.</param>
/// <param name="columns">What the log must hold.</param>
/// <param name="purpose">Whether rows out of place are refused.</param>
/// <param name="latest">The last moment that is not in the future.</param>
internal sealed class LogRowCheck(LogLayout layout, LogColumns columns, LogPurpose purpose, DateTime latest)
{
    private readonly LabelRule _labels = new(columns.PositiveLabel);
    private readonly List<RowProblem> _problems = [];
    private readonly int _version = layout.Schema.Columns.ToList().FindIndex(column => column.Kind == LogColumnKind.ModelVersion);

    /// <summary>Fills <paramref name="row"/> and returns everything that is wrong; empty when the row is good. The list is reused.</summary>
    public IReadOnlyList<RowProblem> Check(int file, IReadOnlyList<string?> fields, LogRow row)
    {
        _problems.Clear();
        row.Shifted = false;
        int[] positions = layout.Positions[file];
        for (int i = 0; i < positions.Length; i++)
        {
            string? text = positions[i] < 0 ? null : fields[positions[i]];
            if (string.IsNullOrEmpty(text))
                text = null;
            Set(i, layout.Schema.Columns[i], text, row);
            if (text is null && MustHaveValue(purpose, layout.Schema.Columns[i].Kind))
                Absent(layout.Schema.Columns[i]);
        }
        if (purpose.IsForRecord())
            CheckBelongs(layout.ModelId[file] < 0 ? null : fields[layout.ModelId[file]], row);
        return _problems;
    }

    /// <summary>A label that is no label, or of nobody, says nothing.</summary>
    public static bool MustHaveValue(LogPurpose purpose, LogColumnKind kind) => purpose == LogPurpose.Labels && kind is LogColumnKind.PredictionId or LogColumnKind.Label;

    private void Absent(LogColumn column)
    {
        if (column.Kind == LogColumnKind.Label)
            Problem(column, "label-absent", "The row has no label. Leave it out until its outcome is known.");
        else
            Problem(column, "prediction-id-absent", "The row has no prediction id, so nobody knows whose label it is. Give the id of the prediction.");
    }

    /// <summary>0 or 1 in the ways files write them; null for anything else.</summary>
    public static int? Binary(string text) => text.Trim() switch
    {
        "0" or "0.0" => 0,
        "1" or "1.0" => 1,
        string word when word.Equals("true", StringComparison.OrdinalIgnoreCase) => 1,
        string word when word.Equals("false", StringComparison.OrdinalIgnoreCase) => 0,
        _ => null,
    };

    private void Set(int i, LogColumn column, string? text, LogRow row)
    {
        switch (column.Kind)
        {
            case LogColumnKind.Timestamp:
                row.Times[i] = Timestamp(column, text, row);
                break;
            case LogColumnKind.LabelTimestamp:
                row.Times[i] = text is null ? null : LabelTime(column, text, row);
                break;
            case LogColumnKind.Score:
                row.Numbers[i] = text is null ? null : Score(column, text);
                break;
            case LogColumnKind.Numeric:
                row.Numbers[i] = text is null ? null : Number(column, text);
                break;
            case LogColumnKind.Decision:
                row.Flags[i] = (sbyte?)(text is null ? null : Decision(column, text));
                break;
            case LogColumnKind.Label when _labels.IsBinary:
                row.Flags[i] = (sbyte?)(text is null ? null : Label(column, text));
                break;
            case LogColumnKind.Label:
                row.Texts[i] = text is null ? null : LabelRule.Normalised(text);
                break;
            default:
                row.Texts[i] = text?.Replace('\0', '\uFFFD'); // The engine would end the text there, and two levels would become one.
                break;
        }
    }

    private DateTime? Timestamp(LogColumn column, string? text, LogRow row)
    {
        if (text is null)
        {
            Problem(column, "timestamp-missing", "The row has no timestamp, so it belongs to no window. Give the time of the prediction.");
            return null;
        }
        DateTime? moment = Moment(column, text, row);
        if (moment < LogTimestamp.Earliest)
            Problem(column, "timestamp-unset", $"{VisibleText.Quoted(text)} is before 1990 and looks like a clock that was never set. Give the time of the prediction.");
        else if (moment > latest && purpose == LogPurpose.Append)
            Problem(column, "timestamp-in-future", $"{VisibleText.Quoted(text)} has not come yet. Check the clock or the zone of the sender.");
        return moment;
    }

    private DateTime? LabelTime(LogColumn column, string text, LogRow row)
    {
        DateTime? moment = Moment(column, text, row);
        if (moment > latest && purpose == LogPurpose.Labels)
            Problem(column, "label-time-in-future", $"{VisibleText.Quoted(text)} has not come yet, so the label cannot be known. Check the clock or the zone of the sender.");
        return moment;
    }

    private DateTime? Moment(LogColumn column, string text, LogRow row)
    {
        (DateTime utc, bool shifted, RowFault? fault) = LogTimestamp.Read(text);
        row.Shifted |= shifted && column.Kind == LogColumnKind.Timestamp;
        if (fault is null)
            return utc;
        Problem(column, fault.Code, fault.Message);
        return null;
    }

    private double? Score(LogColumn column, string text)
    {
        double? score = Number(column, text);
        if (score is < 0 or > 1)
            Problem(column, "score-out-of-range", $"{VisibleText.Quoted(text)} is not between 0 and 1. The score must be a probability.");
        return score;
    }

    private double? Number(LogColumn column, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= LogSchema.LargestNumber)
            return number;
        string word = text.Trim();
        if (word.Equals("true", StringComparison.OrdinalIgnoreCase))
            return 1;
        if (word.Equals("false", StringComparison.OrdinalIgnoreCase))
            return 0;
        string bare = word.TrimStart('+', '-').ToLowerInvariant();
        if (bare is "nan" or "inf" or "infinity" or "∞")
            Problem(column, "not-finite", $"{VisibleText.Quoted(text)} is no finite number. Leave the field empty if the value is missing.");
        else if (Math.Abs(number) > LogSchema.LargestNumber)
            Problem(column, "number-overflow", FormattableString.Invariant($"{VisibleText.Quoted(text)} is larger than what can be measured ({LogSchema.LargestNumber:0e0}). Check the unit or the export."));
        else if (word.Count(c => c == ',') == 1 && double.TryParse(word.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            Problem(column, "decimal-comma", $"{VisibleText.Quoted(text)} has a decimal comma. Write a point: {word.Replace(',', '.')}.");
        else
            Problem(column, "not-a-number", $"{VisibleText.Quoted(text)} is no number. Leave the field empty if the value is missing{(column.Kind == LogColumnKind.Score ? "; a score is a number from 0 to 1" : ", or declare the column as categorical")}.");
        return null;
    }

    private int? Decision(LogColumn column, string text)
    {
        int? decision = Binary(text);
        if (decision is null)
            Problem(column, "decision-unknown", $"{VisibleText.Quoted(text)} is neither 0 nor 1. Write 1 for a positive prediction and 0 for a negative one.");
        return decision;
    }

    private int? Label(LogColumn column, string text)
    {
        int? label = Binary(text);
        if (label is null)
        {
            Problem(column, "label-unknown",
                $"{VisibleText.Quoted(text)} is neither 0 nor 1. Write 0 or 1, leave the field empty if the outcome is not known yet, or say in the definition which label is positive.");
            return null;
        }
        return _labels.Mapped(label.Value);
    }

    private void CheckBelongs(string? modelId, LogRow row)
    {
        if (columns.ExpectedModelId is { } expected && !string.IsNullOrEmpty(modelId) && modelId != expected)
            _problems.Add(new RowProblem(LogColumns.ModelIdColumn, "other-model", $"The row is of model {VisibleText.Quoted(modelId)}, not of {VisibleText.Quoted(expected)}. Append it to its own model."));
        if (columns.ExpectedVersion is { } wanted && _version >= 0 && row.Texts[_version] is { } found && found != wanted)
            Problem(layout.Schema.Columns[_version], "other-version", $"The row is of version {VisibleText.Quoted(found)}, not of {VisibleText.Quoted(wanted)}. Append it to its own version.");
    }

    private void Problem(LogColumn column, string code, string message) => _problems.Add(new RowProblem(column.Source, code, message));
}
