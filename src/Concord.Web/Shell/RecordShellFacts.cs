using System.Security.Claims;
using Concord.Library;
using Concord.Loop;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Shell;

/// <summary>The frame's facts from the record. On a connection of its own: the frame and the page are rendered at the same time.</summary>
internal sealed class RecordShellFacts(IServiceScopeFactory scopes, CurrentActor current) : IShellFacts
{
    public async Task<ShellFacts> ReadAsync(ClaimsPrincipal person, CancellationToken stop)
    {
        if (!current.IsKnown)
            return new(null, 0);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(current.Actor);
        var organisation = await db.Set<OrganisationUnit>().Where(unit => unit.ParentId == null).OrderBy(unit => unit.Ref).Select(unit => unit.Name).FirstOrDefaultAsync(stop);
        return new(organisation, await db.Set<Signal>().CountAsync(signal => signal.State != SignalState.Closed, stop))
        {
            LibraryWaitingSince = await scope.ServiceProvider.GetRequiredService<LibraryViews>().WaitingSince(stop),
        };
    }
}
