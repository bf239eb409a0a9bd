using Concord.Inventory;
using Concord.Overview;
using Concord.Web.Pages.Overview;

namespace Concord.Web.Tests.Pages;

/// <summary>The first page is read from the top by somebody who answers for all systems.</summary>
public sealed class OverviewOrderTests
{
    private static readonly DateTimeOffset Day = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_worst_system_comes_first_and_of_equals_the_one_of_the_higher_risk_class()
    {
        var ordered = SystemStanding.WorstFirst(
            [Stands("A", StandingWord.Ok, RiskClass.High), Stands("B", StandingWord.Alert, RiskClass.NotClassified), Stands("D", StandingWord.Alert, RiskClass.High), Stands("C", StandingWord.Alert, RiskClass.High)]);

        ordered.Select(system => system.Ref).ShouldBe(["C", "D", "B", "A"]);
    }

    [Fact]
    public void What_happened_stands_by_system_in_that_order_and_in_a_system_the_newest_first()
    {
        WhatHappened[] entries =
        [
            new(Day.AddDays(90), "signal.raised", "SIG-0009", "real", "B"),
            new(Day, "nonconformity.opened", "NC-0001", "opened", "C"),
            new(Day, "signal.raised", "SIG-0002", "two", "C"),
            new(Day, "signal.raised", "SIG-0001", "one", "C"),
        ];

        var told = Happening.BySystem([Stands("C", StandingWord.Alert, RiskClass.High), Stands("A", StandingWord.Ok, RiskClass.High), Stands("B", StandingWord.Alert, RiskClass.NotClassified)], entries);

        told.Select(system => system.System.Ref).ShouldBe(["C", "B"]);
        told[0].Lines.Select(line => line.Before + string.Join(", ", line.Subjects.Select(subject => subject.Text)) + line.After).ShouldBe(["Nonconformity NC-0001 opened", "Signals SIG-0001, SIG-0002 raised"]);
    }

    private static SystemStanding Stands(string reference, StandingWord word, RiskClass risk) =>
        new(reference, reference, risk, "", LifeCycle.InOperation, word, [], null, null, null, null);
}
