using System.Globalization;
using Concord.Foundation;
using Concord.Incidents.Clocks;
using Concord.Standards;

namespace Concord.Tests.Incidents;

/// <summary>Which facts start which clocks, and what meets them.</summary>
public sealed class LegalClockTests
{
    private static readonly ClockLibrary Library = ClockLibrary.Read(StandardsLibrary.DefaultFolder);

    [Theory]
    [InlineData("death", "AIA-10", "2026-11-13T00:00:00+01:00")]
    [InlineData("infrastructure", "AIA-2", "2026-11-05T00:00:00+01:00")]
    [InlineData("widespread", "AIA-2", "2026-11-05T00:00:00+01:00")]
    [InlineData("health", "AIA-15", "2026-11-18T00:00:00+01:00")]
    [InlineData("rights", "AIA-15", "2026-11-18T00:00:00+01:00")]
    [InlineData("property", "AIA-15", "2026-11-18T00:00:00+01:00")]
    [InlineData("breach", "GDPR-72", "2026-11-05T09:00:00+01:00")]
    [InlineData("concern", "WHISTLE-ACK", "2026-11-10T00:00:00+01:00")]
    public void A_fact_of_Monday_2_November_2026_starts_the_clock_of_its_law(string fact, string clock, string end) =>
        Clocks([new(fact, At("2026-11-02T09:00:00+01:00"))], provider: true, high: true).ShouldContain(one => one.Rule.Id == clock && one.End == At(end));

    /// <summary>Columbus Day is a Monday on which the Union works.</summary>
    [Theory]
    [InlineData("US")]
    [InlineData("GB")]
    [InlineData("EU")]
    public void Days_and_hours_of_a_place_outside_the_Union_extend_no_period_of_its_law(string place)
    {
        var clock = LegalClocks.Of(Library, new([new("death", At("2026-10-02T12:00:00Z"))], [], Library.DemandPlace(place), IsProvider: true, IsHighRisk: true)).Single(one => one.Rule.Id == "AIA-10");

        clock.End.ShouldBe(At("2026-10-13T00:00:00+02:00"));
        clock.Steps.Any(step => step.Contains("extend nothing", StringComparison.Ordinal)).ShouldBe(place != "EU");
    }

