using System.Globalization;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Concord.Tests.Journal;

/// <summary>Rows in every table the journal covers, whatever tables there are: one with a value in every column, one as empty as it may be.</summary>
internal sealed class SampleRows(ConcordDb db)
{
    private readonly Dictionary<IEntityType, List<EntityEntry>> made = [];
    private int count;

    private static readonly Lazy<Task<byte[]>> SqliteFile = new(async () =>
    {
        await using var world = await Tests.World.Create();
        await world.AsSystem(db => new SampleRows(db).Make());
        world.LetGoOfFile();
        return await File.ReadAllBytesAsync(world.SqliteFile);
    });

    /// <summary>A world with sample rows in every covered table.</summary>
    public static async Task<World> World(Backend backend)
    {
        var world = await Tests.World.Create(backend);
        if (backend == Backend.Sqlite) await File.WriteAllBytesAsync(world.SqliteFile, await SqliteFile.Value);
        else await world.AsSystem(db => new SampleRows(db).Make());
        return world;
    }

    public static IReadOnlyList<IEntityType> CoveredTables(ConcordDb db)
    {
        var open = db.Model.GetEntityTypes().Where(entity => entity.WhyNotJournalled() is null).ToList();
        List<IEntityType> ordered = [];
        while (open.Count > 0)
        {
            var next = open.First(entity => entity.GetForeignKeys().All(key => key.PrincipalEntityType == entity || !open.Contains(key.PrincipalEntityType)));
            open.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    /// <summary>In one act each, so that every table has an entry of its own.</summary>
    public async Task Make()
    {
        foreach (var table in CoveredTables(db))
        {
            await using var work = await db.Begin(Actor.System, default);
            made[table] = [Row(table, isFull: true), Row(table, isFull: false)];
            work.Note("sample.made", $"SAMPLE-{++count}", $"Two rows of {table.GetTableName()}.");
            await work.Commit(default);
        }
    }

    private EntityEntry Row(IEntityType table, bool isFull)
    {
        var entry = db.Entry(Activator.CreateInstance(table.ClrType, nonPublic: true)!);
        foreach (var property in table.GetProperties())
        {
            var principal = property.GetContainingForeignKeys().FirstOrDefault()?.PrincipalEntityType;
            entry.Property(property.Name).CurrentValue = property.IsNullable && !isFull && property.Name != "ParentId" ? null
                : property.Name == "Path" ? "" // No file: the manifest has tests of its own.
                : principal is null ? Value(property.ClrType, isFull)
                : principal == table ? (property.IsNullable ? null : entry.Property("Id").CurrentValue)
                : made[principal][property.IsPrimaryKey() && !isFull ? 1 : 0].Property("Id").CurrentValue; // One row for each of the other table's, where its key is shared.
        }
        entry.State = EntityState.Added;
        return entry;
    }

    private object Value(Type declared, bool isFull)
    {
        var number = ++count;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(isFull ? Enum.GetValues(type).Length - 1 : 0)!;
        if (type == typeof(string)) return isFull ? $"sample {number} ü \"quoted\" 'half' \\ 😀 \r\n\t" : number.ToString(CultureInfo.InvariantCulture);
        if (type == typeof(bool)) return isFull;
        if (type == typeof(int)) return isFull ? int.MaxValue - number : 0;
        if (type == typeof(long)) return isFull ? long.MinValue + number : 0L;
        if (type == typeof(double)) return isFull ? 0.1 + number : -0.0;
        if (type == typeof(Guid)) return Guid.CreateVersion7();
        if (type == typeof(DateTimeOffset)) return isFull ? Tests.World.Beginning.AddTicks((number * 10) + 7) : Tests.World.Beginning;
        if (type == typeof(DateOnly)) return isFull ? new DateOnly(2026, 2, 28) : DateOnly.MinValue.AddDays(number);
        if (type == typeof(byte[])) return isFull ? [0, 255, (byte)number, (byte)(number >> 8)] : new[] { (byte)number, (byte)(number >> 8) };
        if (type == typeof(List<string>)) return isFull ? new List<string> { "", "ü \"quoted\"", number.ToString(CultureInfo.InvariantCulture) } : new List<string>();
        return typeof(Id).GetMethod(nameof(Id.New))!.MakeGenericMethod(type).Invoke(null, null)!;
    }
}
