using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class ClickHouseProfileEngineTests : ProfileEngineContract
{
    private ClickHouseCluster? cluster;
    private IProfileEngine? engine;

    internal override IProfileEngine Engine => engine ??= (cluster ??= ClickHouseCluster.Open()).NewEngine();

    public override void Dispose()
    {
        cluster?.Dispose();
        base.Dispose();
    }
}
