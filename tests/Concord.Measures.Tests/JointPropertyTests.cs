using CsCheck;

namespace Concord.Measures.Tests;

public sealed class JointPropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<double[][]> Rows = Gen.Int[-1000, 1000].Select(i => i / 10.0).Array[3].Array[2, 40];

    [Fact]
    public void Merging_moments_is_the_moments_of_all_rows_in_either_order() => Gen.Select(Rows, Rows).Sample((first, second) =>
    {
        var union = CoMoments.FromRows(first.Concat(second), 3);
        foreach (var merged in new[] { Moments(first).Merge(Moments(second)), Moments(second).Merge(Moments(first)) })
        {
            merged.Rows.ShouldBe(union.Rows);
            for (var i = 0; i < 3; i++)
            {
                merged.Mean(i).Value.ShouldBe(union.Mean(i).Value, Close);
                for (var j = 0; j < 3; j++)
                {
                    merged.Covariance(i, j).Value.ShouldBe(union.Covariance(i, j).Value, 1e-7);
                    merged.Covariance(j, i).ShouldBe(merged.Covariance(i, j));
                }
            }
        }
    });

    [Fact]
    public void The_unit_of_a_column_never_matters_to_the_reconstruction() => Gen.Select(Rows, Rows, Gen.Double[0.01, 100]).Sample((reference, window, factor) =>
    {
        double[][] Scaled(double[][] rows) => [.. rows.Select(row => new[] { row[0] * factor, -row[1], row[2] + 50 })];
        var plain = PrincipalComponentReconstruction.FromReference(Moments(reference));
        var scaled = PrincipalComponentReconstruction.FromReference(Moments(Scaled(reference)));
        var (first, second) = (plain.Error(Moments(window)), scaled.Error(Moments(Scaled(window))));
        second.IsComputed.ShouldBe(first.IsComputed);
        if (first.IsComputed)
            second.Value.ShouldBe(first.Value, 1e-5 * (1 + first.Value));
    });

    /// <summary>Also where tails are heavy, the share of windows without drift that look drifted is about what was promised; a lost correlation is always found.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_shift_of_the_reconstruction_error_is_told_from_chance_by_parts_of_the_reference(double power)
    {
        const int draws = 300;
        var random = new PCG(11, 1UL);
        double[][] Heavy(int rows, double correlation) => [.. Draw(random, rows, correlation).Select(row => row.Select(value => Math.Sign(value) * Math.Pow(Math.Abs(value), power)).ToArray())];
        var (small, found) = (0, 0);
        for (var draw = 0; draw < draws; draw++)
        {
            CoMoments[] parts = [.. Enumerable.Range(0, 16).Select(_ => Moments(Heavy(100, 0.7)))];
            var none = ReconstructionShift.Of(parts, Moments(Heavy(400, 0.7)));
            none.Window.IsComputed.ShouldBeTrue();
            small += none.PValue.Value <= 0.05 ? 1 : 0;
            found += ReconstructionShift.Of(parts, Moments(Heavy(400, 0.1))).PValue.Value <= 0.05 ? 1 : 0;
        }

        small.ShouldBeLessThanOrEqualTo((int)(0.1 * draws), "false alarms");
        if (power == 1)
            found.ShouldBe(draws);
    }

    [Fact]
    public void Without_parts_that_differ_a_shift_of_the_error_is_not_judged()
    {
        var rows = Moments([[1, 2, 3], [2, 3, 5], [4, 1, 0]]);
        ReconstructionShift.Of([rows, rows], rows).PValue.Reason.ShouldNotBeNull().ShouldContain("three parts");
        ReconstructionShift.Of([rows, rows, rows], rows).PValue.ShouldBe(Measured.Of(1));
        ReconstructionShift.Of([rows, rows, rows], Moments([[1, 2, 9], [5, 3, 5], [4, 7, 0]])).PValue.Reason.ShouldNotBeNull().ShouldContain("do not differ");
    }

    [Fact]
    public void What_is_left_out_of_the_reference_is_the_variance_that_was_not_kept() => Rows.Where(rows => rows.Length > 5).Sample(rows =>
    {
        var components = PrincipalComponentReconstruction.FromReference(Moments(rows), shareKept: 0.5);
        var error = components.Error(Moments(rows));
        if (error.IsComputed)
            (error.Value * error.Value).ShouldBeLessThanOrEqualTo((0.5 * 3) + 1e-7);
    });

    /// <summary>Two columns whose correlation vanishes while each keeps its law; no single column can show it.</summary>
    [Fact]
    public void A_change_of_correlation_alone_is_found_by_both_joint_measures_and_by_no_single_column()
    {
        var random = new PCG(7, 1UL);
        var reference = Draw(random, 4000, correlation: 0.7);
        var same = Draw(random, 1000, correlation: 0.7);
        var changed = Draw(random, 1000, correlation: 0.1);

        var components = PrincipalComponentReconstruction.FromReference(Moments(reference));
        var limits = ControlLimits.FromReference(reference.Chunk(500).Select(chunk => components.Error(Moments(chunk))));
        limits.IsOutside(components.Error(Moments(same))).ShouldBe(false);
        limits.IsOutside(components.Error(Moments(changed))).ShouldBe(true);

        DomainClassifier.PValue(DomainClassifier.Of(reference, same)).Value.ShouldBeGreaterThan(0.01);
        DomainClassifier.PValue(DomainClassifier.Of(reference, changed)).Value.ShouldBeLessThan(1e-6);
        for (var column = 0; column < 3; column++)
        {
            KolmogorovSmirnov.LimitPValue(
                EmpiricalDistribution.FromRows(reference.Select(row => row[column])),
                EmpiricalDistribution.FromRows(changed.Select(row => row[column]))).Value.ShouldBeGreaterThan(0.01);
        }
    }

    [Fact]
    public void The_domain_classifier_knows_ranks_only_and_gives_the_same_answer_twice()
    {
        var random = new PCG(8, 1UL);
        var (reference, current) = (Draw(random, 100, 0.5), Draw(random, 80, 0));
        double[][] Bent(double[][] rows) => [.. rows.Select(row => new[] { Math.Exp(row[0]), row[1] * 1024, Math.Atan(row[2]) })];
        var area = DomainClassifier.Of(reference, current);
        DomainClassifier.Of(reference, current).ShouldBe(area);
        DomainClassifier.Of(Bent(reference), Bent(current)).ShouldBe(area);
    }

    /// <summary>A p-value below one half in about half of the draws, below 0.05 in about one of twenty.</summary>
    [Fact]
    public void Without_drift_the_domain_classifier_raises_few_alarms()
    {
        var random = new PCG(9, 1UL);
        var p = Enumerable.Range(0, 200).Select(_ => DomainClassifier.PValue(DomainClassifier.Of(Draw(random, 100, 0.5), Draw(random, 80, 0.5))).Value).ToArray();
        p.Count(value => value <= 0.05).ShouldBeInRange(2, 18);
        p.Count(value => value <= 0.5).ShouldBeInRange(75, 125);
    }

    [Fact]
    public void Rows_that_no_measure_can_use_are_told_so()
    {
        var nothing = PrincipalComponentReconstruction.FromReference(CoMoments.FromRows([], 3));
        nothing.Error(CoMoments.FromRows([], 3)).Reason.ShouldBe("the reference has fewer than two complete rows");
        CoMoments.FromRows([[1, double.NaN]], 2).Covariance(0, 1).Reason.ShouldBe("no row has a value in every column");
        CoMoments.FromRows([[1, double.PositiveInfinity]], 2).Incomplete.ShouldBe(1);
        CoMoments.FromRows([[-1.7e308, 1], [1.7e308, 2]], 2).Covariance(0, 0).IsComputed.ShouldBeFalse();
        DomainClassifier.Of([], []).Value.Reason.ShouldNotBeNull().ShouldContain("fewer than 20 rows");
        ControlLimits.FromReference([]).IsOutside(Measured.Of(1)).ShouldBeNull();
        Should.Throw<ArgumentException>(() => CoMoments.FromRows([[1, 2], [1]], 2));
        Should.Throw<ArgumentException>(() => CoMoments.FromRows([[1, 2]], 2).Merge(CoMoments.FromRows([[1]], 1)));
        Should.Throw<ArgumentException>(() => CoMoments.FromMoments(1, 0, [1, 2], [1]));
    }

    [Fact]
    public void Stored_moments_come_back_as_they_were() => Rows.Sample(rows =>
    {
        var moments = Moments(rows);
        var back = CoMoments.FromMoments(
            moments.Rows,
            moments.Incomplete,
            Enumerable.Range(0, 3).Select(i => moments.Mean(i).Value),
            Enumerable.Range(0, 9).Select(i => moments.Covariance(i / 3, i % 3).Value * moments.Rows));
        back.Covariance(2, 0).Value.ShouldBe(moments.Covariance(2, 0).Value, Close);
    });

    private static CoMoments Moments(IEnumerable<double[]> rows) => CoMoments.FromRows(rows, 3);

    /// <summary>Three columns of variance 1; the first two with the given correlation, sums of twelve uniform numbers less six.</summary>
    private static double[][] Draw(PCG random, int rows, double correlation)
    {
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Next(1_000_000) / 1e6) - 6;
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            var first = Normal();
            return new[] { first, (correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * Normal()), Normal() };
        })];
    }
}
