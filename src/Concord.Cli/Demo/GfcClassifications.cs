using Concord.Classification;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Cli.Demo;

/// <summary>The bank's people classify its systems, through the same register as everybody, and plan duties.</summary>
internal sealed class GfcClassifications(ConcordDb db, RulePack pack, Actors actors, ClassificationRegister register, ClassificationViews views, DutyRegister duties)
{
    /// <summary>Each act is journalled by itself; they are committed together, which is much faster.</summary>
    public async Task Play(GfcClassifying day, GfcOrganisation gfc, StoryClock clock, CancellationToken stop)
    {
        var (author, approver) = (await Actor(day.DraftedBy, gfc, stop), await Actor(day.ApprovedBy, gfc, stop));
        clock.MoveTo(At(day.Date, 9));
        await using var together = await db.Database.BeginTransactionAsync(stop);
        var proposed = new List<SystemClassification>();
        foreach (var system in gfc.Systems)
        {
            if ((await views.OfSystem(system.Id, stop)).Any(line => line.Standing == ClassificationStanding.Approved)) continue;
            var draft = await register.Draft(system.Id, author, stop);
            await register.Answer(draft.Ref, draft.Version, Answers(draft, system, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), null, author, stop);
            await register.Write(draft.Ref, draft.Version, system.Assessment.Length > 0 ? system.Assessment : $"{system.RiskClassBasis}.", system.AssessmentDocument is { } document ? [document] : [], author, stop);
            proposed.Add(await register.Propose(draft.Ref, draft.Version, author, stop));
        }
        clock.MoveTo(At(day.Date, 15));
        foreach (var classification in proposed) await register.Approve(classification.Ref, classification.Version, approver, stop);
        if (day == gfc.Classifying[^1]) await Plan(gfc, author, stop);
        await together.CommitAsync(stop);
    }

    /// <summary>What the next question asks, until none is left: as the files say it, or no.</summary>
    private Dictionary<string, IReadOnlyList<string>?> Answers(SystemClassification draft, GfcSystem system, DateOnly day)
    {
        var answers = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        var sheet = FactSheet.Of(pack, draft.Facts);
        while (ClassificationRules.Decide(pack, sheet, day, system.LiveSince).Questions is [var next, ..])
        {
            var values = system.Facts.GetValueOrDefault(next.Fact) ?? pack.FindFact(next.Fact)!.Default.Split(';');
            answers[next.Fact] = values;
            sheet = sheet.With(pack, next.Fact, values);
        }
        return answers;
    }

    private async Task Plan(GfcOrganisation gfc, Actor author, CancellationToken stop)
    {
        var people = await db.Set<Person>().AsNoTracking().ToDictionaryAsync(person => person.Ref, person => person.Id, StringComparer.Ordinal, stop);
        foreach (var duty in gfc.Duties) await duties.Plan(duty.SystemId, [duty.Obligation], people[duty.OwnerId], duty.DueOn, author, stop);
    }

    /// <summary>As if signed in on a page: approving is a duty.</summary>
    private async Task<Actor> Actor(string id, GfcOrganisation gfc, CancellationToken stop) =>
        await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
}
