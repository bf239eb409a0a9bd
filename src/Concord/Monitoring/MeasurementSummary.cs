namespace Concord.Monitoring;

/// <summary>A limit that was broken: the newest breach of one kind and subject, and the first window of its unbroken row.</summary>
/// <param name="IsOver">Whether a newer window keeps the limit; one without verdict does not tell.</param>
internal sealed record LastingBreach(MeasureKind Kind, string Subject, Judgement Judgement, string Newest, string Since, bool IsOver);

/// <summary>What a person wants to know first of measured windows: what is out of bounds, and what could not be judged and why.</summary>
internal sealed class MeasurementSummary(IReadOnlyList<WindowMeasurement> windows)
{
    /// <summary>Those that are not over first. "Since" is counted as for signals: windows without verdict are passed over, and what turned round began when it turned.</summary>
    public IReadOnlyList<LastingBreach> Breaches()
    {
        var subjects = windows.SelectMany((window, at) => window.Judgements().Select(each => (At: at, each.Kind, each.Subject, each.Judgement)))
            .GroupBy(each => (each.Kind, each.Subject))
            .Select(subject => subject.Where(each => each.Judgement.IsTelling).ToArray())
            .Where(subject => Array.Exists(subject, each => each.Judgement.IsBreach));
        return [.. subjects.Select(row =>
        {
            var last = Array.FindLastIndex(row, each => each.Judgement.IsBreach);
            var first = last;
            while (first > 0 && row[first - 1].Judgement.IsBreach && GoesOn(row[last].Judgement, row[first - 1].Judgement)) first--;
            return new LastingBreach(row[last].Kind, row[last].Subject, row[last].Judgement, windows[row[last].At].Window, windows[row[first].At].Window, last < row.Length - 1);
        }).OrderBy(breach => breach.IsOver).ThenBy(breach => breach.Kind)];
    }

    private static bool GoesOn(Judgement newest, Judgement earlier) => QualityCheck.GoesOn(newest.Measure, newest.Value!.Value, earlier.Measure, earlier.Value!.Value);

    /// <summary>"24 rows, 100 needed" is one reason however many rows there were; "too few earlier windows" is another.</summary>
    private static string WithoutFigures(string reason) => string.Concat(reason.Where(letter => !char.IsDigit(letter)));

    /// <summary>Why a judgement says neither that a limit is broken nor that it is kept; null where it says one of them.</summary>
    private static string? Why(Judgement judgement) => judgement.Reason ?? (judgement.Undecided ? judgement.Note : null);

    /// <summary>One sentence per kind and reason.</summary>
    public IReadOnlyList<string> Unjudged()
    {
        var reasons = windows.SelectMany(window => window.Judgements().Where(each => Why(each.Judgement) is not null).Select(each => (window.Window, each.Kind, each.Subject, each.Judgement)))
            .GroupBy(each => (each.Kind, Verdict: MeasureWords.Standing(each.Judgement), Reason: each.Judgement.Verdict == Verdict.NotComputable ? each.Judgement.Reason! : WithoutFigures(Why(each.Judgement)!)));
        var groups = windows.SelectMany(window => window.Fairness.Where(fairness => fairness.NotJudged is not null).Select(fairness => (window.Window, Fairness: fairness))).GroupBy(each => each.Fairness.Attribute, StringComparer.Ordinal)
            .Select(each => (Attribute: each.Key, Windows: each.Count(), Last: each.Last()));
        return [.. reasons.Select(reason =>
        {
            var where = reason.Select(each => each.Window).Distinct(StringComparer.Ordinal).ToArray();
            var what = reason.Select(each => MeasureWords.Subject(each.Subject)).Distinct(StringComparer.Ordinal).ToArray();
            var subjects = what.Length <= 3 ? string.Join(", ", what) : MeasureWords.Plural(what.Length, "column");
            var last = reason.Last();
            return where.Length == 1
                ? $"{MeasureWords.Of(reason.Key.Kind)} of {subjects} in {where[0]}: {reason.Key.Verdict}, {Why(last.Judgement)}."
                : $"{MeasureWords.Of(reason.Key.Kind)} of {subjects} in {MeasureWords.Plural(where.Length, "window")}: {reason.Key.Verdict}; in {last.Window} {Why(last.Judgement)}.";
        }), .. groups.Select(each => $"{MeasureWords.Of(MeasureKind.Fairness)} of {MeasureWords.Subject(each.Attribute)} in {(each.Windows == 1 ? each.Last.Window : $"{MeasureWords.Plural(each.Windows, "window")}; in {each.Last.Window}")}: {string.Join(", ", each.Last.Fairness.NotJudged!)}.")];
    }
}
