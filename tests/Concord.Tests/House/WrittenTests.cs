using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Tests.House;

/// <summary>What counts as a word of somebody, and what a title or a name may hold.</summary>
public sealed partial class WrittenTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u200B")]
    [InlineData("\u2060\uFEFF\u200D")]
    [InlineData("\u202E\u2066 \u2069")]
    [InlineData("\u00A0\u2003\u3000")]
    [InlineData("\u3164\u115F\uFFA0\u2800")]
    [InlineData("\u0301\uFE0F")]
    [InlineData("\U000E0041\0")]
    public void A_text_nobody_can_see_says_nothing(string? text)
    {
        Written.SaysNothing(text).ShouldBeTrue();
        Should.Throw<RuleViolation>(() => Written.Title(text, "T", "Say it.")).Message.ShouldBe("Say it.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-")]
    [InlineData("\u200B0")]
    [InlineData("e\u0301")]
    [InlineData("\u05D0\u05D1")]
    [InlineData("\uD83D\uDE00")]
    public void What_can_be_seen_says_something(string text) => Written.SaysNothing(text).ShouldBeFalse();

    [Theory]
    [InlineData("Ann\u202Enosdrahcir", "U+202E")]
    [InlineData("Credit\u200Bscoring", "U+200B")]
    [InlineData("Two\nlines", "U+000A")]
    [InlineData("A\u2066b\u2069", "U+2066")]
    [InlineData("\u2060x", "U+2060")]
    public void A_title_or_name_that_would_not_read_as_it_is_stored_is_refused_with_the_character(string text, string named)
    {
        Should.Throw<RuleViolation>(() => Written.Title(text, "T", "Say it.")).Message.ShouldContain(named);
        Should.Throw<RuleViolation>(() => Written.Name(text, "N", "Say it.")).Message.ShouldContain(named);
    }

    [Fact]
    public void A_title_is_cut_where_the_product_makes_it_and_refused_with_the_limit_where_a_person_does()
    {
        Written.Title(new string('x', 300), "T", "").Length.ShouldBe(300);
        Should.Throw<RuleViolation>(() => Written.Title(new string('x', 301), "T", "")).Message.ShouldContain("at most 300 characters; this one has 301");
        Should.Throw<RuleViolation>(() => Written.Name(new string('x', 201), "N", "")).Message.ShouldContain("at most 200 characters");
        var made = Written.Composed($"Review \u202E{string.Concat(Enumerable.Repeat("\U0001F600", 200))}");
        made.Length.ShouldBeLessThanOrEqualTo(Written.LongestTitle);
        Written.Title(made, "T", "").ShouldBe(made);
        made.ShouldEndWith("\U0001F600…");
    }

    [Fact]
    public void Letters_that_need_a_joiner_or_a_mark_are_names()
    {
        foreach (var name in new[] { "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "Rene\u0301", "O\u2019Neill", "\uD83D\uDC69\u200D\uD83D\uDCBB" }) Written.Name(name, "N", "").ShouldBe(name);
    }

    /// <summary>One place decides whether a required text is there; a room that asks .NET takes a character without width for a reason.</summary>
    [Fact]
    public void No_room_decides_by_itself_whether_a_required_text_says_anything() => Repository.Texts("src/Concord", ".cs")
        .SelectMany(file => AskedElsewhere().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}")).ShouldBeEmpty();

    [Theory]
    [InlineData("if (string.IsNullOrWhiteSpace(reason)) throw new RuleViolation(\"X\", \"Say why.\");", true)]
    [InlineData("if (string.IsNullOrWhiteSpace(label))\n            throw new RuleViolation(\"X\", \"Say why.\");", true)]
    [InlineData("if (string.IsNullOrWhiteSpace(reference)) return null;", false)]
    public void The_look_at_the_sources_finds_what_it_should(string line, bool found) => AskedElsewhere().IsMatch(line).ShouldBe(found);

    [GeneratedRegex(@"string\.IsNullOrWhiteSpace\([^;{}]*\)\s*\)?\s*throw new RuleViolation", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex AskedElsewhere();
}
