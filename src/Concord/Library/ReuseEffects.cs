using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Library;

/// <summary>The re-use figure with both libraries, requirement by requirement, and the judgements of people whose claim says something else now.</summary>
internal static class ReuseEffects
{
    public static async Task<(ReuseSummary Before, ReuseSummary After, IReadOnlyList<LibraryEffect> Effects)> Of(ConcordDb db, LibraryPair pair, CancellationToken stop)
    {
        var before = await new ReuseViews(db, pair.Before).Ask([], null, null, null, stop);
        // The same question to both: which standards are held is not to change with what the library says of them.
        var held = ReuseQuestion.Sources(pair.After).Select(ReuseQuestion.Word).Where(word => before.Holds.Contains(word));
        var after = await new ReuseViews(db, pair.After).Ask(held, null, null, null, stop);
        return (Summary(before), Summary(after), [.. Rows(before, after), .. await Judgements(db, pair, stop)]);
    }

    private static ReuseSummary Summary(ReuseFigure figure) => new(
        figure.Definition, figure.Holds, figure.Potential, figure.Low, figure.High, figure.Realised, figure.Full, figure.Partial, figure.None, figure.NotComputed);

    private static IEnumerable<LibraryEffect> Rows(ReuseFigure before, ReuseFigure after)
    {
        var old = before.Rows.ToDictionary(row => row.Requirement, StringComparer.Ordinal);
        // Where only one of the figures knows of anything realised, the figures say so; each row would only say it again.
        var bothKnow = before.RealisedPoints is null == after.RealisedPoints is null;
        return after.Rows.Where(row => old.ContainsKey(row.Requirement)).Select(row => (Row: row, Says: Differently(old[row.Requirement], row, bothKnow))).Where(one => one.Says.Length > 0)
            .Select(one => new LibraryEffect(EffectArea.Reuse, one.Row.Requirement, one.Row.Title, one.Says));
    }

    private static string Differently(ReuseRow was, ReuseRow now, bool withRealised)
    {
        string?[] parts =
        [
            was.Strength == now.Strength && was.Source == now.Source ? null : $"{Claim(was)} → {Claim(now)}",
            Moved("credit", was.Credit, now.Credit), Moved("weight", was.Weight, now.Weight), withRealised ? Moved("realised", was.RealisedCredit, now.RealisedCredit) : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Claim(ReuseRow row) => row.Source is null ? "no claim" : $"{Words.Of(row.Strength)} from {row.Source}{(row.Overruled is null ? "" : ", an override")}";

    private static string? Moved(string what, double? before, double? after) =>
        before == after || (before is { } was && after is { } now && Math.Abs(was - now) < 1e-9) ? null : $"{what} {Number(before)} → {Number(after)}";

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "not computed";

    /// <summary>A judgement was given beside a claim. Where the claim says something else, or is gone, its rater looks again.</summary>
    private static async Task<IReadOnlyList<LibraryEffect>> Judgements(ConcordDb db, LibraryPair pair, CancellationToken stop)
    {
        var judgements = await db.Set<ReuseJudgement>().AsNoTracking().OrderBy(judgement => judgement.Ref).ToListAsync(stop);
        var names = await db.NamesOf(judgements.Select(judgement => (PersonId?)judgement.By), stop);
        return
        [
            .. judgements.Select(judgement => (Judgement: judgement, Says: Beside(pair, judgement))).Where(one => one.Says.Length > 0)
                .Select(one => new LibraryEffect(EffectArea.Reuse, one.Judgement.Ref, $"{one.Judgement.Requirement} from {one.Judgement.SourceStandard}", one.Says, names.Of(one.Judgement.By))),
        ];
    }

    private static string Beside(LibraryPair pair, ReuseJudgement judgement)
    {
        var (was, now) = (Claimed(pair.Before, judgement), Claimed(pair.After, judgement));
        var gone = judgement.SourceKeys.Append(judgement.Requirement).Where(pair.IsGone).ToList();
        string?[] parts =
        [
            was == now ? null : $"judged {Words.Of(judgement.Strength)}{(judgement.IsOverride ? ", an override" : "")}, where the library said {Words.Of(was)} and says {Words.Of(now)} now",
            gone.Count > 0 ? $"names {string.Join(", ", gone)}, which {(gone.Count == 1 ? "is" : "are")} gone and count{(gone.Count == 1 ? "s" : "")} as not stated" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static ReuseStrength Claimed(StandardsLibrary library, ReuseJudgement judgement) =>
        library.Reuse.FirstOrDefault(claim => claim.RequirementKey == judgement.Requirement && claim.SourceStandard == judgement.SourceStandard)?.Strength ?? ReuseStrength.None;
}
