using Concord.Foundation;

namespace Concord.Documents;

/// <param name="Where">The heading of the section, or null: the document as a whole.</param>
internal sealed record MappingDifference(string? Where, string Requirement, DifferenceKind Kind);

/// <summary>What one revision says differently from another, and which requirements it answers differently.</summary>
internal sealed record DocumentComparison(RevisionLine Before, RevisionLine After, IReadOnlyList<DifferenceLine> Lines, IReadOnlyList<MappingDifference> Mapping)
{
    /// <summary>Two revisions whose words are not both here can only be told apart by their hashes.</summary>
    public bool IsOfText => Before.Content is DocumentContent.Text or DocumentContent.Nothing && After.Content is DocumentContent.Text or DocumentContent.Nothing;

    public bool IsSame => Lines.All(line => line.Kind == DifferenceKind.Same) && (IsOfText || (Before.Sha256 == After.Sha256 && Before.Location == After.Location && Before.Content == After.Content));
}

internal sealed class DocumentComparing(DocumentViews views)
{
    /// <param name="from">Null: the revision before.</param>
    /// <param name="to">Null: the newest.</param>
    public async Task<DocumentComparison> Of(string reference, int? from, int? to, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        var after = Find(detail, to ?? detail.Revisions[0].Number);
        var before = Find(detail, from ?? Math.Max(1, after.Number - 1));
        var lines = before.Content is DocumentContent.Text or DocumentContent.Nothing && after.Content is DocumentContent.Text or DocumentContent.Nothing
            ? TextDifference.Of((await views.Text(before, stop)).Text, (await views.Text(after, stop)).Text) : [];
        return new(before, after, lines, [.. Mapping(Answers(before), Answers(after))]);
    }

    private static RevisionLine Find(DocumentDetail detail, int number) =>
        detail.Revisions.FirstOrDefault(revision => revision.Number == number) ?? throw Refusal.Missing("revision", $"{detail.Line.Ref}:{number}");

    private static List<(string? Where, string Requirement)> Answers(RevisionLine revision) =>
        [.. revision.Requirements.Select(key => ((string?)null, key)), .. revision.Sections.SelectMany(section => section.Requirements.Select(key => ((string?)section.Heading, key)))];

    private static IEnumerable<MappingDifference> Mapping(List<(string? Where, string Requirement)> before, List<(string? Where, string Requirement)> after) =>
        before.Except(after).Select(one => new MappingDifference(one.Where, one.Requirement, DifferenceKind.Removed))
            .Concat(after.Except(before).Select(one => new MappingDifference(one.Where, one.Requirement, DifferenceKind.Added)));
}
