using System.Globalization;
using Concord.Incidents.Clocks;
using Concord.Standards;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Incidents;

/// <summary>How periods of law are counted: each case can be followed with a calendar in hand.</summary>
public sealed class DeadlineTests
{
    private static readonly ClockLibrary Library = ClockLibrary.Read(StandardsLibrary.DefaultFolder);

    [Theory]
    // Hours run on through both nights on which the clocks change: an hour is missing from the wall, then one comes twice.
    [InlineData("BE", "2026-03-28T10:00:00+01:00", 72, "2026-03-31T11:00:00+02:00")]
    [InlineData("BE", "2026-10-24T10:00:00+02:00", 72, "2026-10-27T09:00:00+01:00")]
    [InlineData("BE", "2026-10-25T02:30:00+02:00", 1, "2026-10-25T02:30:00+01:00")]
    [InlineData("US", "2026-03-07T20:00:00-05:00", 36, "2026-03-09T09:00:00-04:00")]
    [InlineData("DE", "2028-02-28T12:00:00+01:00", 24, "2028-02-29T12:00:00+01:00")]
    // The same 72 hours through the same night, where clocks go forward at another hour of the day, and where they went forward two weeks before.
    [InlineData("FI", "2027-03-27T22:00:00+02:00", 72, "2027-03-30T23:00:00+03:00")]
    [InlineData("US", "2027-03-27T16:00:00-04:00", 72, "2027-03-30T16:00:00-04:00")]
    [InlineData("US", "2026-11-01T01:30:00-04:00", 1, "2026-11-01T01:30:00-05:00")]
    public void Hours_run_from_the_moment_whatever_the_clock_on_the_wall_does(string place, string start, int hours, string end) =>
        Ends(place, start, new(hours, LimitUnit.Hours)).ShouldBe(At(end));

    [Theory]
    // The day of the event is not counted; the last day counts to its end. Across a change of the clocks the end moves against UTC.
    [InlineData("DE", "2026-03-20T23:59:00+01:00", 15, LimitUnit.Days, "2026-04-05T00:00:00+02:00")]
    [InlineData("DE", "2026-10-12T00:00:00+02:00", 15, LimitUnit.Days, "2026-10-28T00:00:00+01:00")]
    [InlineData("DE", "2028-02-28T08:00:00+01:00", 1, LimitUnit.Days, "2028-03-01T00:00:00+01:00")]
    [InlineData("DE", "2027-02-28T08:00:00+01:00", 1, LimitUnit.Days, "2027-03-02T00:00:00+01:00")]
    // A month without the date ends with its last day.
    [InlineData("DE", "2027-01-31T08:00:00+01:00", 1, LimitUnit.Months, "2027-03-01T00:00:00+01:00")]
    [InlineData("DE", "2028-01-31T08:00:00+01:00", 1, LimitUnit.Months, "2028-03-01T00:00:00+01:00")]
    [InlineData("DE", "2028-02-29T08:00:00+01:00", 12, LimitUnit.Months, "2029-03-01T00:00:00+01:00")]
    [InlineData("DE", "2026-11-30T08:00:00+01:00", 3, LimitUnit.Months, "2027-03-01T00:00:00+01:00")]
    [InlineData("DE", "2027-11-30T08:00:00+01:00", 3, LimitUnit.Months, "2028-03-01T00:00:00+01:00")]
    [InlineData("DE", "2028-02-29T23:30:00+01:00", 1, LimitUnit.Months, "2028-03-30T00:00:00+02:00")]
    // On the night the clocks change: the last day has 23 hours in spring and 25 in autumn, by the wall it ends at midnight.
    [InlineData("FI", "2027-03-27T23:30:00+02:00", 1, LimitUnit.Days, "2027-03-29T00:00:00+03:00")]
    [InlineData("BE", "2026-10-24T02:30:00+02:00", 1, LimitUnit.Days, "2026-10-26T00:00:00+01:00")]
    [InlineData("US", "2027-03-13T23:59:00-05:00", 1, LimitUnit.Days, "2027-03-15T00:00:00-04:00")]
    // Working days leave out weekends and holidays: Thanksgiving, Juneteenth, the third of July kept for the fourth.
    [InlineData("US", "2026-11-23T12:00:00-05:00", 4, LimitUnit.WorkingDays, "2026-12-01T00:00:00-05:00")]
    [InlineData("US", "2026-06-15T12:00:00-04:00", 4, LimitUnit.WorkingDays, "2026-06-23T00:00:00-04:00")]
    [InlineData("US", "2026-07-01T12:00:00-04:00", 4, LimitUnit.WorkingDays, "2026-07-09T00:00:00-04:00")]
    [InlineData("GB", "2027-12-23T12:00:00+00:00", 2, LimitUnit.WorkingDays, "2027-12-30T00:00:00+00:00")]
    [InlineData("LU", "2026-05-08T12:00:00+02:00", 1, LimitUnit.WorkingDays, "2026-05-12T00:00:00+02:00")]
    internal void Days_are_those_of_the_place(string place, string start, int amount, LimitUnit unit, string end) => Ends(place, start, new(amount, unit)).ShouldBe(At(end));

    [Theory]
    // Two days from a Friday end on a Sunday; moved to Monday they would hold one working day, and at least two are due: Tuesday.
    [InlineData("EU", "2026-11-27T10:00:00+01:00", 2, "2026-12-02T00:00:00+01:00")]
    [InlineData("EU", "2026-11-24T10:00:00+01:00", 2, "2026-11-27T00:00:00+01:00")]
    // Easter in Germany: Thursday, then Friday, Sunday and Monday are none; in the European Union at large only the weekend is sure.
    [InlineData("DE", "2026-04-02T10:00:00+02:00", 2, "2026-04-09T00:00:00+02:00")]
    [InlineData("EU", "2026-04-02T10:00:00+02:00", 2, "2026-04-07T00:00:00+02:00")]
    [InlineData("EU", "2026-11-27T10:00:00+01:00", 15, "2026-12-15T00:00:00+01:00")]
    public void A_last_day_that_is_no_working_day_moves_and_short_periods_hold_two(string place, string start, int days, string end) =>
        Ends(place, start, new(days, LimitUnit.Days, LastDay.NextWorkingDay, LeastWorkingDays: 2)).ShouldBe(At(end));