    [Fact]
    public void Every_fact_but_those_that_only_go_with_others_starts_a_clock_somewhere()
    {
        var starting = Library.Rules.SelectMany(rule => rule.Starts).Where(start => start.Kind == StartKind.Fact).Select(start => start.Key)
            .Concat(Library.Rules.Select(rule => rule.CapStart).OfType<string>()).Concat(Library.Rules.Select(rule => rule.RoleOrFact).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        Library.Facts.Select(fact => fact.Key).ShouldBe(starting, ignoreOrder: true);
        Library.Rules.ShouldAllBe(rule => rule.Citation.Length > 10 && rule.Tell.Length > 5);
    }

    [Fact]
    public void Whose_duty_it_is_depends_on_role_and_tier_and_what_is_not_known_is_assumed()
    {
        CaseFact[] facts = [new("rights", At("2026-11-02T09:00:00Z"))];
        Clocks(facts, provider: true, deployer: true, high: true).Select(clock => clock.Rule.Id).ShouldBe(["AIA-15"], "whoever provides the system need not tell the provider");
        Clocks(facts, provider: false, deployer: true, high: true).Select(clock => clock.Rule.Id).ShouldBe(["AIA-DEPLOYER"]);
        Clocks([.. facts, new("provider-unreachable", facts[0].At)], provider: false, deployer: true, high: true).Select(clock => clock.Rule.Id).ShouldBe(["AIA-15", "AIA-DEPLOYER"], ignoreOrder: true);
        Clocks(facts, provider: true, high: false).ShouldBeEmpty();
        Clocks(facts, provider: null, high: null).ShouldContain(clock => clock.Rule.Id == "AIA-15" && clock.Assumed.Contains("that the system is high-risk", StringComparison.Ordinal));
        Clocks([new("rights", At("2026-08-01T09:00:00Z"))], provider: true, high: true).ShouldBeEmpty("the duty applies from 2 August 2026");
    }

    [Fact]
    public void The_initial_notification_is_due_four_hours_after_classification_and_a_day_after_awareness_at_most()
    {
        var aware = new CaseFact("aware", At("2026-11-02T08:00:00Z"));
        Ends("DORA-INITIAL", aware, new("ict-major", At("2026-11-02T10:00:00Z"))).ShouldBe(At("2026-11-02T14:00:00Z"));
        Ends("DORA-INITIAL", aware, new("ict-major", At("2026-11-03T06:00:00Z"))).ShouldBe(At("2026-11-03T08:00:00Z"), "24 hours after awareness come first");
        Ends("DORA-INITIAL", aware, new("ict-major", At("2026-11-04T06:00:00Z"))).ShouldBe(At("2026-11-04T10:00:00Z"), "classified later, the day is over: four hours");

        DateTimeOffset? Ends(string clock, params CaseFact[] facts) => Clocks(facts).Single(one => one.Rule.Id == clock).End;
    }

    [Fact]
    public void Reports_follow_each_other_from_what_was_sent()
    {
        CaseFact[] facts = [new("aware", At("2026-11-02T08:00:00Z")), new("ict-major", At("2026-11-02T10:00:00Z"))];
        Clocks(facts).Select(clock => clock.Rule.Id).ShouldBe(["DORA-INITIAL"]);
        CaseNotice[] sent = [new("DORA-INITIAL", At("2026-11-02T13:00:00Z"))];
        var intermediate = Clocks(facts, sent).Single(clock => clock.Rule.Id == "DORA-INTERMEDIATE");
        intermediate.End.ShouldBe(At("2026-11-05T13:00:00Z"));
        Clocks(facts, sent)[^1].ShouldSatisfyAllConditions(met => met.Rule.Id.ShouldBe("DORA-INITIAL"), met => met.StateAt(At("2027-01-01T00:00:00Z")).ShouldBe(ClockState.Met));
        sent = [.. sent, new("DORA-INTERMEDIATE", At("2026-11-04T09:00:00Z")), new("DORA-INTERMEDIATE", At("2026-11-11T09:00:00Z"))];
        Clocks(facts, sent).Single(clock => clock.Rule.Id == "DORA-FINAL").End.ShouldBe(At("2026-12-12T00:00:00+01:00"), "a month from the latest one");
    }

    [Fact]
    public void A_message_from_a_day_before_the_clock_began_does_not_meet_it()
    {
        CaseFact[] facts = [new("breach", At("2026-11-26T10:00:00Z"))];
        Clocks(facts, new CaseNotice("GDPR-72", At("2026-11-20T10:00:00Z"))).Single(clock => clock.Rule.Id == "GDPR-72").MetAt.ShouldBeNull();
        Clocks(facts, new CaseNotice("GDPR-72", At("2026-11-26T09:00:00Z"))).Single(clock => clock.Rule.Id == "GDPR-72").MetAt.ShouldNotBeNull("on the same day the moments may be rounded");
    }

    [Fact]
    public void Without_a_confirmation_the_answer_to_a_concern_is_counted_from_the_end_of_its_seven_days()
    {
        CaseFact[] facts = [new("concern", At("2026-11-02T12:00:00+01:00"))];
        Clocks(facts).Single(clock => clock.Rule.Id == "WHISTLE-ANSWER").End.ShouldBe(At("2027-02-10T00:00:00+01:00"), "the seven days expired on 9 November; that day is left out once, not twice");
        Clocks(facts, new CaseNotice("WHISTLE-ACK", At("2026-11-03T12:00:00+01:00"))).Single(clock => clock.Rule.Id == "WHISTLE-ANSWER").End.ShouldBe(At("2027-02-04T00:00:00+01:00"));
    }

    [Theory]
    [InlineData("BE", "2025-11-03T09:00:00+01:00", "2025-11-11T00:00:00+01:00", "2026-02-11T00:00:00+01:00")] // Until the end of 10 November, and of 10 February.
    [InlineData("DE", "2026-10-14T23:30:00+02:00", "2026-10-22T00:00:00+02:00", "2027-01-22T00:00:00+01:00")] // Until the end of 21 October, and of 21 January.
    public void The_three_months_of_an_answer_begin_on_the_day_the_seven_days_expired(string place, string concern, string confirm, string answer)
    {
        var clocks = LegalClocks.Of(Library, new([new("concern", At(concern))], [], Library.DemandPlace(place)));
        clocks.Single(clock => clock.Rule.Id == "WHISTLE-ACK").End.ShouldBe(At(confirm));
        clocks.Single(clock => clock.Rule.Id == "WHISTLE-ANSWER").End.ShouldBe(At(answer));
    }

    [Theory]
    [InlineData(true, false, "AIA-RISK-PROVIDER")]
    [InlineData(true, true, "AIA-RISK;AIA-RISK-PROVIDER")]
    [InlineData(false, true, "AIA-RISK")]
    public void A_risk_is_told_by_the_provider_and_by_the_deployer_even_of_an_own_system(bool provider, bool deployer, string clocks)
    {
        CaseFact[] facts = [new("risk", At("2026-11-02T09:00:00Z"))];
        Clocks(facts, provider, deployer, high: true).Select(clock => clock.Rule.Id).ShouldBe(clocks.Split(';'), ignoreOrder: true);
        Clocks(facts, provider, deployer, high: false).ShouldBeEmpty();
    }

    [Fact]
    public void A_duty_of_another_country_is_counted_there()
    {
        var clock = Clocks([new("cyber-material", At("2026-11-24T02:00:00Z"))]).ShouldHaveSingleItem();
        (clock.Place.Id, clock.End).ShouldBe(("US", At("2026-12-01T00:00:00-05:00")), "in New York it was still Monday; Thursday was Thanksgiving");
    }

    [Fact]
    public void How_a_clock_stands_is_said_in_words()
    {
        var clock = Clocks([new("breach", At("2026-11-02T08:00:00Z"))]).Single();
        TimeLeft.Of(clock, At("2026-11-02T08:00:00Z")).ShouldBe("3 days left");
        TimeLeft.Of(clock, At("2026-11-05T07:35:00Z")).ShouldBe("25 minutes left");
        TimeLeft.Of(clock, At("2026-11-05T08:00:00Z")).ShouldBe("less than a minute left");
        TimeLeft.Of(clock, At("2026-11-06T09:00:00Z")).ShouldBe("missed by 1 day 1 hour");
        clock.StateAt(At("2026-11-05T08:00:00Z")).ShouldBe(ClockState.Running, "the last moment belongs to the period");
        TimeLeft.Of(Clocks([new("breach", At("2026-11-02T08:00:00Z"))], new CaseNotice("GDPR-72", At("2026-11-05T10:00:00Z"))).Single(), At("2026-12-01T00:00:00Z")).ShouldBe("met 2 hours too late");
        TimeLeft.Of(Clocks([new("breach-processor", At("2026-11-02T08:00:00Z"))]).Single(), At("2026-11-02T11:00:00Z")).ShouldBe("at once; 3 hours have passed");
    }

    [Fact]
    public void A_faulty_library_is_told_with_every_fault()
    {
        var folder = Directory.CreateTempSubdirectory("concord-clocks-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "incidents"));
            foreach (var file in Directory.GetFiles(Path.Combine(StandardsLibrary.DefaultFolder, "incidents"))) File.Copy(file, Path.Combine(folder, "incidents", Path.GetFileName(file)));
            Edit("clocks.csv", "GDPR-72,GDPR,Notify the breach of personal data,breach,", "GDPR-72,GDPR,Notify the breach of personal data,breech,");
            Edit("clocks.csv", "notified:DORA-INITIAL,", "notified:DORA-FIRST,");
            Edit("places.csv", "Europe/Berlin", "Europe/Berlyn");
            Edit("holidays.csv", "DE,10-03,", "DE,10-33,");
            Edit("notices.csv", "*,To,recipient", "*,To,receiver");
            var faults = Should.Throw<FindingsException>(() => ClockLibrary.Read(folder)).Findings;
            faults.Count.ShouldBe(5);
            faults.ShouldContain(fault => fault.Place.Contains("clocks.csv", StringComparison.Ordinal) && fault.Message.Contains("\"breech\"", StringComparison.Ordinal));
            faults.ShouldContain(fault => fault.Message.Contains("Europe/Berlyn", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Edit(string file, string from, string to)
        {
            var path = Path.Combine(folder, "incidents", file);
            var text = File.ReadAllText(path);
            text.ShouldContain(from);
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        }
    }

    private static IReadOnlyList<LegalClock> Clocks(CaseFact[] facts, params CaseNotice[] notices) => LegalClocks.Of(Library, new(facts, notices, Library.DefaultPlace, true, true, true));

    private static IReadOnlyList<LegalClock> Clocks(CaseFact[] facts, bool? provider, bool? deployer = false, bool? high = null) =>
        LegalClocks.Of(Library, new(facts, [], Library.DefaultPlace, provider, deployer, high));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
}
