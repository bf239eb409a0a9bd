using Concord.Committee;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;

namespace Concord.Cli.Demo;

/// <summary>What the bank's committee decides on a day about everything of one question and one system that stands on its list.</summary>
internal sealed record GfcCommitteeStep(DateOnly Date, string ById, CommitteeQuestion Question, string SystemId, CommitteeOutcome Outcome, string Text, DateOnly? LookAgainOn);

/// <summary>The committee of the bank decides, as the file tells.</summary>
internal sealed class GfcCommitteeDecisions(Actors actors, CommitteeList list, CommitteeRegister register)
{
    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static IReadOnlyList<GfcCommitteeStep> Steps()
    {
        var faults = new List<Finding>();
        List<GfcCommitteeStep> steps = [.. LibraryTable.Read(GfcReader.DefaultFolder, "committee_decisions.csv", ["date", "by_id", "question", "system_id", "outcome", "text", "look_again_on"], [], faults).Rows.Select(row => new GfcCommitteeStep(
            row.Date("date") ?? default, row.Text("by_id"), row.Choice("question", ("serious_incident", CommitteeQuestion.SeriousIncident), ("restriction", CommitteeQuestion.Restriction), ("lift_restriction", CommitteeQuestion.LiftRestriction), ("signal", CommitteeQuestion.Signal)),
            row.Text("system_id"), row.Choice("outcome", ("agreed", CommitteeOutcome.Agreed), ("declined", CommitteeOutcome.Declined), ("noted", CommitteeOutcome.Noted)), row.Text("text"), row.Date("look_again_on")))];
        return faults.Count == 0 ? steps : throw new FindingsException(faults);
    }

    public async Task Play(GfcCommitteeStep step, GfcOrganisation gfc, CancellationToken stop)
    {
        var by = await actors.OnLocalConsole(gfc.People.Single(person => person.Id == step.ById).Email, stop) with { Via = Via.Page };
        var items = (await list.Open(stop, step.Question)).Where(item => item.SystemRef == step.SystemId).ToList();
        if (items.Count == 0) throw new InvalidOperationException($"committee_decisions.csv: nothing is asked about {step.SystemId} on {step.Date:yyyy-MM-dd}.");
        foreach (var item in items) await register.Decide(item.Question, item.Source, item.Version, step.Outcome, step.Text, step.LookAgainOn, by, stop);
    }
}
