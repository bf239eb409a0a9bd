using System.Diagnostics;
using System.Text;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>The reading process is a real one: it is stopped when it takes too long or too much, and whatever happens to it is a finding.</summary>
public sealed class ReaderProcessTests
{
    [Fact]
    public async Task A_reader_that_takes_too_long_is_killed_and_the_limit_is_named()
    {
        using LogFolder folder = new();
        Stopwatch watch = Stopwatch.StartNew();
        LogColumns columns = new() { Numeric = ["AGEP"] };
        Finding finding = (await folder.Refused(LogFolder.Sample("acs_employment_production.parquet"), columns, limits: new LogLimits { Time = TimeSpan.FromMilliseconds(150) })).Single();
        (finding.Code, finding.Severity).ShouldBe(("time-limit", Severity.Error));
        finding.Message.ShouldContain("0.2 seconds");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        Directory.EnumerateDirectories(Path.Combine(folder.Path, "staged")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_small_file_that_unfolds_beyond_the_memory_is_refused_and_the_limit_is_named()
    {
        using LogFolder folder = new();
        // One value of 300 MiB, packed into a few kilobytes.
        string bomb = Path.Combine(folder.Path, "bomb.parquet");
        Write(bomb, "SELECT 1 AS age, repeat('x', 300 * 1024 * 1024) AS sex");
        new FileInfo(bomb).Length.ShouldBeLessThan(1 << 20);
        IReadOnlyList<Finding> findings = await folder.Refused(bomb, new LogColumns { Numeric = ["age"], Categorical = ["sex"] }, LogPurpose.Reference, new LogLimits { MemoryBytes = 192 << 20 });
        findings.Single().Code.ShouldBe("memory-limit");
        findings.Single().Message.ShouldContain("192 MiB");
    }

    [Fact]
    public async Task Many_large_values_do_not_fill_the_disk_either()
    {
        using LogFolder folder = new();
        string bomb = Path.Combine(folder.Path, "bomb.parquet");
        Write(bomb, "SELECT range AS age, repeat('x', 1024 * 1024) || range AS sex FROM range(700)");
        IReadOnlyList<Finding> findings = await folder.Refused(bomb, new LogColumns { Numeric = ["age"], Categorical = ["sex"] }, LogPurpose.Reference, new LogLimits { MemoryBytes = 192 << 20, Bytes = 1 << 20 });
        findings.Single().Code.ShouldBe("memory-limit");
    }

    [Fact]
    public async Task A_file_beyond_the_limit_of_bytes_or_rows_is_refused()
    {
        using LogFolder folder = new();
        LogColumns columns = new() { Numeric = ["age"] };
        (await folder.Refused(LogFolder.Sample("german_production.csv"), columns, limits: new LogLimits { Bytes = 1000 })).Single().Code.ShouldBe("too-many-bytes");
        (await folder.Refused(LogFolder.Sample("german_production.csv"), columns, limits: new LogLimits { Rows = 499 })).Single().Code.ShouldBe("too-many-rows");
        (await folder.Refused(LogFolder.Sample("german_production.parquet"), columns, limits: new LogLimits { Rows = 499 })).Single().Code.ShouldBe("too-many-rows");
        (await folder.Stage(LogFolder.Sample("german_production.parquet"), columns, limits: new LogLimits { Rows = 500 })).Rows.ShouldBe(500);
    }

    [Fact]
    public async Task A_row_beyond_the_limit_is_counted_and_not_judged()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "timestamp,age,income,sex\n2025-03-01,1,2,F\n2025-03-01,a,2,F\n");
        (await folder.Refused(log, limits: new LogLimits { Rows = 1 })).Single().Code.ShouldBe("too-many-rows");
    }

