using CsCheck;

namespace Concord.Measures.Tests;

public sealed class AgreementPropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<long[][]> Tables = Gen.Int[1, 4].SelectMany(levels => Gen.Long[0, 30].Array[levels].Array[levels]);

    [Fact]
    public void Agreement_is_never_above_one_and_full_only_where_every_item_is_rated_alike() => Tables.Sample(table =>
    {
        var agreement = CohenKappa.Of(table);
        if (agreement.Items == 0)
        {
            (agreement.Observed.IsComputed, agreement.Kappa.IsComputed).ShouldBe((false, false));
            return;
        }
        agreement.Observed.Value.ShouldBeInRange(0, 1);
        if (!agreement.Kappa.IsComputed) return;
        agreement.Kappa.Value.ShouldBeInRange(-1 - Close, 1 + Close);
        (Math.Abs(agreement.Kappa.Value - 1) < Close).ShouldBe(Math.Abs(agreement.Observed.Value - 1) < Close);
    });

    [Fact]
    public void It_does_not_matter_who_is_called_the_first_rater_or_how_levels_are_ordered() => Tables.Sample(table =>
    {
        var agreement = CohenKappa.Of(table);
        Same(CohenKappa.Of([.. Enumerable.Range(0, table.Length).Select(level => table.Select(row => row[level]).ToArray())]), agreement);
        Same(CohenKappa.Of([.. table.Reverse().Select(row => row.Reverse().ToArray())]), agreement);
    });

    [Fact]
    public void Raters_who_do_not_look_agree_as_chance_does() => Gen.Select(Gen.Long[1, 20].Array[3], Gen.Long[1, 20].Array[3]).Sample((first, second) =>
        CohenKappa.Of([.. first.Select(row => second.Select(column => row * column).ToArray())]).Kappa.Value.ShouldBe(0, Close));

    [Fact]
    public void A_table_that_is_not_square_or_counts_less_than_nothing_is_an_error()
    {
        Should.Throw<ArgumentException>(() => CohenKappa.Of([[1, 2]]));
        Should.Throw<ArgumentOutOfRangeException>(() => CohenKappa.Of([[1, -1], [0, 0]]));
    }

    private static void Same(RaterAgreement one, RaterAgreement other)
    {
        one.Items.ShouldBe(other.Items);
        (one.Kappa.ValueOrNull ?? 9).ShouldBe(other.Kappa.ValueOrNull ?? 9, Close);
    }
}
