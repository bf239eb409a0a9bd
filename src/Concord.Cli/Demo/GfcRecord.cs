using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Incidents;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;

namespace Concord.Cli.Demo;

/// <summary>Enters the demonstration's bank into an empty record: people, systems, documents, the existing ISO 27001 system, risks, controls.</summary>
internal sealed class GfcRecord(ConcordDb db, Registry registry, DocumentRegister documents, ControlRegister controls, RiskRegister risks, IncidentRegister incidents, DerivationRun derivation)
{
    public const string DemoNote = "Demonstration: Global Finance Corp, its people and the logs of SYS-01, SYS-02, SYS-04 and SYS-05 are generated";

    private readonly Dictionary<string, PersonId> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrganisationUnitId> units = new(StringComparer.Ordinal);

    public OrganisationUnitId Root { get; private set; }

    public PersonId Person(string id) => people[id];

    /// <summary>The unit a system belongs to is that of its business owner.</summary>
    public OrganisationUnitId UnitOf(GfcOrganisation gfc, string personId) => units[gfc.People.Single(person => person.Id == personId).Unit];

    public async Task Enter(GfcOrganisation gfc, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        foreach (var document in gfc.Documents)
        {
            await EnterDocument(work, document, stop);
        }
        foreach (var system in gfc.Systems) await EnterSystem(work, gfc, system, stop);
        foreach (var line in gfc.EnterpriseRisks) await risks.AddEnterpriseRisk(work, line.Id, Root, line.Title, Person(line.OwnerId), line.Rating, stop);
        foreach (var risk in gfc.Risks)
        {
            await risks.Open(work, new(UnitOfSystem(gfc, risk.SystemId), risk.Title, risk.SystemId, risk.CatalogueId, Person(risk.OwnerId), RiskSource.Assessment,
                null, null, null, risk.EnterpriseRiskId, Reference: risk.Id), stop);
        }
        foreach (var control in gfc.AppliedControls)
        {
            var unit = control.SystemIds.Count == 1 ? UnitOfSystem(gfc, control.SystemIds[0]) : Root;
            await controls.Apply(work, new(unit, control.Title, Person(control.OwnerId), ControlStatus.Applied, control.SystemIds, control.RequirementKeys, [], control.Metrics, control.Id), stop);
        }
        await work.Commit(stop);
        await EnterSecurityControls(gfc, stop);
    }

    public async Task RecordIncident(GfcIncident incident, GfcOrganisation gfc, IReadOnlyList<string> signals, CancellationToken stop) =>
        await incidents.Report(new(UnitOfSystem(gfc, incident.SystemId), new(incident.Date, incident.Kind, incident.SystemId, incident.Title, incident.Summary, incident.Affected, "EU"),
            incident.RequirementKeys, signals, new(incident.Date.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero), incident.Id), Actor.System, stop);

    /// <summary>What was on file before monitoring went live: the audit that found nothing, and the acceptance of each monitor.</summary>
    public async Task AttachEvidence(GfcOrganisation gfc, DateOnly audit, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        foreach (var control in gfc.AppliedControls)
        {
            await controls.Attach(work, new(control.SystemIds.Count == 1 ? UnitOfSystem(gfc, control.SystemIds[0]) : Root, "record", $"IT audit May 2026: {control.Title}", audit, EvidenceResult.Effective,
                "The audit sampled the procedure and its records and found nothing", "IT audit of May 2026, no findings", [control.Id]), stop);
        }
        await derivation.Run(work, stop);
        await work.Commit(stop);
    }

    public async Task EnterPeople(GfcOrganisation gfc, DateTimeOffset asOf, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        var root = new OrganisationUnit(gfc.Id, gfc.Name, null) { DemoNote = DemoNote, DemoAsOf = asOf };
        db.Add(root);
        Root = root.Id;
        work.Note("organisation.created", root.Ref, gfc.Kind);
        foreach (var name in gfc.People.Select(person => person.Unit).Distinct(StringComparer.Ordinal))
        {
            var unit = new OrganisationUnit($"{gfc.Id}-{name.ToUpperInvariant()}", name, root.Id);
            db.Add(unit);
            units[name] = unit.Id;
        }
        foreach (var person in gfc.People)
        {
            var entered = new Person(person.Id, Root, person.Name, person.Email, person.Position);
            foreach (var role in person.Roles) entered.Assign(role, Root, new DateOnly(2025, 1, 1), null, by: null);
            db.Add(entered);
            people[person.Id] = entered.Id;
            work.Note("person.entered", entered.Ref, string.Join(", ", person.Roles.Select(Words.Of)));
        }
        await work.Commit(stop);
    }

