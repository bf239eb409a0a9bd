using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Web.Pages.Requirements;

/// <summary>A requirement of another standard, as a row.</summary>
/// <param name="Counts">How much of the evidence for one counts for the other.</param>
public sealed record CounterpartRow(string Key, string Edition, string Number, string Title, string State, string Counts, bool SharesClause, string Why, string Delta)
{
    internal static IReadOnlyList<CounterpartRow> Of(IEnumerable<Counterpart> counterparts) =>
    [
        .. counterparts.Select(other => new CounterpartRow(other.Key, other.Edition, other.Number, other.Title, Words.Of(other.Result), other.Strength switch
        {
            ReuseStrength.Full => "in full",
            ReuseStrength.Partial => "in part",
            _ => "no, related only",
        }, other.SharesClause, other.Rationale, other.Delta)),
    ];
}

/// <summary>The items of one law or body of guidance.</summary>
public sealed record SupportRow(string Framework, IReadOnlyList<(string Called, string Title, string Relation)> Items)
{
    internal static IReadOnlyList<SupportRow> Of(IEnumerable<SupportedItem> items) =>
        [.. items.GroupBy(item => item.Framework, StringComparer.Ordinal).Select(framework => new SupportRow(framework.Key, [.. framework.Select(item => (item.Called, item.Title, item.Relation))]))];
}
