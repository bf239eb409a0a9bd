using Concord.Applicability.Import;
using Concord.Tests.Gaps;

namespace Concord.Tests.Applicability;

/// <summary>The spellings in which other programs name controls and days.</summary>
public sealed class ControlNumberTests
{
    [Theory]
    [InlineData("A.5.1")]
    [InlineData("A5.1")]
    [InlineData("A 5.1")]
    [InlineData("a-5.1")]
    [InlineData("A.5.01")]
    [InlineData("Annex A 5.1")]
    [InlineData("ISO 27001 A.5.1")]
    [InlineData("ISO/IEC 27001:2022 - A.5.1 Policies for information security")]
    [InlineData("ISO27001:A.5.1")]
    [InlineData("iso27001:2022/A.5.1")]
    [InlineData("A.5.1 Policies for information security")]
    [InlineData("Control A.5.1:")]
    public void One_control_has_many_spellings(string cell) => Of([cell, "A.8.34"]).Find(cell)!.Key.ShouldBe("ISO27001:A.5.1");

    [Fact]
    public void Numbers_without_a_letter_are_controls_where_the_file_has_some_that_only_controls_have()
    {
        Of(["5.1", "5.2", "5.37", "8.34"], "iso27001").Find("5.1")!.Key.ShouldBe("ISO27001:A.5.1");
        Of(["4.1", "5.1", "A.8.34"]).Find("5.1")!.Key.ShouldBe("ISO27001:5.1");
        Of(["4.1", "5.1"], "iso27001").Find("5.1")!.Key.ShouldBe("ISO27001:5.1");
        Of(["A.5.9", "5.1", "5.37"]).Find("5.1")!.Key.ShouldBe("ISO27001:A.5.1");
        Of(["A.5.1", "A.5.9", "5.1", "5.37"]).Find("5.1")!.Key.ShouldBe("ISO27001:5.1", "the control stands in the file with its letter");
    }

    [Fact]
    public void A_number_that_is_a_clause_and_a_control_says_what_else_it_could_be_unless_a_word_or_a_letter_tells()
    {
        var controls = Of(["5.1", "5.2", "5.37", "8.34"], "iso27001");
        controls.CouldAlsoBe("5.1")!.Key.ShouldBe("ISO27001:5.1");
        Of(["4.1", "5.1"], "iso27001").CouldAlsoBe("5.1")!.Key.ShouldBe("ISO27001:A.5.1");
        foreach (var told in new[] { "A.5.1", "5.37", "Clause 5.1", "Control 5.1", "ISO27001:5.1" }) controls.CouldAlsoBe(told).ShouldBeNull(told);
        var mixed = Of(["A.5.9", "5.1", "5.2", "A.5.2"]);
        (mixed.Find("5.1")!.Key, mixed.CouldAlsoBe("5.1")!.Key).ShouldBe(("ISO27001:5.1", "ISO27001:A.5.1"));
        mixed.CouldAlsoBe("5.2").ShouldBeNull("the control stands in the file as A.5.2");
        controls.Find("Clause 5.1")!.Key.ShouldBe("ISO27001:5.1");
        Of(["4.1", "5.1"], "iso27001").Find("Control 5.1")!.Key.ShouldBe("ISO27001:A.5.1");
    }

    [Fact]
    public void The_standard_is_the_one_that_knows_most_of_the_numbers_or_is_asked_for()
    {
        Of(["A.2.2", "A.2.3", "A.10.4"]).Find("A.2.2")!.Key.ShouldBe("ISO42001:A.2.2");
        List<string> faults = [];
        ControlNumbers.Of(ExpectedReuse.Library, ["A.5.2"], null, (code, _) => faults.Add(code));
        faults.ShouldBe(["which-standard"]);
    }

    [Theory]
    [InlineData("A.5.1.1")]
    [InlineData("Scope")]
    [InlineData("A.99.1")]
    [InlineData("")]
    public void What_no_standard_has_is_not_guessed(string cell) => Of([cell, "A.8.34"]).Find(cell).ShouldBeNull();

    private static ControlNumbers Of(string[] cells, string? standard = null) => ControlNumbers.Of(ExpectedReuse.Library, cells, standard, (_, _) => { });
}
