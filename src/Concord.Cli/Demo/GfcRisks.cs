using System.Globalization;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Cli.Demo;

/// <param name="What">An option of treatment, or the last day of an acceptance.</param>
/// <param name="Actions">What is to be done, by whom, until when: <c>title|P-05|2026-11-30</c>.</param>
internal sealed record GfcRiskStep(
    string RiskId, DateOnly Date, string ById, string Act, LevelEntry? Inherent, LevelEntry? Current, LevelEntry? Residual, LevelEntry? Target, IReadOnlyList<string> Controls, string What, string Text,
    IReadOnlyList<string> Actions);

/// <summary>The bank's people assess, treat and accept its risks, through the same registers as everybody.</summary>
internal sealed class GfcRisks(ConcordDb db, Actors actors, RiskAssessments assessments, RiskTreatments treatments, RiskAcceptances acceptances)
{
    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static IReadOnlyList<GfcRiskStep> Steps()
    {
        var faults = new List<Finding>();
        List<GfcRiskStep> steps = [.. LibraryTable.Read(GfcReader.DefaultFolder, "risk_steps.csv",
            ["risk_id", "date", "by_id", "act", "inherent", "current", "residual", "target", "controls", "what", "text", "actions"], [], faults).Rows.Select(row => new GfcRiskStep(
            row.Text("risk_id"), row.Date("date") ?? default, row.Text("by_id"), row.Text("act"), Level(row.List("inherent")), Level(row.List("current")), Level(row.List("residual")), Level(row.List("target")),
            row.List("controls"), row.Optional("what") ?? "", row.Text("text"), row.List("actions")))];
        return faults.Count == 0 ? steps : throw new FindingsException(faults);
    }

    /// <summary>A day of work. Each act is journalled by itself; they are committed together, which is much faster.</summary>
    public async Task Play(IReadOnlyList<GfcRiskStep> day, GfcOrganisation gfc, CancellationToken stop)
    {
        var people = new Dictionary<string, Actor>(StringComparer.Ordinal);
        foreach (var id in day.SelectMany(step => step.Actions.Select(action => action.Split('|')[1]).Append(step.ById)).Distinct(StringComparer.Ordinal))
            people[id] = await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };
        var references = day.Select(step => step.RiskId).Distinct(StringComparer.Ordinal).ToList();
        var risks = await db.Set<Risk>().Where(risk => references.Contains(risk.Ref)).ToDictionaryAsync(risk => risk.Ref, StringComparer.Ordinal, stop);
        await using var together = await db.Database.BeginTransactionAsync(stop);
        foreach (var step in day) await Play(step, risks[step.RiskId].Version, people, stop);
        await together.CommitAsync(stop);
    }

    private Task Play(GfcRiskStep step, int version, Dictionary<string, Actor> people, CancellationToken stop)
    {
        var by = people[step.ById];
        return step.Act switch
        {
            "assess" => assessments.Assess(step.RiskId, version, new(step.Inherent!, step.Current!, step.Residual, step.Target, step.Controls, step.Text), by, stop),
            "treat" => treatments.Treat(step.RiskId, version, new(Enum.Parse<TreatmentOption>(step.What, ignoreCase: true), step.Text, step.Controls, step.Residual, [.. step.Actions.Select(action => Step(action, people))]), by, stop),
            "treated" => treatments.Finish(step.RiskId, version, step.Text, by, stop),
            "accept" => acceptances.Accept(step.RiskId, version, DateOnly.ParseExact(step.What, "yyyy-MM-dd", CultureInfo.InvariantCulture), step.Text, by, stop),
            var other => throw new InvalidOperationException($"risk_steps.csv: nobody knows how to {other}."),
        };
    }

    private static PlannedStep Step(string action, Dictionary<string, Actor> people) => action.Split('|') is [var title, var who, var day]
        ? new(title, people[who].PersonId!.Value, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture))
        : throw new InvalidOperationException($"risk_steps.csv: '{action}' is no action.");

    /// <summary>A list of <c>likelihood=4</c>, <c>individuals=3</c>, ….</summary>
    private static LevelEntry? Level(IReadOnlyList<string> parts)
    {
        if (parts.Count == 0) return null;
        var numbers = parts.Select(part => part.Split('=')).ToDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new(numbers["likelihood"], numbers.Where(pair => pair.Key != "likelihood").ToDictionary(StringComparer.Ordinal));
    }
}
