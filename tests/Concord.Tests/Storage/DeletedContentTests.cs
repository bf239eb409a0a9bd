using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.Data.Sqlite;

namespace Concord.Tests.Storage;

/// <summary>What is gone from the record is not to be read in the file by whoever gets hold of it.</summary>
public sealed class DeletedContentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task A_value_deleted_from_a_record_is_not_in_the_bytes_of_the_file(int times)
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        // Short it lies within a page; long it fills pages of its own, which are given back.
        var secret = string.Concat(Enumerable.Repeat("Jane Roe of 12 Larch Lane applied in person. ", times));
        var described = await world.Description() with { Purpose = secret };
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", 0, described, actor, default));
        (await Bytes(world)).ShouldContain("Larch Lane");

        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", 1, described with { Purpose = "Scores" }, actor, default));

        (await Bytes(world)).ShouldNotContain("Larch Lane");
    }

    /// <summary>The write-ahead log is emptied into the file first, as a clean stop does.</summary>
    private static async Task<string> Bytes(World world)
    {
        using (var connection = new SqliteConnection(SqliteConcordDb.ConnectionString(world.Folder))) SqliteConnection.ClearPool(connection);
        File.Exists(world.SqliteFile + "-wal").ShouldBeFalse("nothing holds the file open");
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(world.SqliteFile));
    }
}
