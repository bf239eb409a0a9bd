using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Impacts;

/// <summary>What people write into a draft, part by part. Each act is one part, so that several people can write one after another; whoever writes is an author.</summary>
internal sealed class ImpactWriting(ConcordDb db, ImpactMethod method, StandardsLibrary standards)
{
    /// <param name="texts">By id of the field; an empty text takes it away.</param>
    /// <param name="trigger">Why it is made, where the section asks for it; null: as before.</param>
    public Task<ImpactAssessment> Section(string reference, int expectedVersion, string section, IReadOnlyDictionary<string, string> texts, string? trigger, Actor actor, CancellationToken stop)
    {
        return Write(reference, expectedVersion, actor, content =>
        {
            var faults = ImpactRows.Texts(method, section, texts);
            if (trigger is { Length: > 0 } && method.Triggers.All(known => known.Id != trigger)) faults.Add(ImpactRows.Unknown("trigger", trigger, method.Triggers.Select(known => known.Id)));
            Demand(faults);
            var written = content.With(section, texts);
            return trigger is null ? written : written with { Trigger = trigger };
        }, $"{section}: {string.Join(", ", trigger is null ? texts.Keys : texts.Keys.Append("trigger"))}", stop);
    }

    public Task<ImpactAssessment> Screen(string reference, int expectedVersion, IReadOnlyList<ScreeningLine> answers, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Screening(method, answers));
            var said = content.Screening.Where(line => answers.All(answer => answer.Question != line.Question)).Concat(answers.Select(answer => answer with { Why = answer.Why.Trim() }));
            return content with { Screening = [.. method.Screening.SelectMany(question => said.Where(line => line.Question == question.Id))] };
        }, $"screening: {string.Join(", ", answers.Select(answer => $"{answer.Question} {Words.Of(answer.Answer)}"))}", stop);

    /// <param name="row">With number 0 a new one.</param>
    public Task<ImpactAssessment> Put(string reference, int expectedVersion, AffectedGroup row, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Of(row));
            return content.With(row with { Name = row.Name.Trim(), Basis = row.Basis.Trim() });
        }, $"group {row.Name}", stop);

    public Task<ImpactAssessment> Put(string reference, int expectedVersion, ImpactEffect row, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Of(method, standards.Criteria, content, row));
            return content.With(row with { What = row.What.Trim(), Against = row.Against.Trim(), Score = null });
        }, $"{(row.IsHarm ? "harm" : "benefit")}, {row.Dimension}", stop);

    public Task<ImpactAssessment> Put(string reference, int expectedVersion, Consultation row, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Of(row, db.Today));
            return content.With(row with { Who = row.Who.Trim(), How = row.How.Trim(), Said = row.Said.Trim(), Done = row.Done.Trim() });
        }, "consultation", stop);

    public Task<ImpactAssessment> Put(string reference, int expectedVersion, ImpactMeasure row, Actor actor, CancellationToken stop)
    {
        var named = row.Reference.Trim();
        return Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Of(content, row));
            return content.With(row with { What = row.What.Trim(), Reference = named, Effects = [.. row.Effects.Distinct().Order()] });
        }, $"measure{(named.Length > 0 ? $", {named}" : "")}", stop, () => DemandKnown(named, stop));
    }

    public Task<ImpactAssessment> Remove(string reference, int expectedVersion, ImpactPart part, int number, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content => content.Without(part, number), $"{Words.Of(part)} {number} taken away", stop);

    public Task<ImpactAssessment> Conclude(string reference, int expectedVersion, ImpactConclusion conclusion, Actor actor, CancellationToken stop) =>
        Write(reference, expectedVersion, actor, content =>
        {
            Demand(ImpactRows.Of(method, conclusion));
            return content with { Conclusion = conclusion with { Reasons = conclusion.Reasons.Trim(), Conditions = conclusion.Conditions.Trim(), ResidualWhy = conclusion.ResidualWhy.Trim() } };
        }, $"conclusion{(conclusion.Verdict is { } verdict ? $": {Words.Of(verdict)}" : "")}", stop);

    private async Task<ImpactAssessment> Write(string reference, int expectedVersion, Actor actor, Func<ImpactContent, ImpactContent> change, string what, CancellationToken stop, Func<Task>? check = null)
    {
        await using var work = await db.Begin(actor, stop);
        var assessment = await db.Impact(reference, stop);
        actor.DemandPerson(Permission.EditImpacts, assessment.UnitId);
        Refusal.IfStale(assessment, expectedVersion);
        if (check is not null) await check();
        var before = (assessment.Content, assessment.Authors.Count);
        assessment.Write(change, actor.Ref);
        if (before == (assessment.Content, assessment.Authors.Count)) return assessment;
        work.Note("impact.written", assessment.Ref, what);
        await work.Commit(stop);
        return assessment;
    }

    private async Task DemandKnown(string reference, CancellationToken stop)
    {
        if (reference.Length > 0 && !await db.Knows<AppliedControl>(reference, stop) && !await db.Knows<PlannedAction>(reference, stop)) throw Refusal.Missing("applied control or action", reference);
    }

    private static void Demand(List<Finding> faults)
    {
        if (faults.Count > 0) throw new FindingsException(faults);
    }
}
