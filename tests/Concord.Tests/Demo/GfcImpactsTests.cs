using Concord.Cli.Demo;
using Concord.Impacts;
using Concord.Standards;
using Concord.Tests.Impacts;

namespace Concord.Tests.Demo;

/// <summary>The assessments of the bank are whole where they are submitted, and every grave harm of one in force is decided.</summary>
public sealed class GfcImpactsTests
{
    [Fact]
    public void What_is_submitted_lacks_nothing_and_every_grave_harm_is_a_known_risk_or_none_with_its_reason()
    {
        var (method, library) = (GivenImpact.Method, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
        var bank = GfcReader.Read(GfcReader.DefaultFolder, library);
        var written = new Dictionary<string, ImpactContent>(StringComparer.Ordinal);
        foreach (var impact in GfcImpacts.Read())
        {
            bank.Systems.Select(system => system.Id).ShouldContain(impact.SystemId);
            bank.People.Select(person => person.Id).ShouldContain(impact.ById);
            impact.ApproverId.ShouldNotBe(impact.ById);
            var content = written[impact.SystemId] = Apply(method, written.GetValueOrDefault(impact.SystemId) ?? ImpactContent.Empty, impact);
            foreach (var row in content.Effects) ImpactRows.Of(method, library.Criteria, content, row).ShouldBeEmpty(row.What);
            foreach (var row in content.Consultations) ImpactRows.Of(row, impact.Date).ShouldBeEmpty(row.Who);
            foreach (var row in content.Measures.Where(row => row.Reference.Length > 0)) bank.AppliedControls.Select(control => control.Id).ShouldContain(row.Reference);
            if (impact.Submit) ImpactGaps.Of(method, content, ImpactScreening.Of(method, content, "high"), impact.Date, impact.Date.AddMonths(12)).ShouldBeEmpty($"{impact.SystemId} of {impact.Date}");
            if (impact.ApproverId is null) continue;
            var grave = content.Harms.Where(harm => ImpactScore.Of(method, harm)!.High >= method.Score.CandidateFrom).Select(harm => harm.Number).ToList();
            impact.Risks.Keys.ShouldBe(grave, ignoreOrder: true);
            var known = bank.Risks.Where(risk => risk.SystemId == impact.SystemId).Select(risk => risk.Id).ToList();
            impact.Risks.Values.ShouldAllBe(decided => decided.StartsWith("none: ", StringComparison.Ordinal) || known.Contains(decided.Split(", ", 2)[0]));
        }
        written.Keys.ShouldBe(["SYS-01", "SYS-05", "SYS-03"]);
        Fria.Of(method, written["SYS-01"]).ShouldAllBe(line => line.IsFilled);
    }

    private static ImpactContent Apply(ImpactMethod method, ImpactContent before, GfcImpact impact)
    {
        var content = before with { Trigger = impact.Trigger, Screening = impact.Screening.Count > 0 ? impact.Screening : before.Screening, Conclusion = impact.Conclusion ?? before.Conclusion };
        foreach (var section in method.Sections)
            content = content.With(section.Id, impact.Texts.Where(pair => pair.Key.StartsWith(section.Id + ".", StringComparison.Ordinal)).ToDictionary(pair => section.Fields.Single(field => pair.Key == $"{section.Id}.{field.Id}").Id, pair => pair.Value, StringComparer.Ordinal));
        foreach (var row in impact.Groups) content = content.With(content.Group(row.Number) is null ? row with { Number = 0 } : row);
        foreach (var row in impact.Effects) content = content.With(content.Effects.Any(one => one.Number == row.Number) ? row : row with { Number = 0 });
        foreach (var row in impact.Consultations) content = content.With(row);
        foreach (var row in impact.Measures) content = content.With(content.Measures.Any(one => one.Number == row.Number) ? row : row with { Number = 0 });
        return content;
    }
}
