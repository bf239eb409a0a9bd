using System.Data.Common;
using Concord.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Storage;

/// <summary>Counts what a view asks the database, so that a query per row is noticed.</summary>
internal sealed class QueryCount : DbCommandInterceptor
{
    public int Queries { get; private set; }

    public static async Task<(World World, QueryCount Count)> NewWorld()
    {
        var count = new QueryCount();
        return (await World.Create(more: services => services.ConfigureDbContext<SqliteConcordDb>(options => options.AddInterceptors(count))), count);
    }

    /// <summary>How many queries the question took; finding out who asks is not counted.</summary>
    public async Task<int> Of(Func<Task> ask)
    {
        var before = Queries;
        await ask();
        return Queries - before;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Queries++;
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
