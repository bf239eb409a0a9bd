using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Journal;

/// <summary>A change behind the journal's back is found and named, and nothing else is.</summary>
public abstract class VerificationContract(Backend backend)
{
    protected Backend Backend { get; } = backend;

    [Fact]
    public async Task An_untouched_record_is_sound_whatever_stands_in_its_rows()
    {
        await using var world = await Filled();
        await PlayActs(world);
        var report = await Verify(world);
        report.Damages.ShouldBeEmpty();
        report.IsSound.ShouldBeTrue();
        report.Entries.ShouldBeGreaterThan(40);
        report.Rows.ShouldBeGreaterThan(2 * report.Tables);
        report.NotCovered.ShouldContain(table => table.What == "table AspNetUsers");
        report.NotCovered.ShouldContain(table => table.What == "table OneTimeLink");
        report.NotCovered.ShouldContain(table => table.What == "column Person.Salt");
        report.NotCovered.ShouldNotContain(table => table.Why.Contains("unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_any_column_of_any_covered_table_is_found_and_only_its_row_is_named()
    {
        await using var world = await Filled();
        var tables = await world.AsSystem(db => Task.FromResult(SampleRows.CoveredTables(db).Select(TableShape.Of).ToList()));
        for (var round = 0; round < tables.Max(table => table.Hashed); round++)
        {
            var changed = tables.Where(table => round < table.Hashed).ToList();
            foreach (var table in changed) await Change(world, table, table.Columns[round]);
            var report = await Verify(world);
            foreach (var table in changed)
            {
                var named = report.Damages.Where(damage => damage.Kind == DamageKind.Row && damage.Place.StartsWith(table.Table + " ", StringComparison.Ordinal)).ToList();
                // A changed key makes two: the row nobody told of, and the one that is gone.
                named.Count.ShouldBe(table.Keys.Contains(round) ? 2 : 1, $"{table.Table}.{table.Columns[round].Property}");
            }
            report.Damages.Count(damage => damage.Kind != DamageKind.Row).ShouldBe(0, string.Join("; ", report.Damages.Where(damage => damage.Kind != DamageKind.Row)));
            foreach (var table in changed) await Restore(world, table, table.Columns[round]);
        }
        (await Verify(world)).Damages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_was_removed_or_added_behind_the_back_is_named()
    {
        await using var world = await Filled();
        var system = await world.AsSystem(db => db.Set<AiSystem>().FirstAsync());
        await world.Tamper($"INSERT INTO \"Link\" (\"Id\", \"From\", \"Relation\", \"To\", \"Note\", \"At\") SELECT {NewId}, \"From\", \"Relation\", \"To\", \"Note\", \"At\" FROM \"Link\"");
        await world.Tamper(WithoutKeys($"DELETE FROM \"AiSystem\" WHERE \"Ref\" = '{system.Ref.Replace("'", "''", StringComparison.Ordinal)}'"));
        var report = await Verify(world);
        report.Damages.Count(damage => damage.Place.StartsWith("Link ", StringComparison.Ordinal) && damage.What.Contains("added", StringComparison.Ordinal)).ShouldBe(2);
        report.Damages.ShouldContain(damage => damage.Place.Contains(system.Id.Value.ToString(), StringComparison.Ordinal) && damage.What.Contains("removed", StringComparison.Ordinal));
        report.DamageTotal.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_that_an_act_removed_must_stay_away()
    {
        await using var world = await Filled();
        await world.Tamper("CREATE TABLE kept AS SELECT * FROM \"Link\"");
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            db.RemoveRange(await db.Set<Concord.Links.Link>().ToListAsync());
            work.Note("links.removed", "A-1", "All.");
            await work.Commit(default);
        });
        var sound = await Verify(world);
        sound.Damages.ShouldBeEmpty();
        sound.NotCovered.ShouldContain(table => table.What == "kept" && table.Why.StartsWith("unknown", StringComparison.Ordinal));
        await world.Tamper("INSERT INTO \"Link\" SELECT * FROM kept");
        var report = await Verify(world);
        report.DamageTotal.ShouldBe(2);
        report.Damages.ShouldAllBe(damage => damage.What.Contains("removed, and it is there", StringComparison.Ordinal));
    }

    /// <summary>Entry 5 invites a person with a role: it tells of two rows.</summary>
    private static readonly (string First, string Sql)[] Mutations =
    [
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Detail\" = \"Detail\" || '.' WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Act\" = 'person.praised' WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Subject\" = 'PERSON-0001' WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"ActorRef\" = 'PERSON-0001' WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Via\" = 'Page' WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"At\" = (SELECT max(\"At\") FROM \"Link\") WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Hash\" = (SELECT \"Hash\" FROM \"JournalEntry\" WHERE \"Sequence\" = 4) WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"PreviousHash\" = \"Hash\" WHERE \"Sequence\" = 6"),
        ("entry 1", "UPDATE \"JournalEntry\" SET \"PreviousHash\" = \"Hash\" WHERE \"Sequence\" = 1"),
        ("entry 1", "DELETE FROM \"JournalEntry\" WHERE \"Sequence\" = 1"),
        ("entry 6", "DELETE FROM \"JournalEntry\" WHERE \"Sequence\" = 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Sequence\" = \"Sequence\" + 100000 WHERE \"Sequence\" >= 6"),
        ("entry 6", "UPDATE \"JournalEntry\" SET \"Sequence\" = 0 WHERE \"Sequence\" = 6; UPDATE \"JournalEntry\" SET \"Sequence\" = 6 WHERE \"Sequence\" = 7; UPDATE \"JournalEntry\" SET \"Sequence\" = 7 WHERE \"Sequence\" = 0"),
        ("entry -1", "UPDATE \"JournalEntry\" SET \"Sequence\" = -1 WHERE \"Sequence\" = 6"),
        ("entry 2", "UPDATE \"JournalState\" SET \"EntrySequence\" = 2 WHERE \"EntrySequence\" = 6 AND \"Table\" = 'Person'"),
        ("entry 6", "DELETE FROM \"JournalState\" WHERE \"EntrySequence\" = 6 AND \"Table\" = 'RoleAssignment'"),
        ("entry 6", "UPDATE \"JournalState\" SET \"Hash\" = NULL WHERE \"EntrySequence\" = 6"),
        ("entry 6", "UPDATE \"JournalState\" SET \"Hash\" = (SELECT \"Hash\" FROM \"JournalEntry\" WHERE \"Sequence\" = 1) WHERE \"EntrySequence\" = 6"),
        ("entry 6", "UPDATE \"JournalState\" SET \"Table\" = 'Risk' WHERE \"EntrySequence\" = 6"),
        ("entry 6", "UPDATE \"JournalState\" SET \"RowKey\" = 'x' WHERE \"EntrySequence\" = 6"),
        ("entry 6", "INSERT INTO \"JournalState\" (\"EntrySequence\", \"Table\", \"RowKey\", \"Hash\") VALUES (6, 'Risk', 'x', NULL)"),
        ("entry 100000", "INSERT INTO \"JournalState\" (\"EntrySequence\", \"Table\", \"RowKey\", \"Hash\") VALUES (100000, 'Risk', 'x', NULL)"),
    ];

    [Fact]
    public async Task The_first_damaged_entry_is_named()
    {
        await using var world = await Filled();
        await world.Tamper("CREATE TABLE kept_entries AS SELECT * FROM \"JournalEntry\"");
        await world.Tamper("CREATE TABLE kept_states AS SELECT * FROM \"JournalState\"");
        foreach (var (first, sql) in Mutations)
        {
            await world.Tamper(WithoutKeys(sql));
            var report = await Verify(world);
            report.FirstDamagedEntry.ShouldNotBeNull(sql);
            report.FirstDamagedEntry.Place.ShouldStartWith(first, customMessage: sql);
            await world.Tamper(WithoutKeys("DELETE FROM \"JournalState\"; DELETE FROM \"JournalEntry\"; INSERT INTO \"JournalEntry\" SELECT * FROM kept_entries; INSERT INTO \"JournalState\" SELECT * FROM kept_states"));
        }
        (await Verify(world)).Damages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_out_the_last_entries_shows_in_the_rows_they_told_of()
    {
        await using var world = await Filled();
        // The newest entry is the one that tells of the last two sample rows.
        var last = await world.AsSystem(db => db.Set<Concord.Journal.JournalEntry>().MaxAsync(entry => entry.Sequence));
        await world.Tamper(WithoutKeys($"DELETE FROM \"JournalState\" WHERE \"EntrySequence\" = {last}; DELETE FROM \"JournalEntry\" WHERE \"Sequence\" = {last}"));
        var report = await Verify(world);
        report.FirstDamagedEntry.ShouldBeNull();
        report.Damages.Count(damage => damage.What.StartsWith("no entry tells of it", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_file_of_the_manifest_that_changed_or_went_is_named()
    {
        await using var world = await Filled();
        await world.AsSystem(async db =>
        {
            Directory.CreateDirectory(world.Location.Absolute("logs"));
            await using var work = await db.Begin(Actor.System, default);
            var version = await db.Set<ModelVersion>().FirstAsync();
            for (var number = 100; number < 103; number++)
            {
                var bytes = new byte[5000];
                bytes[4999] = (byte)number;
                await File.WriteAllBytesAsync(world.Location.Absolute($"logs/{number}.parquet"), bytes);
                var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
                db.Add(new Concord.Monitoring.LogSegment($"SEG-{number}", version, number, $"logs/{number}.parquet", sha256, "{}", 1, null, null,
                    new(number.ToString(CultureInfo.InvariantCulture), sha256, 0, 0, false, null, Via.System, db.Now)));
            }
            work.Note("log.appended", version.Ref, "Three segments.");
            await work.Commit(default);
        });
        var sound = await Verify(world);
        sound.Damages.ShouldBeEmpty();
        (sound.Files, sound.FileBytes).ShouldBe((3, 15000));

        var content = await File.ReadAllBytesAsync(world.Location.Absolute("logs/100.parquet"));
        content[1234] ^= 1;
        await File.WriteAllBytesAsync(world.Location.Absolute("logs/100.parquet"), content);
        File.Delete(world.Location.Absolute("logs/101.parquet"));
        var report = await Verify(world);
        report.DamageTotal.ShouldBe(2);
        report.Damages.ShouldContain(damage => damage.Place == "logs/100.parquet of SEG-100" && damage.What.StartsWith("changed", StringComparison.Ordinal));
        report.Damages.ShouldContain(damage => damage.Place == "logs/101.parquet of SEG-101" && damage.What == "missing");
    }

    [Fact]
    public async Task Many_damages_are_counted_and_the_first_hundred_named()
    {
        await using var world = await World.Create(Backend);
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            for (var i = 0; i < 150; i++) db.Add(new Concord.Links.Link($"A-{i}", "risk", "B-1", "", db.Now));
            work.Note("links.made", "A-1", "Many.");
            await work.Commit(default);
        });
        await world.Tamper("UPDATE \"Link\" SET \"Note\" = 'x'");
        var report = await Verify(world);
        report.DamageTotal.ShouldBe(150);
        report.Damages.Count.ShouldBe(DamageList.Most);
    }

    private Task<World> Filled() => SampleRows.World(Backend);

    private protected static async Task<VerificationReport> Verify(World world)
    {
        await using var db = ConcordStorage.OpenForReading(world.Location, world.Clock);
        return await new JournalVerification(db, world.Location).Run(default);
    }

    private protected static async Task PlayActs(World world)
    {
        var administrator = world.As(Role.Administrator);
        var nora = await administrator.Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("Nora Nord", "nora@example.test"), new(Role.Viewer), default));
        await administrator.Do((PeopleRegister people, Actor actor) => people.Rename(actor, nora.Ref, 0, new("Nora Süd", "nora@example.test"), default));
        var page = await administrator.See((PeopleViews views) => views.Page(nora.Ref, default));
        await administrator.Do((PeopleRegister people, Actor actor) => people.EndRole(actor, nora.Ref, page.Roles[0].Id, null, default));
        await world.WithoutActor((PeopleRegister people) => people.Redeem(nora.LinkSecret, default));
        await world.As(Role.SystemOwner).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "pipeline", 30, default));
    }

    /// <summary>Changes the first sample row in one column, as little as the type allows; the second one where the first cannot stand it.</summary>
    private async Task Change(World world, TableShape table, ColumnShape column)
    {
        await world.Tamper($"DROP TABLE IF EXISTS \"kept {table.Table}\"");
        var key = table.Columns[table.Keys[0]].Column;
        var row = $"(SELECT min(\"{key}\"{(Backend == Backend.Postgres ? "::text" : "")}) FROM \"{table.Table}\")";
        var where = $"\"{key}\"{(Backend == Backend.Postgres ? "::text" : "")} = {row}";
        await world.Tamper($"CREATE TABLE \"kept {table.Table}\" AS SELECT * FROM \"{table.Table}\" WHERE {where}");
        (await world.Tamper(WithoutKeys($"UPDATE \"{table.Table}\" SET \"{column.Column}\" = {Other(column)} WHERE {where}"))).ShouldBe(1, $"{table.Table}.{column.Column}");
    }

    private async Task Restore(World world, TableShape table, ColumnShape column)
    {
        var key = table.Columns[table.Keys[0]].Column;
        var kept = $"\"kept {table.Table}\"";
        var isKey = table.Columns[table.Keys[0]].Column == column.Column;
        // The changed row is the one that equals the kept one in everything but the column; a changed key is found as the one that was not there.
        var changed = isKey
            ? $"\"{key}\" = (SELECT {Other(column)} FROM {kept})"
            : $"\"{key}\" = (SELECT \"{key}\" FROM {kept})";
        (await world.Tamper(WithoutKeys($"UPDATE \"{table.Table}\" SET \"{column.Column}\" = (SELECT \"{column.Column}\" FROM {kept}) WHERE {changed}"))).ShouldBe(1, $"{table.Table}.{column.Column}");
        await world.Tamper($"DROP TABLE {kept}");
    }

    private protected abstract string NewId { get; }

    /// <summary>SQL that is not held back by foreign keys.</summary>
    private protected abstract string WithoutKeys(string sql);

    /// <summary>SQL of the smallest other value.</summary>
    private protected abstract string Other(ColumnShape column);
}
