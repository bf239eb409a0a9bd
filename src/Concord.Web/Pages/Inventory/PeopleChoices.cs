using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Inventory;

/// <summary>The people an owner is chosen from.</summary>
internal static class PeopleChoices
{
    /// <summary>As many as one select can reasonably hold; a larger organisation names owners in its units.</summary>
    public static async Task<IReadOnlyList<PersonLine>> All(PeopleViews views, CancellationToken stop) =>
        (await views.List(new PageRequest(Size: PageRequest.LargestSize, Sort: "name"), stop)).Items;

    public static IReadOnlyList<Choice> Of(IReadOnlyList<PersonLine> people) =>
        [.. people.Select(person => new Choice(person.Ref, person.Position.Length == 0 ? person.Name : $"{person.Name}, {person.Position}"))];
}
