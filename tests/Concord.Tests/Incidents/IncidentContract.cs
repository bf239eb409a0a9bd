using Concord.Committee;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Incidents;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage.Verification;
using Concord.Tests.Impacts;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Incidents;

public abstract class IncidentContract(Backend backend)
{
    [Fact]
    public async Task Incidents_of_a_system_stand_in_order_of_time_for_its_charts()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await world.System("SYS-02");
        await Report(world, "INC-04", "SYS-01", new(2026, 2, 2), "fairness_alert");
        await Report(world, "INC-02", "SYS-01", new(2026, 1, 9), "drift_detected");
        await Report(world, "INC-01", "SYS-02", new(2025, 3, 18), "near_miss", affected: 0);
        var viewer = world.As(Role.Viewer);
        (await viewer.See((IncidentViews views) => views.OfSystem("SYS-01", default))).Select(incident => incident.Ref).ShouldBe(["INC-02", "INC-04"]);
        (await viewer.See((IncidentViews views) => views.List(new(), default))).Items.Select(incident => incident.Ref).ShouldBe(["INC-04", "INC-02", "INC-01"]);
        (await viewer.See((IncidentViews views) => views.List(new(Filter: "kind:near_miss open:yes state:reported"), default))).Items.ShouldHaveSingleItem().Affected.ShouldBe(0);
        (await viewer.See((IncidentViews views) => views.List(new(Filter: "open:no"), default))).Total.ShouldBe(0);
        var detail = await viewer.See((IncidentViews views) => views.Detail("INC-02", default));
        detail.Requirements.ShouldBe(["ISO42001:A.6.2.6"]);
        detail.Line.Affected.ShouldBeNull("nobody knows yet, which is not 0");
        detail.Facts.ShouldHaveSingleItem().Key.ShouldBe("aware");
    }

    [Fact]
    public async Task An_incident_names_a_system_a_kind_a_place_and_signals_that_exist()
    {
        await using var world = await World.Create(backend);
        (await Faults(Report(world, "INC-01", "SYS-01", new(2026, 1, 9), "concern"))).ShouldBe(["system not-found"]);
        await world.System("SYS-01");
        (await Faults(Report(world, "INC-01", "SYS-01", new(2026, 3, 9), "mishap", affected: -1, place: "Atlantis", signals: "SIG-0404"))).ShouldBe(
            ["affected incident-affected", "kind incident-kind", "place incident-place", "date incident-date", "signals not-found"]);
        (await Faults(Report(world, "INC-01", "SYS-01", new(2026, 1, 9), "near_miss", affected: 3))).ShouldBe(["affected incident-affected"]);
        foreach (var title in new[] { "\u200B", new string('t', 301), "Young\u202Edeined" })
        {
            (await Faults(world.As(Role.Viewer).Do((IncidentRegister register, Actor actor) => register.Report(new(actor.UnitsWith(Permission.ReportIncidents).First(), Said("concern", "SYS-01", 0) with { Title = title, Summary = " " },
                ["ISO42001:99"], [], world.Clock.GetUtcNow().AddHours(1)) { Unread = [Finding.Error("date", "form-field", "This is no day.")] }, actor, default)))).ShouldBe(
                ["date form-field", "title incident-title", "summary incident-summary", "requirements requirement-unknown", "awareSince incident-fact-time"]);
        }
        (await Faults(Aware(new(2026, 2, 26, 12, 0, 0, TimeSpan.Zero)))).ShouldBe(["awareSince incident-fact-time"], "nobody knows of it before it happens");
        await world.As(Role.Viewer).See((IncidentViews views) => views.Detail("INC-01", default)).ShouldBeRefused(Refusal.NotFound);
        (await Aware(new(2026, 2, 27, 23, 30, 0, TimeSpan.Zero))).Ref.ShouldBe("INC-0001", "east of UTC it was the day itself");

        Task<Incident> Aware(DateTimeOffset since) => world.As(Role.Viewer).Do((IncidentRegister register, Actor actor) =>
            register.Report(new(actor.UnitsWith(Permission.ReportIncidents).First(), Said("concern", "SYS-01", 0) with { Date = new(2026, 2, 28) }, [], [], since), actor, default));
    }

    [Fact]
    public async Task A_near_miss_is_walked_to_its_decision_and_closed_by_somebody_who_did_not_work_on_it()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await world.Risk("RISK-01", "SYS-01");
        await world.As(Role.Viewer).Do((IncidentRegister register, Actor actor) => register.Report(new(actor.UnitsWith(Permission.ReportIncidents).First(), Said("near_miss", "SYS-01", 0), [], []), actor, default));
        var (manager, owner, auditor) = (world.As(Role.AimsManager), world.As(Role.SystemOwner), world.As(Role.Auditor));

        await world.As(Role.Viewer).Do((IncidentRegister register, Actor actor) => register.Triage("INC-0001", 0, IncidentSeverity.High, "Grave", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await manager.Do((IncidentRegister register, Actor actor) => register.Decide("INC-0001", 0, DecisionKind.None, "", "Because", actor, default)).ShouldBeRefused("INCIDENT-STATE");
        var seen = (await manager.Do((IncidentRegister register, Actor actor) => register.Triage("INC-0001", 0, IncidentSeverity.High, "Grave", actor, default))).Version;
        await manager.Do((IncidentRegister register, Actor actor) => register.Contain("INC-0001", 0, "Stopped", actor, default)).ShouldBeRefused(Refusal.Stale);
        seen = (await manager.Do((IncidentRegister register, Actor actor) => register.Contain("INC-0001", seen, "Stopped", actor, default))).Version;
        await owner.Do((IncidentRegister register, Actor actor) => register.Analyse("INC-0001", 0, ["", " "], "bad luck", " ", actor, default)).ShouldBeRefused(Refusal.Stale);
        (await Faults(owner.Do((IncidentRegister register, Actor actor) => register.Analyse("INC-0001", seen, ["", " "], "bad luck", " ", actor, default)))).ShouldBe(["cause incident-cause", "whys incident-whys", "text incident-text"]);
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Analyse("INC-0001", seen, ["Because of A", "", "A because of B"], "monitoring", "Root", actor, default))).Version;
        await auditor.Do((IncidentRegister register, Actor actor) => register.Close("INC-0001", seen, "Seen", actor, default)).ShouldBeRefused("INCIDENT-DECISION");
        (await Faults(owner.Do((IncidentRegister register, Actor actor) => register.Decide("INC-0001", seen, DecisionKind.Monitor, "MON-0404", "", actor, default)))).ShouldBe(["reference not-found", "reason incident-decision"]);
        await world.System("SYS-02", name: "Chat");
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var other = await db.Set<AiSystem>().SingleAsync(system => system.Ref == "SYS-02");
            var model = new Model("MODEL-02", other.UnitId, other.Id, "Answers", "Answers questions", "rules");
            var version = model.AddVersion("1", world.Today, "", null);
            db.AddRange(model, version, new Concord.Monitoring.Monitor("MON-0002", version, other.Id, "{}", "00", 0, ""));
            work.Note("test.monitored", "MON-0002", "Made.");
            await work.Commit(default);
        });
        var foreign = await Should.ThrowAsync<FindingsException>(owner.Do((IncidentRegister register, Actor actor) => register.Decide("INC-0001", seen, DecisionKind.Monitor, "MON-0002", "It is watched now", actor, default)));
        foreign.Findings.ShouldHaveSingleItem().Message.ShouldBe("MON-0002 watches SYS-02, and INC-0001 is about SYS-01. Name a monitor of SYS-01, or correct the system of the incident.");
        (await Faults(owner.Do((IncidentRegister register, Actor actor) => register.Decide("INC-0001", seen, null, "", " ", actor, default)))).ShouldBe(["kind incident-decision", "reason incident-decision"]);
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Decide("INC-0001", seen, DecisionKind.Risk, "RISK-01", "It stays possible", actor, default))).Version;
        (await world.AsSystem(db => db.Set<RiskAsk>().Select(ask => ask.From).ToListAsync())).ShouldBe(["INC-0001"], "whoever assessed the risk did not know of it");
        await manager.Do((IncidentRegister register, Actor actor) => register.Close("INC-0001", seen, "Seen", actor, default)).ShouldBeRefused("INCIDENT-CLOSER-WORKED");
        await world.As(Role.Auditor, Via.LocalConsole).Do((IncidentRegister register, Actor actor) => register.Close("INC-0001", seen, "Seen", actor, default)).ShouldBeRefused(Refusal.LocalNoDuty);
        await auditor.Do((IncidentRegister register, Actor actor) => register.Close("INC-0001", seen, "Seen", actor, default));

        var detail = await auditor.See((IncidentViews views) => views.Detail("INC-0001", default));
        (detail.Line.State, detail.Line.Severity, detail.ReportedBy!.Name).ShouldBe((IncidentState.Closed, IncidentSeverity.High, "Viewer Person"));
        detail.Steps[2].Whys.ShouldBe(["Because of A", "A because of B"]);
        detail.Links.ShouldHaveSingleItem().Ref.ShouldBe("RISK-01");
        (await auditor.See((IncidentViews views) => views.List(new(Filter: "with:RISK-01"), default))).Items.ShouldHaveSingleItem().State.ShouldBe(IncidentState.Closed);
        (await manager.Do((IncidentRegister register, Actor actor) => register.Reopen("INC-0001", detail.Line.Version, "It came back", actor, default))).State.ShouldBe(IncidentState.Triaged);
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_grave_incident_makes_the_impact_assessment_stale_and_asks_for_the_risks_of_its_system()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01", state: LifeCycle.Suspended);
        await world.System("SYS-02", state: LifeCycle.Suspended);
        await world.Classified(RiskClass.High);
        var assessment = await world.InForce();
        foreach (var (risk, system) in new[] { ("RISK-01", "SYS-01"), ("RISK-02", "SYS-02") }) await world.Risk(risk, system);
        var manager = world.As(Role.AimsManager);
        world.Clock.Advance(TimeSpan.FromHours(1));

        await Report(world, "INC-01", "SYS-01", new(2026, 3, 1), "incident");
        var seen = (await manager.Do((IncidentRegister register, Actor actor) => register.Triage("INC-01", 0, IncidentSeverity.Medium, "Nothing much", actor, default))).Version;
        seen = (await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", seen, "breach", World.Beginning, "", actor, default))).Version;
        (await Stale()).ShouldBeEmpty("nothing of it is grave");
        seen = (await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", seen, "death", World.Beginning, "", actor, default))).Version;
        (await Stale()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(line => line.Ref.ShouldBe(assessment.Ref), line => line.Stale.ShouldBe(["INC-01, a grave incident, is on record"]));
        await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", seen, "infrastructure", World.Beginning, "", actor, default));
        (await Stale()).ShouldHaveSingleItem().Stale.Count.ShouldBe(1, "one incident is one reason");
        (await world.AsSystem(db => db.Set<RiskAsk>().Join(db.Set<Risk>(), ask => ask.RiskId, risk => risk.Id, (ask, risk) => risk.Ref + " " + ask.From).ToListAsync())).ShouldBe(["RISK-01 INC-01"]);
        (await world.As(Role.AimsManager).See((CommitteeList list) => list.Open(default, CommitteeQuestion.ImpactAssessment))).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            item => item.Source.ShouldBe(assessment.Ref), item => item.Note.ShouldContain("INC-01"));
        await manager.Do((Registry registry, Actor actor) => registry.Move("SYS-01", 1, LifeCycle.InOperation, "", actor, default)).ShouldBeRefused("IMPACT-STALE");

        // One whose system was named wrongly reaches the right one as soon as it is.
        await Report(world, "INC-02", "SYS-01", new(2026, 3, 1), "incident");
        seen = (await manager.Do((IncidentRegister register, Actor actor) => register.Triage("INC-02", 0, IncidentSeverity.High, "Grave", actor, default))).Version;
        await manager.Do((IncidentRegister register, Actor actor) => register.Describe("INC-02", seen, Said("incident", "SYS-02", 3), actor, default));
        (await world.AsSystem(db => db.Set<RiskAsk>().CountAsync(ask => ask.From == "INC-02"))).ShouldBe(2);
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();

        Task<IReadOnlyList<ImpactLine>> Stale() => world.As(Role.Viewer).See((ImpactViews views) => views.Stale(default));
    }

    [Fact]
    public async Task A_fact_starts_a_clock_and_only_an_entry_of_the_log_meets_it()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await Report(world, "INC-01", "SYS-01", new(2026, 3, 1), "incident", affected: 12);
        var (manager, owner, auditor) = (world.As(Role.AimsManager), world.As(Role.SystemOwner), world.As(Role.Auditor));
        var known = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", 9, "breech", world.Clock.GetUtcNow().AddMinutes(1), "", actor, default)).ShouldBeRefused(Refusal.Stale);
        (await Faults(manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", 0, "breech", world.Clock.GetUtcNow().AddMinutes(1), "", actor, default)))).ShouldBe(["fact incident-fact", "since incident-fact-time"]);
        var seen = (await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", 0, "breach", known, "A file was sent to the wrong people", actor, default))).Version;
        await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", seen, "breach", known, "", actor, default)).ShouldBeRefused("INCIDENT-FACT-KNOWN");

        var clock = (await Detail()).Clocks.ShouldHaveSingleItem();
        (clock.Clock, clock.End, clock.Left).ShouldBe(("GDPR-72", known.AddHours(72), "2 days 1 hour left"));
        (await auditor.See((IncidentViews views) => views.Running(default))).ShouldHaveSingleItem().Incident.Ref.ShouldBe("INC-01");
        var draft = (await auditor.See((IncidentViews views) => views.Draft("INC-01", "GDPR-72", default))).AsText();
        foreach (var part in (string[])["DRAFT, not sent", "Northwind Trust", "Data protection authority", "12", "A file was sent to the wrong people", "[to be completed: what was done so that it does no more harm]"]) draft.ShouldContain(part);

        world.Clock.Advance(TimeSpan.FromHours(50));
        (await Detail()).Clocks[0].Left.ShouldBe("missed by 1 hour");
        await manager.Do((IncidentFile file, Actor actor) => file.Tell("INC-01", 0, new(known, "", MessageChannel.Portal, "", "DORA-FINAL"), actor, default)).ShouldBeRefused(Refusal.Stale);
        (await Faults(manager.Do((IncidentFile file, Actor actor) => file.Tell("INC-01", seen, new(world.Clock.GetUtcNow().AddHours(1), " ", MessageChannel.Portal, "", "DORA-FINAL"), actor, default)))).ShouldBe(
            ["clock incident-clock", "to incident-message", "text incident-message", "at incident-message-time"]);
        (await Faults(manager.Do((IncidentFile file, Actor actor) => file.Tell("INC-01", seen, new(known.AddDays(-2), "Authority", MessageChannel.Portal, "Notified", "GDPR-72"), actor, default)))).ShouldBe(["clock incident-clock-before"]);
        seen = (await manager.Do((IncidentFile file, Actor actor) => file.Tell("INC-01", seen, new(known.AddHours(70), "Authority", MessageChannel.Portal, "Notified", "GDPR-72"), actor, default))).Version;
        (await Detail()).Clocks[0].ShouldSatisfyAllConditions(met => met.State.ShouldBe(Concord.Incidents.Clocks.ClockState.Met), met => met.Left.ShouldBe("met, 2 hours before the end"));

        seen = (await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", seen, "death", known, "", actor, default))).Version;
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Triage("INC-01", seen, IncidentSeverity.Critical, "Grave", actor, default))).Version;
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Analyse("INC-01", seen, ["Because"], "unknown", "Not found", actor, default))).Version;
        await manager.Do((IncidentFile file, Actor actor) => file.Withdraw("INC-01", seen, "death", "It was another person", actor, default)).ShouldBeRefused("INCIDENT-FACT-OWN");
        seen = (await owner.Do((IncidentFile file, Actor actor) => file.Withdraw("INC-01", seen, "death", "It was another person", actor, default))).Version;
        seen = (await owner.Do((IncidentFile file, Actor actor) => file.Connect("INC-01", seen, "SYS-01", "it happened there", actor, default))).Version;
        await owner.Do((IncidentFile file, Actor actor) => file.Connect("INC-01", seen, "SYS-01", "again", actor, default)).ShouldBeRefused("INCIDENT-LINKED");
        (await auditor.See((IncidentViews views) => views.List(new(Filter: "with:SYS-01"), default))).Items.ShouldHaveSingleItem().Ref.ShouldBe("INC-01");
        foreach (var other in (string[])["SYS-02", "RISK-01", "CONC-0001"]) (await auditor.See((IncidentViews views) => views.List(new(Filter: $"with:{other}"), default))).Total.ShouldBe(0, other);
        await auditor.Do((IncidentRegister register, Actor actor) => register.Close("INC-01", seen, "Seen", actor, default));

        Task<IncidentDetail> Detail() => auditor.See((IncidentViews views) => views.Detail("INC-01", default));
    }

    [Fact]
    public async Task A_draft_gives_as_awareness_the_earlier_of_what_was_said_and_the_fact_that_started_the_clock()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        var unit = await world.Unit("ORG");
        var known = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        foreach (var (reference, aware, told) in new[] { ("INC-01", known.AddHours(3), "09:00"), ("INC-02", known.AddHours(-2), "07:00") })
        {
            await world.As(Role.RiskOwner).Do((IncidentRegister incidents, Actor actor) => incidents.Report(new(unit, Said("incident", "SYS-01", 12), [], [], aware, Reference: reference), actor, default));
            var seen = (await world.As(Role.AimsManager).Do((IncidentFile file, Actor actor) => file.Establish(reference, 0, "breach", known, "", actor, default))).Version;
            (await Draft(reference, "GDPR-72")).ShouldContain($"When we became aware\n1 Mar 2026, {told} UTC");
            await world.As(Role.AimsManager).Do((IncidentFile file, Actor actor) => file.Establish(reference, seen, "ict-major", known, "", actor, default));
            var major = await Draft(reference, "DORA-INITIAL");
            major.ShouldContain("Criterion: clients, counterparts and transactions affected\n12", Case.Sensitive, "what the record knows of a criterion stands in it");
            major.ShouldContain("Criterion: economic impact\n[to be completed: costs and losses so far");
        }

        async Task<string> Draft(string reference, string clock) => (await world.As(Role.Auditor).See((IncidentViews views) => views.Draft(reference, clock, default))).AsText();
    }

    [Fact]
    public async Task An_incident_whose_clock_nobody_met_is_not_closed()
    {
        await using var world = await World.Create(backend);
        await Report(world, "INC-01", "", new(2026, 3, 1), "incident");
        var (owner, auditor) = (world.As(Role.AimsManager), world.As(Role.Auditor));
        var seen = (await owner.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", 0, "breach", World.Beginning, "", actor, default))).Version;
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Triage("INC-01", seen, IncidentSeverity.Low, "Small", actor, default))).Version;
        seen = (await owner.Do((IncidentRegister register, Actor actor) => register.Analyse("INC-01", seen, ["Because"], "process", "Root", actor, default))).Version;
        (await auditor.Do((IncidentRegister register, Actor actor) => register.Close("INC-01", seen, "Seen", actor, default)).Refused()).ShouldSatisfyAllConditions(no => no.Code.ShouldBe("INCIDENT-CLOCK-OPEN"), no => no.Message.ShouldContain("GDPR-72"));
    }

    [Fact]
    public async Task An_incident_with_a_fact_that_asks_for_a_notification_is_not_rejected_before_somebody_else_withdrew_it()
    {
        await using var world = await World.Create(backend);
        await Report(world, "INC-01", "", new(2026, 3, 1), "incident");
        var (manager, owner, auditor) = (world.As(Role.AimsManager), world.As(Role.SystemOwner), world.As(Role.Auditor));
        var seen = (await manager.Do((IncidentFile file, Actor actor) => file.Establish("INC-01", 0, "breach", World.Beginning, "", actor, default))).Version;
        Task<Incident> Reject() => auditor.Do((IncidentRegister register, Actor actor) => register.Reject("INC-01", seen, "No data left the house", actor, default));

        (await Reject().Refused()).ShouldSatisfyAllConditions(no => no.Code.ShouldBe("INCIDENT-CLOCK-OPEN"), no => no.Message.ShouldContain("GDPR-72"));
        seen = (await owner.Do((IncidentFile file, Actor actor) => file.Withdraw("INC-01", seen, "breach", "The list held no person", actor, default))).Version;
        (await Reject()).State.ShouldBe(IncidentState.Rejected);
    }

    /// <summary>Place and code of everything that was wrong, in the order it was told.</summary>
    private static async Task<List<string>> Faults(Task act) => [.. (await Should.ThrowAsync<FindingsException>(act)).Findings.Select(finding => $"{finding.Place} {finding.Code}")];

    private static IncidentDescription Said(string kind, string system, int? affected, DateOnly? date = null, string place = "EU") => new(date ?? new(2026, 3, 1), kind, system, "Something happened", "What happened", affected, place);

    private static async Task Report(World world, string reference, string system, DateOnly date, string kind, int? affected = null, string place = "EU", params string[] signals)
    {
        var report = new IncidentReport(await world.Unit("ORG"), Said(kind, system, affected, date, place), ["ISO42001:A.6.2.6"], signals, Reference: reference);
        await world.As(Role.RiskOwner).Do((IncidentRegister incidents, Actor actor) => incidents.Report(report, actor, default));
    }
}

public sealed class IncidentsOnSqlite() : IncidentContract(Backend.Sqlite);

public sealed class IncidentsOnPostgres() : IncidentContract(Backend.Postgres);
