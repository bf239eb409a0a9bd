using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;
using Concord.Storage.Verification;
using Concord.Tests.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Risks;

/// <summary>Random people do random things through the registers: the record stays sound, and nobody carries or ends what is their own.</summary>
public sealed class RiskWorkflowTests
{
    [Fact]
    public async Task Through_the_registers_the_record_stays_sound_and_refusals_leave_nothing_behind()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await world.Control("CTL-01", ["ISO42001:A.6.2.6"]);
        var draws = new Draws(Draws.Seed + 5);
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var register = scope.ServiceProvider.GetRequiredService<RiskRegister>();
        var acts = new Acts(register, scope.ServiceProvider.GetRequiredService<RiskAssessments>(), scope.ServiceProvider.GetRequiredService<RiskTreatments>(), scope.ServiceProvider.GetRequiredService<RiskAcceptances>());
        var actors = new List<Actor>();
        foreach (var role in (Role[])[Role.AimsManager, Role.SystemOwner, Role.RiskOwner, Role.Auditor]) actors.Add(await world.As(role).Actor());
        // A claim below a critical level is accepted by the chief risk officer alone: who runs the AIMS and owns risks.
        await RiskContract.Somebody(world);
        actors.Add(await world.As("carl@example.test").Actor());
        db.SeeAs(Actor.System);
        var (unit, owner) = (await world.Unit("RETAIL"), await world.PersonId(Role.RiskOwner));
        var (done, accepted, handed) = (0, 0, 0);
        var owned = new Dictionary<string, HashSet<PersonId>>(StringComparer.Ordinal);
        // One transaction around all acts: what is tried here are rules and journal, not the disk.
        await using (var all = await db.Database.BeginTransactionAsync())
        {
            for (var number = 1; number <= 8; number++)
                await register.Open(new(unit, "T", number % 2 == 0 ? "SYS-01" : null, "", number < 4 ? owner : actors[0].PersonId!.Value, RiskSource.Assessment, null, null, null, Reference: $"R-{number}"), actors[0], default);
            for (var act = 0; act < 500; act++)
            {
                var (risk, by) = ($"R-{1 + Pick(draws, 8)}", actors[Pick(draws, actors.Count)]);
                var before = await db.Set<Risk>().AsNoTracking().SingleAsync(known => known.Ref == risk);
                try
                {
                    var after = await acts.Do(Pick(draws, 7), risk, before.Version, by, actors[Pick(draws, actors.Count)].PersonId!.Value, draws);
                    // Accepted again until the same day for the same reason: the acceptance is new, the risk stands as it stood.
                    after.Version.ShouldBe(before.State == RiskState.Accepted && after.State == RiskState.Accepted && after.AcceptedUntil == before.AcceptedUntil && after.Assessments == before.Assessments && after.OwnerId == before.OwnerId ? before.Version : before.Version + 1);
                    done++;
                    // Whoever owned it since somebody else assessed it, kept here beside the record.
                    var past = owned.TryGetValue(risk, out var known) ? known : owned[risk] = [];
                    if (after.Assessments != before.Assessments && !past.Contains(by.PersonId!.Value)) past.Clear();
                    if (after.OwnerId != before.OwnerId) handed += past.Add(before.OwnerId) ? 1 : 0;
                    if (after.State is RiskState.Accepted or RiskState.Closed && before.State != after.State) past.ShouldNotContain(by.PersonId!.Value);
                    if (after.State != RiskState.Accepted || before.State == RiskState.Accepted) continue;
                    accepted++;
                    by.PersonId.ShouldNotBe(after.OwnerId);
                    by.PersonId.ShouldNotBe(after.AssessedBy);
                }
                catch (RuleViolation)
                {
                    (await db.Set<Risk>().AsNoTracking().SingleAsync(known => known.Ref == risk)).Version.ShouldBe(before.Version);
                }
            }
            await all.CommitAsync();
        }
        done.ShouldBeGreaterThan(40);
        accepted.ShouldBeGreaterThan(0, "some way leads to an acceptance");
        handed.ShouldBeGreaterThan(0);
        (await new JournalVerification(db, world.Location).Run(default)).Damages.ShouldBeEmpty();
    }

    private sealed class Acts(RiskRegister register, RiskAssessments assessments, RiskTreatments treatments, RiskAcceptances acceptances)
    {
        public async Task<Risk> Do(int act, string risk, int seen, Actor by, PersonId to, Draws draws)
        {
            LevelEntry Level(int most) => new(1 + Pick(draws, most), new Dictionary<string, int> { ["groups"] = 1 + Pick(draws, most), ["organization_legal"] = 1 + Pick(draws, most) });
            return act switch
            {
                0 or 1 => await assessments.Assess(risk, seen, new(new(5, Level(5).Consequences.ToDictionary(pair => pair.Key, _ => 5)), Level(3), null, null, draws.Uniform() < 0.5 ? ["CTL-01"] : [], "T"), by, default),
                2 => await treatments.Treat(risk, seen, new(TreatmentOption.Modify, "T", [], Level(3), []), by, default),
                3 => await treatments.Finish(risk, seen, "T", by, default),
                4 => await acceptances.Accept(risk, seen, null, "T", by, default),
                5 => await register.HandOver(risk, seen, to, "T", by, default),
                _ => await register.Close(risk, seen, "T", by, default),
            };
        }
    }

    private static int Pick(Draws draws, int count) => (int)(draws.Uniform() * count);
}
