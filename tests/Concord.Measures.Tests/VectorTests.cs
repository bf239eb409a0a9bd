namespace Concord.Measures.Tests;

/// <summary>Every measure against values from an implementation that shares no code with it.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, int, string> Cases()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var one in CaseFile.Names().SelectMany(CaseFile.Read))
            data.Add(one.File, one.Line, one.Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_measure_gives_what_an_independent_implementation_gives(string file, int line, string name)
    {
        var one = CaseFile.Read(file).Single(candidate => candidate.Line == line);
        Calculations.ByFile.ShouldContainKey(file);
        var outputs = Calculations.ByFile[file](one);

        one.Expectations.ShouldNotBeEmpty();
        foreach (var expectation in one.Expectations)
        {
            outputs.ShouldContainKey(expectation.Output, $"{file}, line {line}: no such output");
            expectation.Matches(outputs[expectation.Output]).ShouldBeTrue(
                $"{file}, {name}: {expectation.Output} is {string.Join(' ', outputs[expectation.Output])}, expected {string.Join(' ', expectation.Words)}");
        }

        one.Unused.ShouldBeEmpty($"{file}, line {line}: an input that nothing reads");
    }

    [Fact]
    public void Every_calculation_has_a_vector_file_and_every_file_a_calculation() =>
        CaseFile.Names().ShouldBe(Calculations.ByFile.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_wrong_value_is_noticed()
    {
        new Expectation("x", ["1.5", "none"], 1e-9, Relative: false).Matches(["1.5", "none"]).ShouldBeTrue();
        new Expectation("x", ["1.5"], 1e-9, Relative: false).Matches(["1.50001"]).ShouldBeFalse();
        new Expectation("x", ["none"], 1e-9, Relative: false).Matches(["0"]).ShouldBeFalse();
        new Expectation("x", ["0"], 1e-9, Relative: false).Matches(["none"]).ShouldBeFalse();
        new Expectation("x", ["1e-30"], 1e-9, Relative: true).Matches(["2e-30"]).ShouldBeFalse();
    }
}
