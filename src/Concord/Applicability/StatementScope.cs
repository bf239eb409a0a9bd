using Concord.Controls;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Applicability;

/// <summary>
/// What of the lines a reader may see, live and frozen alike: controls, risks and evidence of other parts of the organisation are counted, not shown. People
/// are called as they are called today.
/// </summary>
internal sealed class StatementScope
{
    private readonly HashSet<string>? visible;
    private readonly IReadOnlyDictionary<string, string> names;

    private StatementScope(HashSet<string>? visible, IReadOnlyDictionary<string, string> names) => (this.visible, this.names) = (visible, names);

    public static async Task<IReadOnlyList<StatementLine>> Seen(ConcordDb db, IReadOnlyList<StatementLine> lines, CancellationToken stop)
    {
        var scope = new StatementScope(await Visible(db, lines, stop), await db.NamesOf(lines.SelectMany(line => line.Controls).Select(control => control.Owner).OfType<string>(), stop));
        return [.. lines.Select(scope.Of)];
    }

    /// <summary>Null: everything.</summary>
    private static async Task<HashSet<string>?> Visible(ConcordDb db, IReadOnlyList<StatementLine> lines, CancellationToken stop)
    {
        if (db.SeesAll) return null;
        var evidence = lines.Select(line => line.Evidence?.Ref).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. await db.Set<AppliedControl>().Select(control => control.Ref).ToListAsync(stop),
            .. await db.Set<Risk>().Select(risk => risk.Ref).ToListAsync(stop),
            .. await db.Set<Evidence>().Where(piece => evidence.Contains(piece.Ref)).Select(piece => piece.Ref).ToListAsync(stop),
        ];
    }

    private StatementLine Of(StatementLine line)
    {
        var seen = line with
        {
            Controls = [.. line.Controls.Where(control => Sees(control.Ref)).Select(control => control with { OwnerName = control.Owner is { } owner ? names.GetValueOrDefault(owner) : null })],
            Risks = [.. line.Risks.Where(risk => Sees(risk.Ref))],
            Evidence = line.Evidence is { } evidence && !Sees(evidence.Ref) ? evidence with { Ref = "", Title = "" } : line.Evidence,
        };
        var hidden = line.Controls.Count + line.Risks.Count - seen.Controls.Count - seen.Risks.Count;
        return hidden == 0 ? seen : (seen with { Hidden = hidden }).Justified();
    }

    private bool Sees(string reference) => visible?.Contains(reference) != false;
}
