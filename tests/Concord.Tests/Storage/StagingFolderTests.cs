using Concord.Storage;

namespace Concord.Tests.Storage;

public sealed class StagingFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("concord-staging-");
    private readonly DataLocation data;

    public StagingFolderTests() => data = new(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Work_that_goes_on_is_left_alone_and_gone_when_it_ends()
    {
        using (var work = StagingFolder.Create(data, "rows"))
        {
            File.WriteAllText(Path.Combine(work.FullName, "rows.csv"), "a");
            Age(work.FullName, TimeSpan.FromDays(3));
            StagingFolder.RemoveAbandoned(data);
            Left().ShouldBe([Path.GetFileName(work.FullName)]);
            File.Exists(Path.Combine(work.FullName, "rows.csv")).ShouldBeTrue();
        }
        Left().ShouldBeEmpty();
    }

    [Fact]
    public void What_a_killed_process_left_is_removed()
    {
        Abandon("import-1", marked: true, TimeSpan.Zero); // The server may be started again at once.
        Abandon("unmarked", marked: false, TimeSpan.FromDays(2));
        StagingFolder.RemoveAbandoned(data);
        Left().ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_is_being_made_is_not_taken_from_its_maker()
    {
        Abandon("unmarked", marked: false, TimeSpan.FromMinutes(1));
        StagingFolder.RemoveAbandoned(data);
        Left().ShouldBe(["unmarked"]);
    }

    [Fact]
    public void A_data_folder_without_work_has_nothing_to_remove() => Should.NotThrow(() => StagingFolder.RemoveAbandoned(data));

    private string[] Left() => [.. Directory.GetDirectories(Path.Combine(folder.FullName, "staging")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private void Abandon(string name, bool marked, TimeSpan ago)
    {
        var left = Directory.CreateDirectory(Path.Combine(folder.FullName, "staging", name, "0")).Parent!.FullName;
        File.WriteAllText(Path.Combine(left, "0", "big.csv"), "sex,income\nf,1\n");
        if (marked) File.WriteAllText(Path.Combine(left, "in-use"), "");
        Age(left, ago);
    }

    private static void Age(string path, TimeSpan ago)
    {
        if (File.Exists(Path.Combine(path, "in-use"))) File.SetLastWriteTimeUtc(Path.Combine(path, "in-use"), TimeProvider.System.GetUtcNow().UtcDateTime - ago);
        Directory.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - ago);
    }
}
