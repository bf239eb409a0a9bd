using Concord.Standards;

namespace Concord.Impacts;

/// <summary>What a section says to an item of the fundamental rights impact assessment.</summary>
internal sealed record FriaPart(string Section, string Title, string Question, IReadOnlyList<string> Lines);

/// <param name="Missing">The questions that would fill the rest, with their sections; <see cref="FriaPart.Lines"/> of them are empty.</param>
internal sealed record FriaLine(FriaItem Item, IReadOnlyList<FriaPart> Said, IReadOnlyList<FriaPart> Missing)
{
    public bool IsFilled => Missing.Count == 0;
}

/// <summary>The items the law asks of deployers, filled from the sections.</summary>
internal static class Fria
{
    public static IReadOnlyList<FriaLine> Of(ImpactMethod method, ImpactContent content) => [.. method.FriaItems.Select(item => Line(method, content, item))];

    private static FriaLine Line(ImpactMethod method, ImpactContent content, FriaItem item)
    {
        var parts = method.Sections.SelectMany(section => section.Fields.Where(field => field.Fria.Contains(item.Id))
            .Select(field => new FriaPart(section.Id, section.Title, field.Question, ImpactAnswers.Of(method, content, section, field)))).ToList();
        return new(item, [.. parts.Where(part => part.Lines.Count > 0)], [.. parts.Where(part => part.Lines.Count == 0)]);
    }
}
