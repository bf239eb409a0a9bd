using Concord.Documents;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;

namespace Concord.Cli.Demo;

/// <summary>The fictional bank of the demonstration, as its files say it; nothing of it is in the record yet.</summary>
internal sealed record GfcOrganisation(
    string Id,
    string Name,
    string Kind,
    DateOnly AsOf,
    DateOnly MonitoringSince,
    DateOnly FirstRun,
    IReadOnlyList<GfcCommittee> Committees,
    IReadOnlyList<GfcEvent> Story,
    IReadOnlyList<GfcPerson> People,
    IReadOnlyList<GfcSystem> Systems,
    IReadOnlyList<GfcDocument> Documents,
    IReadOnlyList<GfcAppliedControl> AppliedControls,
    IReadOnlyList<GfcEnterpriseRisk> EnterpriseRisks,
    IReadOnlyList<GfcRisk> Risks,
    IReadOnlyList<GfcIncident> Incidents,
    IReadOnlyList<GfcStatement> SecurityStatements, IReadOnlyList<GfcDecision> Decisions, IReadOnlyList<GfcRevision> Revisions, IReadOnlyList<GfcClassifying> Classifying,
    IReadOnlyList<GfcDuty> Duties, IReadOnlyList<GfcMeeting> Meetings);

internal sealed record GfcCommittee(string Id, string Name, string ChairId, IReadOnlyList<string> MemberIds, string Meets, IReadOnlyList<string> Decides);

internal sealed record GfcEvent(DateOnly Date, string Text);

internal sealed record GfcPerson(string Id, string Name, string Email, string Position, string Unit, IReadOnlyList<Role> Roles);

/// <param name="Monitored">A log is generated for it.</param>
internal sealed record GfcSystem(
    string Id,
    string Name,
    string Purpose,
    string IntendedUse,
    IReadOnlyList<string> AffectedGroups,
    string BusinessOwnerId,
    string TechnicalOwnerId,
    SystemOrigin Origin,
    string Technique,
    LifeCycle State,
    DateOnly LiveSince,
    int DecisionsPerYear,
    bool IsProvider,
    bool IsDeployer,
    RiskClass RiskClass,
    string RiskClassBasis,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Facts,
    string Assessment,
    string? AssessmentDocument,
    bool Monitored);

/// <summary>A day on which one person classifies every system that has no classification or a stale one, and another approves.</summary>
internal sealed record GfcClassifying(DateOnly Date, string DraftedBy, string ApprovedBy);

/// <summary>A duty somebody works on.</summary>
internal sealed record GfcDuty(string SystemId, string Obligation, string OwnerId, DateOnly DueOn);

/// <param name="Date">Of the newest approval, or of the draft.</param>
/// <param name="Earlier">When an older revision was approved.</param>
/// <param name="Asks">Roles that are asked to acknowledge it.</param>
/// <param name="Reviewed">When somebody found it still valid.</param>
/// <param name="Text">Of its newest revision; empty: it is kept in the bank's own library.</param>
/// <param name="EarlierText">Of the older revision.</param>
internal sealed record GfcDocument(
    string Id, string Title, string Kind, string OwnerUnit, DocumentState State, DateOnly Date, IReadOnlyList<string> RequirementKeys, string OwnerId, string AuthorId, string? ApproverId,
    int? ReviewMonths, int? RetentionMonths, DateOnly? Earlier, IReadOnlyList<string> Asks, IReadOnlyList<string> AcknowledgedBy, DateOnly? Reviewed, string? ReviewerId, string Text, string EarlierText,
    IReadOnlyList<SectionMapping> Sections);

internal sealed record GfcAppliedControl(
    string Id, string Title, string OwnerId, IReadOnlyList<string> SystemIds, IReadOnlyList<string> RequirementKeys, IReadOnlyList<string> Metrics);

/// <summary>A line of the bank's enterprise register, in the words of its own scale.</summary>
internal sealed record GfcEnterpriseRisk(
    string Id, string Title, string OwnerId, string Rating, string Category, string Likelihood, string Impact, string Appetite, string Status, DateOnly? NextReview);

/// <summary>A day on which a committee met over the enterprise register.</summary>
internal sealed record GfcMeeting(DateOnly Date, string Committee, string MarkedBy, string Note);

/// <param name="Before">Where the story begins, at the residual level; what the story makes of it is not read from a file.</param>
internal sealed record GfcRisk(
    string Id, string EnterpriseRiskId, string CatalogueId, string SystemId, string Title, string OwnerId,
    RiskLevel Inherent, RiskLevel Residual, RiskState Before);

internal sealed record GfcIncident(
    string Id, DateOnly Date, string Kind, string SystemId, string Title, string Summary, int Affected,
    IReadOnlyList<string> RequirementKeys, string? DocumentId, string ReportedBy);

/// <summary>One line of the statement of applicability of the security certificate.</summary>
internal sealed record GfcStatement(
    string RequirementKey, bool Applicable, string Status, IReadOnlyList<string> DocumentIds, string? ExclusionReason, DateOnly? EvidenceDate);

/// <summary>Whether a control applies, and why.</summary>
internal sealed record GfcDecision(string RequirementKey, bool Applicable, string Justification);

/// <summary>A revision of the statement of applicability: drafted in the morning, approved in the afternoon.</summary>
internal sealed record GfcRevision(DateOnly Date, IReadOnlyList<string> Standards, string DraftedBy, string ApprovedBy, string Reason);
