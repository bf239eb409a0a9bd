using Concord.Tables;

namespace Concord.Tests.Tables;

public sealed class DayReaderTests
{
    [Theory]
    [InlineData("2026-04-03")]
    [InlineData("2026-4-3")]
    [InlineData("2026/4/3")]
    [InlineData("20260403")]
    [InlineData("2026-04-03T23:30:00Z")]
    [InlineData("2026-04-03T23:30:15.1234567+02:00")]
    [InlineData("2026-04-03 10:00 UTC")]
    [InlineData("3.4.2026")]
    [InlineData("03.04.2026 10:00")]
    [InlineData("3 Apr 2026")]
    [InlineData("3-April-2026")]
    [InlineData("3. April 2026, 9:05")]
    [InlineData("April 3rd, 2026")]
    [InlineData("Apr 3 2026 10:00 PM")]
    public void One_day_in_many_spellings_is_one_day(string text) => new DayReader([text], null).Read(text).Day.ShouldBe(new DateOnly(2026, 4, 3));

    [Theory]
    [InlineData("14. Juli 2025", 7)]
    [InlineData("14. Mrz. 2025", null)]
    [InlineData("14. März 2025", 3)]
    [InlineData("14. mär 2025", 3)]
    [InlineData("14 Maerz 2025", 3)]
    [InlineData("14. Mai 2025, 9:05", 5)]
    [InlineData("14-Okt-2025", 10)]
    [InlineData("14. Dezember 2025", 12)]
    [InlineData("14. Jänner 2025", 1)]
    public void Months_have_German_names_too(string text, int? month) => new DayReader([text], null).Read(text).Day.ShouldBe(month is { } known ? new DateOnly(2025, known, 14) : null);

    [Theory]
    [InlineData("13/14/2026", "wrong-date", "neither 13 nor 14 can be its month")]
    [InlineData("30/02/2026", "wrong-date", "that month has none of that number")]
    [InlineData("30.02.2026", "wrong-date", "is not a day")]
    [InlineData("2026-13-01", "wrong-date", "Write it as 2026-10-14")]
    [InlineData("03/04/26", "wrong-date", "four digits")]
    [InlineData("3 Foo 2026", "wrong-date", "is not a day")]
    [InlineData("03.04.2026 25:99", "wrong-date", "is not a day")]
    [InlineData("0026-04-03", "wrong-date", "is not a day")]
    [InlineData("46115", "day-as-number", "2026-04-03")]
    [InlineData("46115.5", "day-as-number", "the format of a date")]
    [InlineData("2026", "wrong-date", "is not a day")]
    [InlineData("03/04/2026", "ambiguous-date", "--dates day-first or --dates month-first")]
    public void What_is_no_day_or_could_be_two_is_never_guessed(string text, string code, string says)
    {
        var read = new DayReader([text], null).Read(text);

        (read.Day, read.Code).ShouldBe((null, code));
        read.Fault.ShouldContain(says);
    }

    [Fact]
    public void The_days_of_a_column_that_stand_one_way_only_tell_for_all_and_nonsense_among_them_does_not()
    {
        var reader = new DayReader(["03/04/2026", "25/04/2026", "13/14/2026", "31-05-2026 10:00"], null);
        reader.Read("03/04/2026").Day.ShouldBe(new DateOnly(2026, 4, 3));
        reader.Read("13/14/2026").Code.ShouldBe("wrong-date");
        new DayReader(["03/04/2026", "04/25/2026"], null).Read("03/04/2026").Day.ShouldBe(new DateOnly(2026, 3, 4));
        new DayReader(["04/04/2026"], null).Read("04/04/2026").Day.ShouldBe(new DateOnly(2026, 4, 4), "it is the same either way");
    }

    [Fact]
    public void A_column_with_days_of_both_kinds_is_asked_about_and_a_person_s_word_holds()
    {
        string[] mixed = ["03/04/2026", "25/04/2026", "04/25/2026"];
        var reader = new DayReader(mixed, null);
        reader.Read("03/04/2026").Fault.ShouldContain("other days of the column stand both ways");
        reader.Read("04/25/2026").Day.ShouldBe(new DateOnly(2026, 4, 25));

        var said = new DayReader(mixed, DayOrder.MonthFirst);
        said.Read("03/04/2026").Day.ShouldBe(new DateOnly(2026, 3, 4));
        said.Read("25/04/2026").Fault.ShouldContain("not a day with the month first, as was said of this column");
    }
}
