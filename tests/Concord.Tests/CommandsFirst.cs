using Concord.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(CommandsFirst))]

namespace Concord.Tests;

/// <summary>
/// The tests of commands are long rows, process after process. One that began last would run alone at the end, while the other processors wait; the order of
/// all others stays as it is.
/// </summary>
public sealed class CommandsFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !collection.TestCollectionDisplayName.Contains($"{nameof(Concord)}.{nameof(Tests)}.{nameof(Cli)}.", StringComparison.Ordinal))];
}
