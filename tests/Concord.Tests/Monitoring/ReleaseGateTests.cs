using System.Globalization;
using Concord.Bench;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>The release gates in a size that takes a minute, with a fixed seed and one from outside; <c>./dev bench gates</c> draws more.</summary>
public sealed class ReleaseGateTests
{
    public static TheoryData<ulong> Seeds => [20_261_124, ulong.TryParse(Environment.GetEnvironmentVariable("CONCORD_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 7];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Where_nothing_drifts_tests_and_verdicts_are_quiet_at_every_size(ulong seed)
    {
        var gates = new ReleaseGates(MonitoringPolicy.Read(), seed, draws: 1_200, drawsLarge: 200);
        foreach (var rows in ReleaseGates.Sizes)
        {
            var result = gates.Quiet(rows);
            foreach (var (law, share) in result.FalseAlarms)
            {
                // The gate is 1.5 times 5 %; few draws are given four standard errors of what 5 % would give.
                share.ShouldBeLessThanOrEqualTo(Math.Max(0.075, 0.05 + (4 * Math.Sqrt(0.05 * 0.95 / result.Draws))), $"{law}, {rows} rows, seed {seed}");
            }
            result.RunsWithDrift.ShouldBeLessThanOrEqualTo(3, $"{rows} rows, seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_known_drift_is_found_and_nearly_no_other_column_is_called_drifted(ulong seed)
    {
        var gates = new ReleaseGates(MonitoringPolicy.Read(), seed, draws: 1, drawsLarge: 1);
        var (found, falseColumns) = gates.Known();
        found.ShouldAllBe(drift => drift.Found == ReleaseGates.KnownSeeds);
        falseColumns.ShouldBeLessThanOrEqualTo(1);
        gates.JointFound().ShouldBe(ReleaseGates.KnownSeeds);
    }
}
