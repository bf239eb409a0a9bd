using System.Globalization;
using Concord.Documents;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;

namespace Concord.Cli.Demo;

/// <summary>Reads <c>samples/gfc</c> with the readers of the standards library: the same faults in the same words.</summary>
internal static class GfcReader
{
    private const string Person = "person";
    private const string System = "system";
    private const string Document = "document";
    private const string EnterpriseRisk = "enterprise risk";

    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "samples", "gfc");

    /// <exception cref="FindingsException">Names every fault of the folder with file, row, column and remedy.</exception>
    public static GfcOrganisation Read(string folder, StandardsLibrary library)
    {
        var faults = new List<Finding>();
        var check = new ReferenceCheck(faults);
        foreach (var requirement in library.Requirements) check.Define(Kinds.Requirement, requirement.Key);
        foreach (var metric in library.Metrics) check.Define(Kinds.Metric, metric.Id);
        foreach (var risk in library.Risks) check.Define(Kinds.Risk, risk.Id);

        var people = ReadPeople(folder, check, faults);
        var systems = ReadSystems(folder, check, faults);
        var documents = ReadDocuments(folder, check, faults);
        var controls = ReadControls(folder, check, faults);
        var enterpriseRisks = ReadEnterpriseRisks(folder, check, faults);
        var risks = ReadRisks(folder, check, faults);
        var incidents = ReadIncidents(folder, check, faults);
        var statements = ReadStatements(folder, check, faults);
        var decisions = ReadDecisions(folder, check, faults);
        var revisions = ReadRevisions(folder, check, faults);
        var classifying = ReadClassifying(folder, check, faults);
        var duties = ReadDuties(folder, check, faults);
        var file = LibraryDocument.Read(folder, "organisation.yaml", faults)?.Knows(
            "id", "name", "kind", "home", "staff", "customers", "as_of", "monitoring_since", "first_run", "certificates", "catalysts", "committees", "story");
        List<GfcCommittee> committees = file is null ? [] : [.. file.Maps("committees").Select(item => new GfcCommittee(
            item.Text("id"), item.Text("name"), item.Text("chair"), item.Texts("members"), item.Text("meets"), item.Keys.Contains("decides") ? item.Texts("decides") : []))];
        var meetings = ReadMeetings(folder, committees, check, faults);
        check.Resolve();

        // The file is read to its end before anything is refused: all faults at once.
        var organisation = file is null ? null : new GfcOrganisation(
            file.Text("id"), file.Text("name"), file.Text("kind"), Day(file, "as_of"), Day(file, "monitoring_since"), Day(file, "first_run"),
            committees,
            [.. file.Maps("story").Select(item => new GfcEvent(Day(item, "date"), item.Text("event")))],
            people, systems, documents, controls, enterpriseRisks, risks, incidents, statements, decisions, revisions, classifying, duties, meetings);
        return faults.Count == 0 ? organisation! : throw new FindingsException(faults);
    }

    private static List<GfcPerson> ReadPeople(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var people = new List<GfcPerson>();
        foreach (var row in LibraryTable.Read(folder, "people.csv", ["id", "name", "email", "position", "unit", "roles"], [], faults).Rows)
        {
            var roles = new List<Role>();
            foreach (var word in row.List("roles"))
            {
                if (Enum.TryParse<Role>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var role))
                    roles.Add(role);
                else
                    row.Fault("roles", "wrong-value",
                        $"\"{word}\" is not a role. Known are: administrator, aims-manager, system-owner, risk-owner, auditor, viewer.");
            }

            people.Add(new GfcPerson(check.Define(row, "id", Person), row.Text("name"), row.Text("email"), row.Text("position"), row.Text("unit"), roles));
        }

        return people;
    }

    private static List<GfcSystem> ReadSystems(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var systems = new List<GfcSystem>();
        foreach (var item in LibraryDocument.Read(folder, "systems.yaml", faults)?.Knows("systems").Maps("systems") ?? [])
        {
            item.Knows("id", "name", "purpose", "intended_use", "affected_groups", "business_owner", "technical_owner", "source", "model_type", "life_cycle",
                "live_since", "decisions_per_year", "roles", "risk_class", "risk_class_basis", "classification_facts", "assessment", "assessment_document", "monitored");
            check.Define(System, item.Text("id"));
            check.Refer(item, "business_owner", Person);
            check.Refer(item, "technical_owner", Person);
            if (item.Optional("assessment_document") is not null) check.Refer(item, "assessment_document", Document);
            var roles = item.Texts("roles");
            systems.Add(new GfcSystem(
                item.Text("id"), item.Text("name"), item.Text("purpose"), item.Text("intended_use"), item.Texts("affected_groups"),
                item.Text("business_owner"), item.Text("technical_owner"),
                item.Choice("source", ("in_house", SystemOrigin.InHouse), ("vendor", SystemOrigin.Vendor)), item.Text("model_type"),
                item.Choice("life_cycle", ("in-operation", LifeCycle.InOperation), ("validation", LifeCycle.Validation)), Day(item, "live_since"),
                item.WholeNumber("decisions_per_year"), roles.Contains("provider", StringComparer.Ordinal), roles.Contains("deployer", StringComparer.Ordinal),
                item.Choice("risk_class",
                    ("minimal", RiskClass.Minimal), ("limited", RiskClass.Limited), ("exempt", RiskClass.Exempt), ("high", RiskClass.High)),
                item.Text("risk_class_basis"), ReadFacts(item), item.Optional("assessment") ?? "", item.Optional("assessment_document"), item.Flag("monitored")));
        }

        return systems;
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadFacts(LibraryDocument system) => system.Map("classification_facts") is { } facts
        ? facts.Keys.ToDictionary(fact => fact, fact => facts.IsList(fact) ? facts.Texts(fact) : [facts.Text(fact)], StringComparer.Ordinal)
        : [];

    private static List<GfcDocument> ReadDocuments(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var documents = new List<GfcDocument>();
        var sections = ReadSections(folder, check, faults);
        var table = LibraryTable.Read(folder, "documents.csv",
            ["id", "title", "type", "owner_unit", "state", "date", "requirement_ids", "owner_id", "author_id", "approver_id", "review_months", "retention_months", "earlier", "asks", "acknowledged_by", "reviewed", "reviewer_id"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "requirement_ids", Kinds.Requirement);
            foreach (var person in new[] { "owner_id", "author_id", "approver_id", "acknowledged_by", "reviewer_id" }) check.Refer(row, person, Person);
            var id = check.Define(row, "id", Document);
            documents.Add(new GfcDocument(
                id, row.Text("title"), row.Text("type"), row.Text("owner_unit"),
                row.Choice("state", ("draft", DocumentState.Draft), ("approved", DocumentState.Approved)), Day(row, "date"), row.List("requirement_ids"),
                row.Text("owner_id"), row.Text("author_id"), row.Optional("approver_id"), row.WholeNumber("review_months"), row.WholeNumber("retention_months"), row.Date("earlier"),
                row.List("asks"), row.List("acknowledged_by"), row.Date("reviewed"), row.Optional("reviewer_id"), PolicyText(folder, id, "2026") ?? PolicyText(folder, id, "2025") ?? "",
                PolicyText(folder, id, "2025") ?? "", [.. sections[id]]));
        }

        return documents;
    }

    /// <summary>Null where the bank's own library holds the text.</summary>
    private static string? PolicyText(string folder, string document, string year)
    {
        var policies = Path.Combine(folder, "policies", year);
        return Directory.Exists(policies) && Directory.EnumerateFiles(policies, $"{document}-*.md").FirstOrDefault() is { } file ? File.ReadAllText(file) : null;
    }

    private static ILookup<string, SectionMapping> ReadSections(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var rows = LibraryTable.Read(folder, "document_sections.csv", ["document_id", "heading", "requirement_ids"], [], faults).Rows;
        foreach (var row in rows)
        {
            check.Refer(row, "document_id", Document);
            check.Refer(row, "requirement_ids", Kinds.Requirement);
        }
        return rows.ToLookup(row => row.Text("document_id"), row => new SectionMapping(row.Text("heading"), row.List("requirement_ids")), StringComparer.Ordinal);
    }

    private static List<GfcAppliedControl> ReadControls(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var controls = new List<GfcAppliedControl>();
        var table = LibraryTable.Read(folder, "applied_controls.csv", ["id", "title", "owner_id", "system_ids", "requirement_ids", "metrics"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "owner_id", Person);
            check.Refer(row, "system_ids", System);
            check.Refer(row, "requirement_ids", Kinds.Requirement);
            check.Refer(row, "metrics", Kinds.Metric);
            controls.Add(new GfcAppliedControl(
                check.Define(row, "id", "applied control"), row.Text("title"), row.Text("owner_id"), row.List("system_ids"),
                row.List("requirement_ids"), row.List("metrics")));
        }

        return controls;
    }

    private static List<GfcEnterpriseRisk> ReadEnterpriseRisks(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var risks = new List<GfcEnterpriseRisk>();
        foreach (var row in LibraryTable.Read(folder, "enterprise_risks.csv", ["id", "title", "owner_id", "rating", "category", "likelihood", "impact", "appetite", "status", "next_review"], [], faults).Rows)
        {
            check.Refer(row, "owner_id", Person);
            risks.Add(new GfcEnterpriseRisk(check.Define(row, "id", EnterpriseRisk), row.Text("title"), row.Text("owner_id"), row.Text("rating"), row.Text("category"),
                row.Text("likelihood"), row.Text("impact"), row.Text("appetite"), row.Text("status"), row.Date("next_review")));
        }

        return risks;
    }

    private static List<GfcRisk> ReadRisks(string folder, ReferenceCheck check, List<Finding> faults)
    {
        string[] levels = ["inherent_likelihood", "inherent_consequence", "residual_likelihood", "residual_consequence"];
        var risks = new List<GfcRisk>();
        var table = LibraryTable.Read(folder, "risks.csv",
            ["id", "enterprise_risk_id", "catalogue_id", "system_id", "title", "owner_id", .. levels, "status_before", "status_at_end"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "enterprise_risk_id", EnterpriseRisk);
            check.Refer(row, "catalogue_id", Kinds.Risk);
            check.Refer(row, "system_id", System);
            check.Refer(row, "owner_id", Person);
            var level = Array.ConvertAll(levels, column => Number(row, column, 1, 5));
            risks.Add(new GfcRisk(
                check.Define(row, "id", "risk"), row.Text("enterprise_risk_id"), row.Text("catalogue_id"), row.Text("system_id"), row.Text("title"),
                row.Text("owner_id"), new RiskLevel(level[0], level[1]), new RiskLevel(level[2], level[3]),

                // A risk whose closure waits for verification is treated: only the verifier closes it.
                row.Choice("status_before", ("treating", RiskState.Treating), ("accepted", RiskState.Accepted), ("closed_verify", RiskState.Treated))));
        }

        return risks;
    }

    private static List<GfcIncident> ReadIncidents(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var incidents = new List<GfcIncident>();
        var table = LibraryTable.Read(folder, "incidents.csv",
            ["id", "date", "kind", "system_id", "title", "summary", "affected", "requirement_ids", "document_id", "reported_by"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "system_id", System);
            check.Refer(row, "requirement_ids", Kinds.Requirement);
            check.Refer(row, "document_id", Document);
            check.Refer(row, "reported_by", Person);
            incidents.Add(new GfcIncident(
                check.Define(row, "id", "incident"), Day(row, "date"), row.Text("kind"), row.Text("system_id"), row.Text("title"), row.Text("summary"),
                Number(row, "affected", 0, int.MaxValue), row.List("requirement_ids"), row.Optional("document_id"), row.Text("reported_by")));
        }

        return incidents;
    }

    private static List<GfcStatement> ReadStatements(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var statements = new List<GfcStatement>();
        var table = LibraryTable.Read(folder, "iso27001_soa.csv",
            ["requirement_id", "applicable", "status", "evidence_doc_ids", "exclusion_reason", "evidence_date"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "requirement_id", Kinds.Requirement);
            check.Refer(row, "evidence_doc_ids", Document);
            statements.Add(new GfcStatement(
                row.Text("requirement_id"), row.YesNo("applicable"),
                row.Choice("status", ("implemented", "implemented"), ("partially", "partially"), ("excluded", "excluded")),
                row.List("evidence_doc_ids"), row.Optional("exclusion_reason"), row.Date("evidence_date")));
        }

        return statements;
    }

    private static List<GfcDecision> ReadDecisions(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var decisions = new List<GfcDecision>();
        foreach (var row in LibraryTable.Read(folder, "control_decisions.csv", ["requirement_id", "applicable", "justification"], [], faults).Rows)
        {
            check.Refer(row, "requirement_id", Kinds.Requirement);
            decisions.Add(new(row.Text("requirement_id"), row.YesNo("applicable"), row.Text("justification")));
        }
        return decisions;
    }

    private static List<GfcRevision> ReadRevisions(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var revisions = new List<GfcRevision>();
        foreach (var row in LibraryTable.Read(folder, "statements.csv", ["date", "standards", "drafted_by", "approved_by", "reason"], [], faults).Rows)
        {
            check.Refer(row, "drafted_by", Person);
            check.Refer(row, "approved_by", Person);
            revisions.Add(new(row.Date("date") ?? default, row.List("standards"), row.Text("drafted_by"), row.Text("approved_by"), row.Text("reason")));
        }
        return revisions;
    }

    private static List<GfcClassifying> ReadClassifying(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var days = new List<GfcClassifying>();
        foreach (var row in LibraryTable.Read(folder, "classifications.csv", ["date", "drafted_by", "approved_by"], [], faults).Rows)
        {
            check.Refer(row, "drafted_by", Person);
            check.Refer(row, "approved_by", Person);
            days.Add(new(row.Date("date") ?? default, row.Text("drafted_by"), row.Text("approved_by")));
        }
        return days;
    }

    private static List<GfcMeeting> ReadMeetings(string folder, List<GfcCommittee> committees, ReferenceCheck check, List<Finding> faults)
    {
        var meetings = new List<GfcMeeting>();
        foreach (var row in LibraryTable.Read(folder, "committee_meetings.csv", ["date", "committee_id", "marked_by", "note"], [], faults).Rows)
        {
            check.Refer(row, "marked_by", Person);
            var committee = committees.Find(known => known.Id == row.Text("committee_id"));
            if (committee is null) row.Fault("committee_id", "unknown-key", $"There is no committee \"{row.Text("committee_id")}\". Correct the id.");
            else meetings.Add(new(Day(row, "date"), committee.Name, row.Text("marked_by"), row.Text("note")));
        }
        return meetings;
    }

    private static List<GfcDuty> ReadDuties(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var duties = new List<GfcDuty>();
        foreach (var row in LibraryTable.Read(folder, "duties.csv", ["system_id", "obligation", "owner_id", "due"], [], faults).Rows)
        {
            check.Refer(row, "system_id", System);
            check.Refer(row, "owner_id", Person);
            duties.Add(new(row.Text("system_id"), row.Text("obligation"), row.Text("owner_id"), row.Date("due") ?? default));
        }
        return duties;
    }

    private static int Number(LibraryRow row, string column, int atLeast, int atMost)
    {
        row.Text(column);
        var number = row.WholeNumber(column) ?? atLeast;
        if (number < atLeast || number > atMost)
            row.Fault(column, "wrong-value", string.Create(CultureInfo.InvariantCulture, $"{number} does not lie between {atLeast} and {atMost}."));
        return number;
    }

    private static DateOnly Day(LibraryRow row, string column)
    {
        row.Text(column);
        return row.Date(column) ?? default;
    }

    private static DateOnly Day(LibraryDocument document, string key)
    {
        var text = document.Text(key);
        if (text.Length > 0 && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            document.Fault(key, "wrong-value", $"\"{text}\" is not a day. Write it as 2026-10-14.");
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
    }
}
