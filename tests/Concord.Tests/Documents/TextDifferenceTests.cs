using Concord.Documents;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Documents;

public sealed class TextDifferenceTests
{
    [Fact]
    public void A_changed_word_is_marked_within_its_line()
    {
        var lines = TextDifference.Of("# Title\n\nAn exception ends after twelve months.\nEnd", "# Title\n\nAn exception ends after six months.\nEnd");
        lines.Select(line => line.Kind).ShouldBe([DifferenceKind.Same, DifferenceKind.Same, DifferenceKind.Changed, DifferenceKind.Same]);
        lines[2].Parts.ShouldBe([new(DifferenceKind.Same, "An exception ends after "), new(DifferenceKind.Removed, "twelve"), new(DifferenceKind.Added, "six"), new(DifferenceKind.Same, " months.")]);
    }

    [Fact]
    public void Lines_with_nothing_in_common_are_removed_and_added()
    {
        var lines = TextDifference.Of("alpha beta gamma", "one two three four");
        lines.Select(line => (line.Kind, line.Before, line.After)).ShouldBe([(DifferenceKind.Removed, 1, null), (DifferenceKind.Added, null, 1)]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("", "a\nb")]
    [InlineData("a\r\nb", "a\nb\n")]
    [InlineData("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc")]
    public void Both_texts_can_be_read_from_the_difference(string before, string after) => DemandBothSides(before, after);

    /// <summary>Random texts of few different lines: the hardest for what looks for common ones.</summary>
    [Fact]
    public void Both_texts_can_be_read_from_the_difference_of_any_two()
    {
        var draws = new Draws(20261014);
        string Text() => string.Join('\n', Enumerable.Range(0, (int)(draws.Uniform() * 30)).Select(_ => string.Concat(Enumerable.Range(0, 1 + (int)(draws.Uniform() * 4)).Select(_ => "ab cd, "[(int)(draws.Uniform() * 7)]))));
        for (var i = 0; i < 500; i++) DemandBothSides(Text(), Text());
    }

    [Fact]
    public void Of_two_long_texts_with_nothing_in_common_the_whole_is_replaced_in_bounded_time()
    {
        var lines = TextDifference.Of(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"left {i}")), string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"{i * 7919} right")));
        lines.Count(line => line.Kind is DifferenceKind.Removed or DifferenceKind.Changed).ShouldBe(20_000);
    }

    private static void DemandBothSides(string before, string after)
    {
        var lines = TextDifference.Of(before, after);
        Side(lines, DifferenceKind.Added, line => line.Before).ShouldBe(Lines(before));
        Side(lines, DifferenceKind.Removed, line => line.After).ShouldBe(Lines(after));
    }

    private static string[] Side(IReadOnlyList<DifferenceLine> lines, DifferenceKind without, Func<DifferenceLine, int?> number) =>
        [.. lines.Where(line => number(line) is not null).OrderBy(number).Select(line => string.Concat(line.Parts.Where(part => part.Kind != without).Select(part => part.Text)))];

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