    [Fact]
    public void A_final_report_whose_last_day_is_a_holiday_is_due_at_noon_of_the_next_working_day()
    {
        var limit = new TimeLimit(1, LimitUnit.Months, LastDay.NoonOfNextWorkingDay);
        Ends("BE", "2026-10-11T09:00:00+02:00", limit).ShouldBe(At("2026-11-12T12:00:00+01:00"), "Armistice Day is a holiday in Belgium");
        Ends("DE", "2026-10-11T09:00:00+02:00", limit).ShouldBe(At("2026-11-12T00:00:00+01:00"), "and none in Germany: the day counts to its end");
    }

    [Fact]
    public void The_same_moment_is_another_day_elsewhere()
    {
        const string late = "2026-06-30T22:30:00Z";
        Ends("US", late, new(1, LimitUnit.Days)).ShouldBe(At("2026-07-02T00:00:00-04:00"));
        Ends("FI", late, new(1, LimitUnit.Days)).ShouldBe(At("2026-07-03T00:00:00+03:00"), "in Helsinki July has begun");
    }

    [Fact]
    public void The_steps_say_how_it_was_counted()
    {
        var deadline = Deadline.Of(At("2026-11-27T10:00:00+01:00"), new(2, LimitUnit.Days, LastDay.NextWorkingDay, 2), Library.DemandPlace("EU"));
        deadline.Steps[0].ShouldBe("It began on Friday, 27 Nov 2026, European Union, Member State not said; that day is not counted.");
        deadline.Steps.ShouldContain("Such a period contains at least 2 working days: it is extended to Tuesday, 1 Dec 2026.");
        deadline.Steps[^1].ShouldBe("It ends with the last hour of that day: 2 Dec 2026, 00:00 (Europe/Brussels).");
        Deadline.Of(At("2026-11-27T10:00:00Z"), new(0, LimitUnit.AtOnce), Library.DemandPlace("EU")).End.ShouldBeNull("the law names no figure, and none is made up");
    }

    [Theory]
    [InlineData("BE", 2024, "2024-04-01")]
    [InlineData("BE", 2025, "2025-04-21")]
    [InlineData("BE", 2026, "2026-04-06")]
    [InlineData("BE", 2038, "2038-04-26")]
    [InlineData("GB", 2021, "2021-12-28")]
    [InlineData("US", 2021, "2021-12-31")]
    [InlineData("US", 2026, "2026-01-19")]
    public void Holidays_that_move_are_found(string place, int year, string day)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Library.DemandPlace(place).IsWorkingDay(date).ShouldBeFalse($"{year}: {Library.DemandPlace(place).WhyNotWorking(date)}");
        date.DayOfWeek.ShouldNotBeOneOf(DayOfWeek.Saturday, DayOfWeek.Sunday);
    }

    [Fact]
    public void Whatever_the_start_a_longer_period_never_ends_sooner_and_no_end_lies_before_its_period()
    {
        var draws = new Draws(Draws.Seed);
        for (var round = 0; round < 4000; round++)
        {
            var place = Library.Places[(int)(draws.Uniform() * Library.Places.Count)];
            var start = At("2024-01-01T00:00:00Z").AddMinutes(Math.Floor(draws.Uniform() * 6 * 365 * 1440));
            var amount = 1 + (int)(draws.Uniform() * 30);
            var day = place.DayOf(start);

            var hours = Deadline.Of(start, new(amount, LimitUnit.Hours), place).End!.Value;
            (hours - start).ShouldBe(TimeSpan.FromHours(amount));
            var days = Deadline.Of(start, new(amount, LimitUnit.Days), place).End!.Value;
            place.DayOf(days).ShouldBe(day.AddDays(amount + 1), "it ends where the day after the last begins");
            (days - start).ShouldBeGreaterThan(TimeSpan.FromHours((24 * amount) - 1));
            Deadline.Of(start.AddMinutes(1), new(amount, LimitUnit.Days), place).End!.Value.ShouldBeGreaterThanOrEqualTo(days);
            Deadline.Of(start, new(amount + 1, LimitUnit.Days, LastDay.NextWorkingDay), place).End!.Value.ShouldBeGreaterThan(days);

            var moved = Deadline.Of(start, new(amount, LimitUnit.Days, LastDay.NextWorkingDay, 2), place).End!.Value;
            var last = place.DayOf(moved.AddMinutes(-1));
            place.IsWorkingDay(last).ShouldBeTrue();
            moved.ShouldBeGreaterThanOrEqualTo(days);
            WorkingDays(place, day, last).ShouldBeGreaterThanOrEqualTo(2);
            var working = Deadline.Of(start, new(amount, LimitUnit.WorkingDays), place).End!.Value;
            WorkingDays(place, day, place.DayOf(working.AddMinutes(-1))).ShouldBe(amount);
        }
    }

    private static int WorkingDays(Place place, DateOnly after, DateOnly last) => Enumerable.Range(1, last.DayNumber - after.DayNumber).Count(days => place.IsWorkingDay(after.AddDays(days)));

    private static DateTimeOffset? Ends(string place, string start, TimeLimit limit) => Deadline.Of(At(start), limit, Library.DemandPlace(place)).End;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
}
