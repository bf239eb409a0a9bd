using System.Text;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Storage;
using Concord.Storage.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Concord.Tests.Journal;

/// <summary>The SQLite file as bytes on a disk: what it reads leniently, what somebody with an editor can do, what a failing disk does.</summary>
public sealed class StoredBytesTests
{
    [Theory]
    [InlineData("AiSystem", "\"Id\" = lower(\"Id\")", "Id: not spelled")]
    [InlineData("AiSystem", "\"IsProvider\" = CASE \"IsProvider\" WHEN 1 THEN 2 ELSE \"IsProvider\" END", "IsProvider: 2 is not")]
    [InlineData("AiSystem", "\"Name\" = \"Name\" || char(0) || 'hidden'", "changed")]
    [InlineData("AiSystem", "\"Name\" = CAST(\"Name\" AS BLOB)", "Name: stored as bytes")]
    [InlineData("AiSystem", "\"Name\" = CAST(x'ff41' AS TEXT)", "Name: not valid UTF-8")]
    [InlineData("AiSystem", "\"AffectedGroups\" = ' ' || \"AffectedGroups\"", "AffectedGroups: not spelled")]
    [InlineData("AiSystem", "\"AffectedGroups\" = '['", "AffectedGroups: not a list")]
    [InlineData("AiSystem", "\"Version\" = 'many'", "Version: stored as text")]
    [InlineData("AiSystem", "\"Version\" = 4294967296", "Version: too large")]
    [InlineData("AiSystem", "\"StateSince\" = \"StateSince\" || ' '", "StateSince: ")]
    [InlineData("AiSystem", "\"State\" = lower(\"State\")", "changed")]
    [InlineData("Link", "\"At\" = \"At\" || '0'", "At: ")]
    [InlineData("Link", "\"At\" = 'soon'", "At: ")]
    [InlineData("Signal", "\"Value\" = 'a'", "Value: stored as text")]
    [InlineData("WindowComputation", "\"Profile\" = CAST(\"Profile\" AS TEXT)", "Profile: stored as text")]
    public async Task A_value_in_another_form_is_found_even_where_it_would_be_read_as_the_same(string table, string assignment, string expected)
    {
        await using var world = await Filled();
        var rows = await world.Tamper($"UPDATE \"{table}\" SET {assignment} WHERE rowid = 1");
        rows.ShouldBe(1);
        var report = await Verify(world);
        report.Damages.ShouldContain(damage => damage.Kind == DamageKind.Row && damage.What.Contains(expected, StringComparison.Ordinal), string.Join("; ", report.Damages.Select(damage => damage.What)));
    }