    /// <summary>With its revisions as they were approved, who found it still valid, and who has read it.</summary>
    private async Task EnterDocument(Work work, GfcDocument document, CancellationToken stop)
    {
        var elsewhere = $"Library of the bank, {document.OwnerUnit}, {document.Id}";
        PersonId? approver = document.ApproverId is { } named ? Person(named) : null;
        List<PastRevision> past = [];
        if (document.Earlier is { } earlier) past.Add(new(document.EarlierText, elsewhere, "", document.RequirementKeys, [], document.AuthorId, approver, At(earlier)));
        past.Add(new(document.Text, elsewhere, past.Count == 0 ? "" : document.Text == document.EarlierText ? "Reviewed as planned; the text is unchanged." : "Reviewed as planned; see the comparison for what changed.",
            document.RequirementKeys, document.Sections, document.AuthorId, approver, At(document.Date), document.Asks));
        var entered = await documents.BringIn(work, Root, document.Id, new(document.Title, document.Kind, Person(document.OwnerId), document.OwnerUnit, document.ReviewMonths,
            document.RetentionMonths is null ? null : RetentionRule.AfterForce, document.RetentionMonths), past, stop);
        if (document is { Reviewed: { } day, ReviewerId: { } reviewer }) entered.Confirm(Person(reviewer), reviewer, "Read against the minutes of the year: it holds as it is.", day);
        var week = 0;
        foreach (var reader in document.AcknowledgedBy) db.Add(new DocumentAcknowledgement(entered.Newest!.Id, Person(reader), At(document.Date.AddDays(1 + (week++ % 9)))));
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);

    private async Task EnterSystem(Work work, GfcOrganisation gfc, GfcSystem system, CancellationToken stop)
    {
        var description = new SystemDescription(system.Name, system.Purpose, system.IntendedUse, system.AffectedGroups, system.Origin, system.IsProvider, system.IsDeployer,
            Person(system.BusinessOwnerId), Person(system.TechnicalOwnerId), system.RiskClass, system.RiskClassBasis, system.DecisionsPerYear, system.LiveSince, system.Technique,
            system.Monitored ? "generated" : "");
        var entered = await registry.Register(work, new(UnitOf(gfc, system.BusinessOwnerId), description, system.State, system.LiveSince, system.Id), stop);
        var model = await registry.AddModel(work, entered, new(system.Name, system.Purpose, system.Technique, $"MODEL-{system.Id[4..]}"), stop);
        registry.AddVersion(work, model, new(GfcModel.All.FirstOrDefault(law => law.System == system.Id)?.Version ?? "1.0", system.LiveSince));
    }

    /// <summary>Each document that proves security requirements stands for a practice that is in effect; the document is its evidence.</summary>
    private async Task EnterSecurityControls(GfcOrganisation gfc, CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        var lines = gfc.SecurityStatements.Where(line => line.Applicable).SelectMany(line => line.DocumentIds.Select(document => (document, line)))
            .GroupBy(pair => pair.document, pair => pair.line, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var document in gfc.Documents.Where(document => lines.ContainsKey(document.Id)))
        {
            var answered = lines[document.Id];
            var control = await controls.Apply(work, new(Root, $"{document.Title}, in practice", null, ControlStatus.Applied, [], [.. answered.Select(line => line.RequirementKey)],
                [.. answered.Where(line => line.Status == "partially").Select(line => line.RequirementKey)], [], $"ISMS-{document.Id[4..]}"), stop);
            await controls.Attach(work, new(Root, document.Kind, document.Title, document.Date, EvidenceResult.Effective, "Document of the certified ISMS", $"{document.Id} {document.Title} {document.Date:yyyy-MM-dd}", [control.Ref]), stop);
        }
        foreach (var line in gfc.SecurityStatements.Where(line => !line.Applicable))
        {
            var state = new RequirementState(line.RequirementKey);
            state.Overrule(RequirementResult.NotApplicable, line.ExclusionReason ?? "excluded in the security statement of applicability");
            db.Add(state);
            work.Note("requirement.overruled", state.Ref, "not applicable");
        }
        await derivation.Run(work, stop);
        await work.Commit(stop);
    }

    private OrganisationUnitId UnitOfSystem(GfcOrganisation gfc, string systemId) => UnitOf(gfc, gfc.Systems.Single(system => system.Id == systemId).BusinessOwnerId);
}
