using Concord.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Concord.Tests.Storage;

/// <summary>A record of yesterday must verify with the program of today: what a step adds to a journalled table may not enter the hash of rows that lack it.</summary>
public sealed class AddedColumnTests
{
    /// <summary>A reference frozen before it holds no counts, and is frozen anew.</summary>
    private static readonly string[] Excepted = ["FrozenReference.Profile"];

    [Fact]
    public async Task A_column_that_is_added_to_a_journalled_table_may_be_without_a_value()
    {
        await using var world = await World.Create();
        var added = await world.AsSystem(db => Task.FromResult(Added(db)));
        added.ShouldContain("Signal.SeriesId?", "the test sees the steps");
        added.Where(column => !column.EndsWith('?')).ShouldBe(Excepted);
    }

    private static List<string> Added(ConcordDb db)
    {
        var steps = db.GetService<IMigrationsAssembly>();
        var journalled = db.Model.GetEntityTypes().Where(entity => entity.WhyNotJournalled() is null).ToDictionary(RowState.TableOf, StringComparer.Ordinal);
        return [.. steps.Migrations.Values.SelectMany(step => steps.CreateMigration(step, db.Database.ProviderName!).UpOperations).OfType<AddColumnOperation>()
            .Where(column => journalled.TryGetValue(column.Table, out var entity) && entity.FindProperty(column.Name) is { } property && !property.IsOutsideJournal())
            .Select(column => $"{column.Table}.{column.Name}{(column.IsNullable ? "?" : "")}")];
    }
}