    [Fact]
    public async Task One_byte_of_a_covered_value_changed_with_an_editor_is_found()
    {
        await using var world = await Filled();
        var values = await world.AsSystem(async db => (await db.Set<AiSystem>().Select(system => system.Purpose).ToListAsync())
            .Concat(await db.Set<Concord.Risks.Risk>().Select(risk => risk.Title).ToListAsync())
            .Concat(await db.Set<Concord.Controls.Evidence>().Select(evidence => evidence.Content).ToListAsync())
            .Where(text => text.StartsWith("sample", StringComparison.Ordinal)).ToList());
        values.Count.ShouldBe(3);
        world.LetGoOfFile();
        var sound = await File.ReadAllBytesAsync(world.SqliteFile);
        foreach (var value in values)
        {
            var at = sound.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value));
            at.ShouldBeGreaterThan(0);
            for (var offset = 0; offset < 12; offset++)
            {
                var report = await VerifyEdited(world, sound, at + offset, 1);
                report.Damages.ShouldContain(damage => damage.Kind == DamageKind.Row && damage.What.StartsWith("changed", StringComparison.Ordinal), $"{value} byte {offset}");
            }
        }
    }

    /// <summary>Wherever one byte is changed: verification comes to an end, and if it finds nothing, then no covered value reads differently.</summary>
    [Fact]
    public async Task Whatever_byte_is_changed_either_it_is_found_or_nothing_covered_reads_differently()
    {
        await using var world = await Filled();
        world.LetGoOfFile();
        var sound = await File.ReadAllBytesAsync(world.SqliteFile);
        var written = Enumerable.Range(0, sound.Length).Where(at => sound[at] != 0).ToArray();
        var (tables, outside) = await Tables(world);
        var covered = await Read(world.SqliteFile, tables, outside);
        var found = 0;
        const int tries = 160;
        for (var i = 0; i < tries; i++)
        {
            var at = written[(int)(i * 104729L % written.Length)]; // A prime step spreads them over the file, the same ones each time.
            var isSound = false;
            try
            {
                isSound = (await VerifyEdited(world, sound, at, (byte)(1 << (i % 8)))).IsSound;
            }
            catch (RuleViolation refusal) when (refusal.Code is "DATABASE-VERSION" or "DATA-EMPTY")
            {
                // The list of schema steps was hit: the record is not verified at all, and not said to be sound.
            }
            if (!isSound) found++;
            else (await Read(world.SqliteFile, tables, outside)).ShouldBe(covered, $"byte {at}, bit {i % 8}");
        }
        found.ShouldBeGreaterThan(tries / 4);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_is_told_and_the_rows_elsewhere_are_still_looked_at()
    {
        await using var world = await World.Create();
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            for (var i = 0; i < 400; i++) db.Add(new Concord.Links.Link($"A-{i:0000}", "risk", "B-1", new string('n', 100), db.Now));
            work.Note("links.made", "A-1", "Many.");
            await work.Commit(default);
        });
        // Rows lie in the order of their keys, which is not the order of their making: the edited row is far from the lost page by its place.
        await world.Tamper("UPDATE \"Link\" SET \"Note\" = 'edited' WHERE rowid = (SELECT max(rowid) FROM \"Link\")");
        world.LetGoOfFile();
        var lost = await RowAt(world.SqliteFile, 150);
        var bytes = await File.ReadAllBytesAsync(world.SqliteFile);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"{lost}risk"));
        var page = at / 4096 * 4096;
        bytes.AsSpan(page, 8).Fill(0xEE); // The head of the page: no row on it can be found any more.
        await File.WriteAllBytesAsync(world.SqliteFile, bytes);
        var report = await Verify(world);
        report.Damages.ShouldContain(damage => damage.Place == "integrity check");
        report.Damages.ShouldContain(damage => damage.Place == "table Link" && damage.What.Contains("reading stopped", StringComparison.Ordinal));
        report.Damages.Count(damage => damage.Kind == DamageKind.Row && damage.What.StartsWith("cannot be read", StringComparison.Ordinal)).ShouldBeInRange(5, 40);
        report.Damages.Count(damage => damage.Kind == DamageKind.Row && damage.What.StartsWith("changed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(100)]
    public async Task A_file_without_its_head_is_told_in_words(int at)
    {
        await using var world = await Filled();
        world.LetGoOfFile();
        var report = await VerifyEdited(world, await File.ReadAllBytesAsync(world.SqliteFile), at, 0xFF);
        report.IsSound.ShouldBeFalse();
    }

    [Fact]
    public async Task Verifying_changes_no_byte_of_the_file_and_works_while_acts_go_on()
    {
        await using var world = await Filled();
        world.LetGoOfFile();
        var before = await File.ReadAllBytesAsync(world.SqliteFile);
        (await Verify(world)).IsSound.ShouldBeTrue();
        (await File.ReadAllBytesAsync(world.SqliteFile)).ShouldBe(before);

        using var done = new CancellationTokenSource();
        var acting = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                await world.AsSystem(async db =>
                {
                    await using var work = await db.Begin(Actor.System, default);
                    db.Add(new Concord.Links.Link($"A-{i}", "risk", "B-1", "", db.Now));
                    work.Note("links.made", $"A-{i}", "One.");
                    await work.Commit(default);
                });
            }
        });
        for (var i = 0; i < 10; i++) (await Verify(world)).Damages.ShouldBeEmpty();
        await done.CancelAsync();
        await acting;
    }

    private static Task<World> Filled() => SampleRows.World(Backend.Sqlite);

    private static async Task<VerificationReport> VerifyEdited(World world, byte[] sound, int at, byte mask)
    {
        var bytes = (byte[])sound.Clone();
        bytes[at] ^= mask;
        foreach (var beside in (string[])["-wal", "-shm"]) File.Delete(world.SqliteFile + beside);
        await File.WriteAllBytesAsync(world.SqliteFile, bytes);
        return await Verify(world);
    }

    private static async Task<VerificationReport> Verify(World world)
    {
        await using var db = ConcordStorage.OpenForReading(world.Location, world.Clock);
        return await new JournalVerification(db, world.Location).Run(default);
    }

    /// <summary>The tables whose rows the journal covers, and the columns it leaves out, both as the mapping declares them.</summary>
    private static async Task<(List<string> Tables, List<string> Outside)> Tables(World world)
    {
        List<IReadOnlyEntityType> entities = [];
        await world.AsSystem(db =>
        {
            entities.AddRange(db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null && entity.WhyNotJournalled() is null));
            return Task.CompletedTask;
        });
        var outside = entities.SelectMany(entity => entity.GetProperties().Where(property => property.IsOutsideJournal()).Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}")).ToList();
        outside.ShouldContain("Person.Salt");
        return ([.. entities.Select(entity => entity.GetTableName()!).Distinct().Order(StringComparer.Ordinal)], outside);
    }

    /// <summary>
    /// Every covered value as SQLite itself prints it, read by code that shares nothing with the verification. A changed file is asked by the names of the sound
    /// one, as everybody who reads it asks: that its own list spells "CorreCtion" or calls a table a "uable" changes no value.
    /// </summary>
    private static async Task<string> Read(string file, List<string> tables, List<string> outside)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            var columns = await Column(connection, $"SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}') WHERE ('{table}.' || name) COLLATE NOCASE NOT IN ({string.Join(", ", outside.Select(column => $"'{column}'"))})");
            foreach (var row in await Column(connection, $"SELECT {string.Join(" || ',' || ", columns)} FROM \"{table}\" ORDER BY 1")) text.Append(table).Append(' ').AppendLine(row);
        }
        return text.ToString();
    }

    private static async Task<string> RowAt(string file, int place)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        return (await Column(connection, $"SELECT \"From\" FROM \"Link\" ORDER BY rowid LIMIT 1 OFFSET {place}")).Single();
    }

    private static async Task<List<string>> Column(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> values = [];
        while (await reader.ReadAsync()) values.Add(reader.GetString(0));
        return values;
    }
}
