using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Risks;

namespace Concord.Tests.EnterpriseRisks;

/// <summary>What one picture of the register says differently from another.</summary>
public sealed class RegisterDifferenceTests
{
    private static readonly DateOnly Before = new(2026, 3, 2);
    private static readonly DateOnly After = new(2026, 4, 1);

    [Theory]
    [InlineData("Treating", "high", 12, "Up R: open at 9 medium → treating at 12 high")]
    [InlineData("Open", "low", 4, "Down R: open at 9 medium → open at 4 low")]
    [InlineData("Open", "medium", 6, "Down R: open at 9 medium → open at 6 medium")]
    [InlineData("Open", null, null, "Down R: open at 9 medium → open, not assessed")]
    [InlineData("Reopened", "critical", 16, "Reopened R: open at 9 medium → reopened at 16 critical")]
    [InlineData("Accepted", "medium", 9, "Accepted R: open at 9 medium → accepted at 9 medium")]
    [InlineData("Closed", "low", 1, "Closed R: open at 9 medium → closed at 1 low")]
    [InlineData("Treating", "medium", 9, null)]
    public void A_risk_that_moved_is_told_once_with_what_it_was_and_what_it_is(string state, string? band, int? score, string? told) =>
        Told([Risk(RiskState.Open, "medium", 9)], [Risk(Enum.Parse<RiskState>(state), band, score)]).ShouldBe(told is null ? [] : [told]);

    [Fact]
    public void What_is_new_or_gone_and_what_ended_between_the_two_days_is_told()
    {
        Told([], [Risk(RiskState.Open, null, null)]).ShouldBe(["New R: open, not assessed, part of no line yet"]);
        Told([Risk(RiskState.Open, "medium", 9)], []).ShouldBe(["Gone R: was open at 9 medium"]);
        var accepted = Risk(RiskState.Accepted, "medium", 9);
        foreach (var (until, isTold) in new[] { (Before.AddDays(-1), false), (Before, true), (After.AddDays(-1), true), (After, false) })
            Told([accepted with { AcceptedUntil = until }], [accepted with { AcceptedUntil = until }]).Count.ShouldBe(isTold ? 1 : 0, $"{until}: the last day counts whole");
        Told([accepted], [accepted with { NextReview = Before.AddDays(3) }]).ShouldBe(["Expired R: its review was due on 2026-03-05"]);
        Told([accepted], [Risk(RiskState.Closed, "medium", 9) with { NextReview = Before.AddDays(3) }]).ShouldBe(["Closed R: accepted at 9 medium → closed at 9 medium"], "nobody reviews what is closed");
    }

    [Fact]
    public void A_line_is_higher_or_lower_only_on_the_same_scale()
    {
        PicturedLine Line(string scale, string rating, int? rank) => new("E", "Line", Guid.Empty, scale, rating, rank, "", null, AppetiteStanding.Unknown, RatedLower: false);
        IEnumerable<string> Lines(PicturedLine before, PicturedLine after) => RegisterDifference.Of(new("1", Before, [before], []), new("1", After, [after], [])).Select(change => $"{change.Kind}: {change.Text}");
        Lines(Line("a", "Low", 0), Line("a", "High", 2)).ShouldBe(["Up: rating Low → High"]);
        Lines(Line("a", "High", 2), Line("a", "Low", 0)).ShouldBe(["Down: rating High → Low"]);
        Lines(Line("a", "High", 2), Line("b", "1", 0)).ShouldBeEmpty("ranks of two scales say nothing to each other");
        Lines(Line("a", "", null), Line("a", "High", 2)).ShouldBeEmpty("nobody said it before, so it is not higher");
    }

    private static PicturedRisk Risk(RiskState state, string? band, int? score) =>
        new("R", "Risk", Guid.Empty, "", null, state, band, band switch { "low" => 0, "medium" => 1, "high" => 2, "critical" => 3, _ => null }, score, null, null);

    private static List<string> Told(IReadOnlyList<PicturedRisk> before, IReadOnlyList<PicturedRisk> after) =>
        [.. RegisterDifference.Of(new("1", Before, [], before), new("1", After, [], after)).Select(change => $"{change.Kind} {change.Ref}: {change.Text}")];
}
