namespace Concord.Measures.Tests;

/// <summary>Published figures of other tools and papers.</summary>
public sealed class GoldenTests
{
    private static readonly long[] Current = [16, 16, 16, 16, 16, 8];
    private static readonly long[] Reference = [16, 18, 16, 14, 12, 12];

    [Fact]
    public void Hellinger_distance_of_the_six_levels_is_the_published_one() =>
        HellingerDistance.Of(new(Reference, Current)).Value.ShouldBe(0.06812, 1e-5);

    [Fact]
    public void Two_sample_chi_square_of_the_six_levels_is_the_published_one()
    {
        var test = ChiSquareTwoSample.Of(new(Reference, Current));
        test.Statistic.Value.ShouldBe(1.622409, 5e-7);
        test.PValue.Value.ShouldBe(0.898526, 5e-7);
        test.DegreesOfFreedom.ShouldBe(5);
    }

    [Fact]
    public void A_reference_of_twice_the_size_makes_the_two_sample_test_surer() =>
        ChiSquareTwoSample.Of(new(Reference.Select(count => 2 * count), Current)).PValue.Value.ShouldBe(0.830073, 5e-7);

    [Fact]
    public void The_one_sample_form_is_kept_under_its_own_name() =>
        ChiSquareOneSample.Of(new(Reference, Current)).PValue.Value.ShouldBe(0.67309, 5e-6);

    /// <summary>Port of embarkation on the Titanic: the first 891 passengers against the other 418, missing left out as Evidently 0.7.21 does.</summary>
    [Fact]
    public void Embarked_is_ten_times_as_surprising_in_the_one_sample_form_as_it_should_be()
    {
        var counts = new PairedCounts([644, 168, 77], [270, 102, 46]);
        ChiSquareOneSample.Of(counts).PValue.Value.ShouldBe(0.001576, 5e-7);
        ChiSquareTwoSample.Of(counts).PValue.Value.ShouldBe(0.015509, 5e-7);
    }

    /// <summary>COMPAS recidivism scores, 7,214 defendants; "selected" is "predicted to reoffend".</summary>
    [Fact]
    public void Compas_error_rates_are_the_published_ones()
    {
        var africanAmerican = new GroupCounts(
            "African-American", AllRows: 3696, AllSelected: 2174, TruePositives: 1369, FalsePositives: 805, TrueNegatives: 990, FalseNegatives: 532);
        var caucasian = new GroupCounts(
            "Caucasian", AllRows: 2454, AllSelected: 854, TruePositives: 505, FalsePositives: 349, TrueNegatives: 1139, FalseNegatives: 461);

        africanAmerican.Selected.ShouldBe(2174);
        africanAmerican.FalsePositiveRate.Value.Value.ShouldBe(0.448468, 5e-7);
        africanAmerican.FalseNegativeRate.Value.Value.ShouldBe(0.279853, 5e-7);
        caucasian.FalsePositiveRate.Value.Value.ShouldBe(0.234543, 5e-7);
        caucasian.FalseNegativeRate.Value.Value.ShouldBe(0.477226, 5e-7);
        DisparateImpact.Ratio(africanAmerican.FalsePositiveRate, caucasian.FalsePositiveRate).Value.ShouldBe(1.912093, 5e-7);
    }
}
