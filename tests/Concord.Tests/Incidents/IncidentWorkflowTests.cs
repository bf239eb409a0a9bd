using Concord.Foundation;
using Concord.Incidents;
using Concord.Organisation;
using Concord.Storage;
using Concord.Storage.Verification;
using Concord.Tests.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Incidents;

/// <summary>Random people do random things in random order: what happens is compared with a second, plain statement of the rules.</summary>
public sealed class IncidentWorkflowTests
{
    private const int Workflows = 10_000;

    private enum Act
    {
        Triage,
        Contain,
        Analyse,
        Decide,
        Reject,
        Close,
        Reopen,
        Establish,
        Withdraw,
    }

    [Fact]
    public void In_ten_thousand_random_workflows_nobody_approves_own_work_and_no_move_is_illegal()
    {
        var draws = new Draws(Draws.Seed);
        PersonId[] people = [.. Enumerable.Range(0, 4).Select(_ => Id.New<PersonId>())];
        var (closed, rejected, refused, acts) = (0, 0, 0, 0);
        for (var workflow = 0; workflow < Workflows; workflow++)
        {
            var isNearMiss = draws.Uniform() < 0.5;
            var reporter = people[Pick(draws, people.Length)];
            var incident = new Incident($"INC-{workflow}", Id.New<OrganisationUnitId>(), new(new(2026, 3, 1), isNearMiss ? "near_miss" : "incident", "", "T", "S", 0, "EU"), [], reporter, World.Beginning);
            var (state, worked, decided, fact) = ("Reported", new HashSet<PersonId>(), false, (PersonId?)null);
            for (var step = 0; step < 14; step++, acts++)
            {
                var (act, by, clockRuns) = ((Act)Pick(draws, Enum.GetValues<Act>().Length), people[Pick(draws, people.Length)], draws.Uniform() < 0.2);
                var mayHappen = (act, state) switch
                {
                    (Act.Triage, "Reported") or (Act.Contain, "Triaged") or (Act.Analyse, "Triaged" or "Contained") => true,
                    (Act.Decide, "Triaged" or "Contained" or "Analysed") => true,
                    (Act.Reject, "Reported" or "Triaged") => by != reporter && !worked.Contains(by) && (state == "Reported" || decided || !isNearMiss) && !clockRuns,
                    (Act.Close, "Analysed") => !worked.Contains(by) && (decided || !isNearMiss) && !clockRuns,
                    (Act.Reopen, "Analysed" or "Closed" or "Rejected") => true,
                    (Act.Establish, not ("Closed" or "Rejected")) => fact is null,
                    (Act.Withdraw, not ("Closed" or "Rejected")) => fact is not null && fact != by,
                    _ => false,
                };
                Do(incident, act, by, clockRuns).ShouldBe(mayHappen, $"{act} by {Array.IndexOf(people, by)} in {state} of workflow {workflow}, step {step}");
                if (!mayHappen)
                {
                    refused++;
                    incident.State.ToString().ShouldBe(state, "a refusal changes nothing");
                    continue;
                }
                if (act is Act.Triage or Act.Contain or Act.Analyse or Act.Decide) worked.Add(by);
                decided |= act == Act.Decide;
                fact = act switch
                {
                    Act.Establish => by,
                    Act.Withdraw => null,
                    _ => fact,
                };
                state = act switch
                {
                    Act.Triage => "Triaged",
                    Act.Contain => "Contained",
                    Act.Analyse => "Analysed",
                    Act.Reject => "Rejected",
                    Act.Close => "Closed",
                    Act.Reopen => state == "Rejected" ? "Reported" : "Triaged",
                    _ => state,
                };
                incident.State.ToString().ShouldBe(state);
                if (act == Act.Close) closed++;
                if (act == Act.Reject) rejected++;
            }
        }
        (closed > 300).ShouldBeTrue($"{closed} of {Workflows} ended, so that closing was tried in earnest");
        rejected.ShouldBeGreaterThan(300);
        refused.ShouldBeGreaterThan(acts / 4);
    }

    [Fact]
    public void What_was_looked_at_as_a_near_miss_is_not_called_a_concern_before_it_is_decided()
    {
        var (reporter, other) = (Id.New<PersonId>(), Id.New<PersonId>());
        IncidentDescription said = new(new(2026, 3, 1), "near_miss", "", "T", "S", 0, "EU");
        var incident = new Incident("INC-1", Id.New<OrganisationUnitId>(), said, [], reporter, World.Beginning);
        incident.Triage(other, IncidentSeverity.Low, "T", World.Beginning);

        Should.Throw<FindingsException>(() => incident.Describe(said with { Kind = "concern" })).Findings.Single().Code.ShouldBe("incident-kind");
        incident.Decide(other, DecisionKind.None, "", "Nothing was touched.", World.Beginning);
        incident.Describe(said with { Kind = "concern" });
        incident.Sort.ShouldBe(IncidentSort.Concern);
    }

