using System.Linq.Expressions;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Journal;
using Concord.Organisation;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Concord.Storage;

/// <summary>
/// The system of record. Rooms reach their entities through <see cref="DbContext.Set{TEntity}()"/>; every query on a scoped record passes the
/// filter on organisation units, and until somebody is known nothing is visible. Changes go through <see cref="Work"/>: no entry, no change.
/// </summary>
internal abstract class ConcordDb(DbContextOptions options, TimeProvider clock)
    : IdentityUserContext<SignInAccount, Guid>(options), IDataProtectionKeyContext
{
    private bool committing;

    public TimeProvider Clock { get; } = clock;

    public DateTimeOffset Now => CanonicalEncoding.ToMicrosecond(Clock.GetUtcNow());

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Everything is visible: for the product's own work and for verification.</summary>
    public bool SeesAll { get; private set; }

    /// <summary>The units whose records are visible.</summary>
    public IReadOnlyList<OrganisationUnitId> VisibleUnits { get; private set; } = [];

    public void SeeAs(Actor actor) => (SeesAll, VisibleUnits) = (actor.IsSystem, [.. actor.UnitsWith(Permission.ViewRegister)]);

    /// <summary>What follows from evidence reaches records that the person who triggered it may not see. Ends with the returned object.</summary>
    public IDisposable SeeEverything()
    {
        var before = (SeesAll, VisibleUnits);
        SeesAll = true;
        return new Restoring(() => (SeesAll, VisibleUnits) = before);
    }

    /// <summary>Records that this act holds, those it added and did not commit yet among them.</summary>
    public IReadOnlyList<T> Held<T>() where T : class
    {
        using var still = WithoutDetecting();
        return [.. ChangeTracker.Entries<T>().Where(entry => entry.State != EntityState.Deleted).Select(entry => entry.Entity)];
    }

    /// <summary>Asking for what is held compares every record with what was read, each time. Where nothing can have changed since, it is left out.</summary>
    internal IDisposable WithoutDetecting()
    {
        var before = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        return new Restoring(() => ChangeTracker.AutoDetectChangesEnabled = before);
    }

    /// <summary>The unit without a parent: the organisation itself.</summary>
    public async Task<OrganisationUnitId> WholeOrganisation(CancellationToken stop) =>
        (await Set<OrganisationUnit>().AsNoTracking().SingleAsync(unit => unit.ParentId == null, stop)).Id;

    public Task<Work> Begin(Actor actor, CancellationToken stop) => Work.Begin(this, actor, stop);

    /// <summary>Takes the lock under which journal entries are written one after another.</summary>
    internal abstract Task LockJournal(CancellationToken stop);

    /// <summary>Sections of the policies of a gap analysis in which all the words stand, the best first: the search of the database product.</summary>
    internal abstract IQueryable<PolicyPart> SearchPolicies(string analysis, string words);

    /// <summary>The integrity check of the database product itself: its findings, or none.</summary>
    internal abstract Task<IReadOnlyList<string>> CheckIntegrity(CancellationToken stop);

    internal async Task SaveCommitted(CancellationToken stop)
    {
        committing = true;
        try
        {
            await base.SaveChangesAsync(acceptAllChangesOnSuccess: true, stop);
        }
        finally
        {
            committing = false;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        DemandEntry();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        DemandEntry();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void DemandEntry()
    {
        if (committing) return;
        var covered = ChangeTracker.Entries().FirstOrDefault(entry =>
            entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Metadata.WhyNotJournalled() is null);
        if (covered is not null)
            throw new InvalidOperationException($"{covered.Metadata.ClrType.Name} is covered by the journal: change it inside Begin … Commit.");
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ConcordDb).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes().ToList())
        {
            // Keys are made by us, so that a record found in a list of its owner is known to be new.
            foreach (var key in entity.FindPrimaryKey()?.Properties.Where(key => key.ClrType != typeof(int)) ?? []) key.ValueGenerated = ValueGenerated.Never;
            if (entity.ClrType.IsAssignableTo(typeof(IRecord)))
                builder.Entity(entity.ClrType).Property(nameof(IRecord.Version)).IsConcurrencyToken();
            if (!entity.ClrType.IsAssignableTo(typeof(IScoped))) continue;
            builder.Entity(entity.ClrType).HasIndex(nameof(IScoped.UnitId));
            // What the tools write down (migrations, the compiled model) can hold no filter: see CompiledModel.
            if (!EF.IsDesignTime) builder.Entity(entity.ClrType).HasQueryFilter(VisibleOnly(entity.ClrType));
        }
    }

    /// <summary>The database product puts the context of each query in the place of the one that is named here.</summary>
    internal static LambdaExpression VisibleOnly(Type type)
    {
        var record = Expression.Parameter(type, "record");
        var unit = Expression.Property(record, nameof(IScoped.UnitId));
        var context = Expression.Constant(null, typeof(ConcordDb));
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(OrganisationUnitId)],
            Expression.Property(context, nameof(VisibleUnits)), unit);
        return Expression.Lambda(Expression.OrElse(Expression.Property(context, nameof(SeesAll)), contains), record);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        conventions.Properties<Enum>().HaveConversion<string>();
        foreach (var id in typeof(ConcordDb).Assembly.GetTypes().Where(type => type.IsValueType
            && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>))))
            conventions.Properties(id).HaveConversion(typeof(IdConversion<>).MakeGenericType(id));
    }

    private sealed class Restoring(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }

    /// <summary>Instants are stored in UTC; both databases can then order and compare them.</summary>
    internal sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTime>(
        at => CanonicalEncoding.ToMicrosecond(at).UtcDateTime,
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

    internal sealed class IdConversion<T>() : ValueConverter<T, Guid>(id => id.Value, stored => Id.From<T>(stored)) where T : struct, IId<T>;
}
