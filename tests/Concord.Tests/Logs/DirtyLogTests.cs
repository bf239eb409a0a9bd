using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class DirtyLogTests
{
    [Fact]
    public async Task Print()
    {
        using LogFolder folder = new();
        StagedLog staged = await folder.Stage(LogFolder.Hostile("logs/dirty_dev.csv"), purpose: LogPurpose.Append, keepGoodRows: true);
        foreach (var f in staged.Findings) TestContext.Current.TestOutputHelper?.WriteLine(f.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine($"{staged.Rows} {staged.RefusedRows} {staged.RepeatedRows}");
        TestContext.Current.TestOutputHelper?.WriteLine(File.ReadAllText(staged.RefusedPath!));
    }
}
