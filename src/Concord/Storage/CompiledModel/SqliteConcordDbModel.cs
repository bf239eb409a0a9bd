using Concord.Foundation;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;

namespace Concord.Storage.CompiledModel;

/// <summary>
/// The mapping written out as code (<c>./dev model</c>), so that a command on a data folder need not work it out anew: a third of its time.
/// A test holds it against the mapping. Filters cannot be written out; they are added here, before anybody sees the model.
/// </summary>
public partial class SqliteConcordDbModel
{
#pragma warning disable EF1001 // There is no public way; the version is pinned, and the test that compares both models sees the filters too.
    partial void Customize()
    {
        foreach (var entity in ((IReadOnlyModel)this).GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IScoped))))
            ((RuntimeEntityType)entity).SetAnnotation(CoreAnnotationNames.QueryFilter, Of(entity.ClrType));
    }

    private static QueryFilterCollection Of(Type scoped)
    {
        var filters = new QueryFilterCollection();
        filters.Set(new RuntimeQueryFilter(null, ConcordDb.VisibleOnly(scoped)));
        return filters;
    }
#pragma warning restore EF1001
}