    [Fact]
    public async Task Through_the_register_the_record_stays_sound_and_refusals_leave_nothing_behind()
    {
        await using var world = await World.Create();
        var draws = new Draws(Draws.Seed + 1);
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var register = scope.ServiceProvider.GetRequiredService<IncidentRegister>();
        var file = scope.ServiceProvider.GetRequiredService<IncidentFile>();
        var actors = new List<Actor>();
        foreach (var role in (Role[])[Role.AimsManager, Role.SystemOwner, Role.RiskOwner, Role.Auditor]) actors.Add(await world.As(role).Actor());
        db.SeeAs(Actor.System);
        var unit = await world.Unit("RETAIL");
        List<string> incidents = [];
        var done = 0;
        // One transaction around all acts: what is tried here are rules and journal, not the disk.
        await using (var all = await db.Database.BeginTransactionAsync())
        {
            for (var act = 0; act < 500; act++)
            {
                var by = actors[Pick(draws, actors.Count)];
                if (incidents.Count < 12 && draws.Uniform() < 0.1)
                {
                    incidents.Add((await register.Report(new(unit, new(new(2026, 3, 1), draws.Uniform() < 0.5 ? "near_miss" : "incident", "", "T", "S", 0, "EU"), [], []), by, default)).Ref);
                    continue;
                }
                if (incidents.Count == 0) continue;
                var incident = incidents[Pick(draws, incidents.Count)];
                var before = await db.Set<Incident>().AsNoTracking().SingleAsync(known => known.Ref == incident);
                try
                {
                    var after = await Do(register, file, incident, before.Version, (Act)Pick(draws, Enum.GetValues<Act>().Length), by);
                    after.Version.ShouldBe(before.Version + 1);
                    done++;
                }
                catch (RuleViolation)
                {
                    (await db.Set<Incident>().AsNoTracking().SingleAsync(known => known.Ref == incident)).Version.ShouldBe(before.Version);
                }
            }
            await all.CommitAsync();
        }
        done.ShouldBeGreaterThan(100);
        var report = await new JournalVerification(db, world.Location).Run(default);
        report.Damages.ShouldBeEmpty();
        foreach (var closed in await db.Set<Incident>().Include(known => known.Steps).Include(known => known.Decisions).AsSplitQuery().Where(known => known.Progress == IncidentState.Closed).ToListAsync())
            closed.WorkedOnIt(closed.Steps.OrderBy(step => step.Id.Value).Last(step => step.To == IncidentState.Closed).By).ShouldBeFalse();
    }

    private static bool Do(Incident incident, Act act, PersonId by, bool clockRuns)
    {
        try
        {
            _ = act switch
            {
                Act.Triage => (object)incident.Triage(by, IncidentSeverity.High, "T", World.Beginning),
                Act.Contain => incident.Contain(by, "T", World.Beginning),
                Act.Analyse => incident.Analyse(by, ["W"], "data", "T", World.Beginning),
                Act.Decide => incident.Decide(by, DecisionKind.None, "", "T", World.Beginning),
                Act.Reject => incident.Reject(by, "T", clockRuns ? ["GDPR-72"] : [], World.Beginning),
                Act.Close => incident.Close(by, "T", clockRuns ? ["GDPR-72"] : [], World.Beginning),
                Act.Reopen => incident.Reopen(by, "T", World.Beginning),
                Act.Establish => incident.Establish("death", World.Beginning, "", by, World.Beginning),
                _ => incident.Withdraw("death", by, "T", World.Beginning),
            };
            return true;
        }
        catch (RuleViolation)
        {
            return false;
        }
    }

    private static Task<Incident> Do(IncidentRegister register, IncidentFile file, string incident, int seen, Act act, Actor by) => act switch
    {
        Act.Triage => register.Triage(incident, seen, IncidentSeverity.Low, "T", by, default),
        Act.Contain => register.Contain(incident, seen, "T", by, default),
        Act.Analyse => register.Analyse(incident, seen, ["W"], "data", "T", by, default),
        Act.Decide => register.Decide(incident, seen, DecisionKind.None, "", "T", by, default),
        Act.Reject => register.Reject(incident, seen, "T", by, default),
        Act.Close => register.Close(incident, seen, "T", by, default),
        Act.Reopen => register.Reopen(incident, seen, "T", by, default),
        Act.Establish => file.Establish(incident, seen, "breach", World.Beginning.AddHours(-1), "", by, default),
        _ => file.Withdraw(incident, seen, "breach", "T", by, default),
    };

    private static int Pick(Draws draws, int count) => (int)(draws.Uniform() * count);
}
