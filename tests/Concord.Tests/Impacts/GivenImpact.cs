using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Tests.Classification;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Impacts;

/// <summary>Assessments most tests begin with. What a whole one says is made from the method itself: whatever it asks is answered.</summary>
internal static class GivenImpact
{
    public static readonly ImpactMethod Method = ImpactMethodReader.Read(StandardsLibrary.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder), ClassificationCaseTests.Pack);

    public static ImpactEffect Harm(int number = 1, int? severity = 3, string people = "to-10000", string reversibility = "effort", int? likelihood = 3, string dimension = "DIM-03") =>
        new(number, IsHarm: true, dimension, ["CHARTER:21"], 1, "Young applicants are declined more often", severity, people, reversibility, likelihood, "It is measured every month");

    public static ImpactContent Whole { get; } = Make();

    /// <summary>Nothing is missing, by a first person.</summary>
    public static async Task<ImpactAssessment> Draft(this World world, Role by = Role.SystemOwner, string system = "SYS-01", ImpactContent? content = null)
    {
        var draft = await world.As(by).Do((ImpactRegister register, Actor actor) => register.Begin(system, actor, default));
        var said = content ?? Whole;
        await world.As(by).Do(async (ImpactWriting writing, Actor actor) =>
        {
            var version = draft.Version;
            version = (await writing.Screen(draft.Ref, version, said.Screening, actor, default)).Version;
            foreach (var section in Method.Sections)
            {
                var texts = said.Texts.Where(pair => pair.Key.StartsWith(section.Id + ".", StringComparison.Ordinal)).ToDictionary(pair => pair.Key[(section.Id.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);
                if (texts.Count > 0) version = (await writing.Section(draft.Ref, version, section.Id, texts, section == Method.Sections[0] ? said.Trigger : null, actor, default)).Version;
            }
            foreach (var row in said.Groups) version = (await writing.Put(draft.Ref, version, row with { Number = 0 }, actor, default)).Version;
            foreach (var row in said.Effects) version = (await writing.Put(draft.Ref, version, row with { Number = 0 }, actor, default)).Version;
            foreach (var row in said.Consultations) version = (await writing.Put(draft.Ref, version, row with { Number = 0 }, actor, default)).Version;
            foreach (var row in said.Measures) version = (await writing.Put(draft.Ref, version, row with { Number = 0 }, actor, default)).Version;
            draft = await writing.Conclude(draft.Ref, version, said.Conclusion, actor, default);
        });
        return draft;
    }

    public static async Task<ImpactAssessment> InForce(this World world, string system = "SYS-01", ImpactContent? content = null)
    {
        var draft = await world.Draft(system: system, content: content);
        var submitted = await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(draft.Ref, draft.Version, actor, default));
        return await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(draft.Ref, submitted.Version, actor, default));
    }

    /// <summary>As an approved classification leaves the system.</summary>
    public static Task Classified(this World world, RiskClass tier, string system = "SYS-01") => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        (await db.Set<AiSystem>().SingleAsync(known => known.Ref == system)).Classify(tier, "CLS-0001");
        work.Note("system.classified", system, Words.Of(tier));
        await work.Commit(default);
    });

    private static ImpactContent Make()
    {
        var content = ImpactContent.Empty with
        {
            Trigger = Method.Triggers[0].Id,
            Screening = [.. Method.Screening.Select(question => new ScreeningLine(question.Id, ScreeningAnswer.Yes, ""))],
            Groups = [new(1, "Applicants", IsDirect: true, IsVulnerable: false, 1000, "counted")],
            Effects = [Harm(), new(2, IsHarm: false, "DIM-07", ["CHARTER:36"], 1, "An answer within a minute", 2, "over-100000", "easy", 5, "")],
            Consultations = [new(1, new(2026, 2, 10), "Customer council", "meeting", "Say why", "Letters were rewritten")],
            Measures = [new(1, MeasureSort.Technical, "Fairness is measured", [1], "")],
            Conclusion = new(ImpactVerdict.Go, "The benefits are worth it", "", 2, "Measures work", null),
        };
        foreach (var section in Method.Sections)
            content = content.With(section.Id, section.Fields.Where(field => field.Kind == ImpactFieldKind.Text).ToDictionary(field => field.Id, field => $"About {field.Id}", StringComparer.Ordinal));
        return content;
    }
}
