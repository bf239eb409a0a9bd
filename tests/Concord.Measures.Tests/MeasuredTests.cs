namespace Concord.Measures.Tests;

public sealed class MeasuredTests
{
    [Fact]
    public void A_value_is_a_value_and_has_no_reason()
    {
        var measured = Measured.Of(0);
        measured.IsComputed.ShouldBeTrue();
        measured.Value.ShouldBe(0);
        measured.ValueOrNull.ShouldBe(0);
        measured.Reason.ShouldBeNull();
    }

    [Fact]
    public void Without_a_value_there_is_a_reason_and_asking_for_the_value_is_a_bug()
    {
        var measured = Measured.Not("no row has a label");
        measured.IsComputed.ShouldBeFalse();
        measured.ValueOrNull.ShouldBeNull();
        measured.Reason.ShouldBe("no row has a label");
        Should.Throw<InvalidOperationException>(() => measured.Value).Message.ShouldContain("no row has a label");
    }

    [Fact]
    public void Nothing_assigned_is_not_computed_rather_than_zero()
    {
        default(Measured).IsComputed.ShouldBeFalse();
        default(Measured).Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Not_a_number_and_infinity_are_never_values(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Measured.Of(value));

    [Fact]
    public void A_reason_is_never_empty() => Should.Throw<ArgumentException>(() => Measured.Not(" "));

    [Fact]
    public void A_function_of_nothing_keeps_the_reason()
    {
        Measured.Not("the window has no rows").Select(x => x + 1).Reason.ShouldBe("the window has no rows");
        Measured.Of(2).Select(x => x + 1).Value.ShouldBe(3);
        Measured.Of(0).Select(x => 1 / x).IsComputed.ShouldBeFalse();
    }

    [Fact]
    public void It_reads_the_same_in_every_culture()
    {
        Measured.Of(0.1).ToString().ShouldBe("0.1");
        Measured.Not("the window has no rows").ToString().ShouldBe("not computed: the window has no rows");
    }
}
