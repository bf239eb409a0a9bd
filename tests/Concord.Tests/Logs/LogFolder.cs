using Concord.Foundation;
using Concord.Logs;
using Microsoft.Extensions.Time.Testing;

namespace Concord.Tests.Logs;

/// <summary>A folder of one test's own, and an intake that stages into it. The clock stands in autumn 2026, after all real logs.</summary>
internal sealed class LogFolder : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    public LogFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"concord-logs-{Guid.CreateVersion7():N}");

    /// <summary>The columns of the small files made for this project.</summary>
    public static LogColumns Credit { get; } = new()
    {
        Numeric = ["age", "income"],
        Categorical = ["sex"],
        Protected = ["sex"],
        ExpectedModelId = "credit-a",
        ExpectedVersion = "1.0",
        Threshold = 0.5,
    };

    public static string Hostile(string name) => Repository.File($"tests/Concord.Tests/Logs/hostile/{name}");

    public static string Sample(string name) => Repository.File($"samples/logs/{name}");

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Task<StagedLog> Stage(string file, LogColumns? columns = null, LogPurpose purpose = LogPurpose.Measure, bool keepGoodRows = false, LogLimits? limits = null, bool lasts = true) =>
        Stage([file], columns, purpose, keepGoodRows, limits, lasts);

    public Task<StagedLog> Stage(string[] files, LogColumns? columns = null, LogPurpose purpose = LogPurpose.Measure, bool keepGoodRows = false, LogLimits? limits = null, bool lasts = true) =>
        new LogIntake(new FakeTimeProvider(Now), limits).Stage(
            new LogRequest(files, columns ?? Credit, purpose, System.IO.Path.Combine(Path, "staged"), keepGoodRows, lasts), TestContext.Current.CancellationToken);

    /// <summary>What is wrong with a file that must be refused.</summary>
    public async Task<IReadOnlyList<Finding>> Refused(string file, LogColumns? columns = null, LogPurpose purpose = LogPurpose.Measure, LogLimits? limits = null) =>
        (await Should.ThrowAsync<FindingsException>(() => Stage(file, columns, purpose, limits: limits))).Findings;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