    [Fact]
    public async Task Findings_beyond_the_limit_are_counted_and_not_listed()
    {
        using LogFolder folder = new();
        string log = folder.Write("log.csv", "timestamp,age\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"2025-01-01,x{i}\n")));
        IReadOnlyList<Finding> findings = await folder.Refused(log, new LogColumns { Numeric = ["age"] }, limits: new LogLimits { Findings = 100 });
        findings.Count.ShouldBe(101);
        findings[^1].ShouldBe(Finding.Error("the batch", "more-findings", "Only the first 100 findings are listed. Beyond them: not-a-number 400 times."));
    }

    [Fact]
    public async Task A_process_that_dies_is_a_finding_and_no_exception()
    {
        using LogFolder folder = new();
        // Less than the runtime itself needs.
        Finding finding = (await folder.Refused(LogFolder.Hostile("logs/tiny_group.csv"), limits: new LogLimits { MemoryBytes = 8 << 20 })).Single();
        finding.Code.ShouldBeOneOf("memory-limit", "reader-ended");
        finding.Place.ShouldBe("tiny_group.csv");
    }

    [Fact]
    public async Task Nothing_that_is_no_file_is_opened()
    {
        using LogFolder folder = new();
        foreach (string path in (string[])["missing.csv", "*.csv", "", "a\0b", folder.Path, "/dev/zero"])
            (await folder.Refused(path)).Single().Severity.ShouldBe(Severity.Error);
    }

    [Fact]
    public async Task The_environment_of_the_server_does_not_reach_the_reader()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the environment of another process.");
        using LogFolder folder = new();
        string? seen = null;
        const string Secret = "CONCORD_TEST_SECRET";
        Environment.SetEnvironmentVariable(Secret, "hunter2");
        try
        {
            Task<StagedLog> reading = folder.Stage(LogFolder.Sample("acs_employment_reference.parquet"), new LogColumns { Numeric = ["AGEP"] });
            while (!reading.IsCompleted && seen is null)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
                seen = Readers(folder.Path).Select(EnvironmentOf).FirstOrDefault(environment => environment?.Contains("DOTNET_GCHeapHardLimit", StringComparison.Ordinal) == true);
            }
            await reading;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
        seen.ShouldNotBeNull();
        seen.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task The_reader_has_no_network_where_the_system_lets_us_take_it_away()
    {
        Assert.SkipUnless(ReaderProcess.Describe().Contains("without a network", StringComparison.Ordinal), $"This system gives the reader {ReaderProcess.Describe()}.");
        using LogFolder folder = new();
        string? routes = null;
        Task<StagedLog> reading = folder.Stage(LogFolder.Sample("acs_employment_reference.parquet"), new LogColumns { Numeric = ["AGEP"] });
        while (!reading.IsCompleted && routes is null)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
            routes = Readers(folder.Path).Where(pid => EnvironmentOf(pid)?.Contains("DOTNET_GCHeapHardLimit", StringComparison.Ordinal) == true && NameOf(pid).StartsWith("Concord", StringComparison.Ordinal))
                .Select(pid => TryRead($"/proc/{pid}/net/dev")).FirstOrDefault(text => text is not null);
        }
        await reading;
        routes.ShouldNotBeNull();
        routes.Split('\n').Skip(2).Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => line.Split(':')[0].Trim()).ShouldBe(["lo"]);
    }

    [Fact]
    public async Task A_stopped_request_leaves_no_process_and_no_file()
    {
        using LogFolder folder = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(200));
        LogIntake intake = new(TimeProvider.System);
        await Should.ThrowAsync<OperationCanceledException>(() => intake.Stage(
            new LogRequest([LogFolder.Sample("acs_employment_production.parquet")], new LogColumns { Numeric = ["AGEP"] }, LogPurpose.Measure, folder.Path), stop.Token));
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
        if (OperatingSystem.IsLinux())
            await Eventually(() => !Readers(folder.Path).Any());
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (int i = 0; i < 200 && !condition(); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        condition().ShouldBeTrue();
    }

    /// <summary>Processes whose working folder lies in the test's own folder.</summary>
    private static IEnumerable<int> Readers(string folder)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            string? cwd = null;
            try
            {
                cwd = new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is not ours.
            }
            if (cwd?.StartsWith(folder, StringComparison.Ordinal) == true)
                yield return int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static string? EnvironmentOf(int process) => TryRead($"/proc/{process}/environ");

    private static string NameOf(int process) => TryRead($"/proc/{process}/comm") ?? "";

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8) is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static void Write(string path, string select)
    {
        using DuckDbSession session = DuckDbSession.Open([path], memoryMebibytes: 4096);
        session.Execute($"COPY ({select}) TO {DuckDbSession.Quoted(path)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
    }
}
