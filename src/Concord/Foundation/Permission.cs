namespace Concord.Foundation;

/// <summary>What a role may allow. Every page, route and command names one, or says openly that anybody may come in.</summary>
internal enum Permission
{
    /// <summary>See the registers: systems, models, monitors, signals, risks, requirements, evidence.</summary>
    ViewRegister,

    /// <summary>Register and change AI systems, their models and versions.</summary>
    EditInventory,

    /// <summary>Approve the classification of an AI system, or give it back; the entity still refuses those who answered it.</summary>
    ApproveClassifications,

    /// <summary>Write impact assessments, submit and withdraw them, enter that the authority was told.</summary>
    EditImpacts,

    /// <summary>Approve an impact assessment, or give it back; the entity still refuses those who wrote into it.</summary>
    ApproveImpacts,

    /// <summary>Define monitors, freeze or replace a reference, change what a metric is linked to.</summary>
    EditMonitoring,

    /// <summary>Hand in rows of a prediction log.</summary>
    AppendLog,

    /// <summary>Have a monitor compute its windows now.</summary>
    RunMonitor,

    /// <summary>Acknowledge a signal and work on it.</summary>
    WorkSignals,

    /// <summary>Close a signal; the entity still refuses those who did the fixing.</summary>
    CloseSignals,

    /// <summary>Write the rules of what follows on a signal, and approve those of others.</summary>
    ChangeLoopRules,

    /// <summary>Decide on what stands on the list of the committee.</summary>
    DecideInCommittee,

    /// <summary>Open, assess, treat and close risks.</summary>
    EditRisks,

    /// <summary>Accept a risk; the criteria say up to which level a role reaches, and the entity refuses its owner and its assessor.</summary>
    AcceptRisks,

    /// <summary>Record what was done about a nonconformity.</summary>
    CorrectNonconformity,

    /// <summary>Judge whether a correction was effective; the entity still refuses those who did the fixing.</summary>
    VerifyNonconformity,

    /// <summary>Plan actions, agree who does them until when, drop and reopen them. Who answers for an action may always say that it is done.</summary>
    PlanActions,

    /// <summary>Report that something went wrong, nearly went wrong, or is worrying.</summary>
    ReportIncidents,

    /// <summary>Work on incidents: triage, containment, causes, facts, who was told.</summary>
    HandleIncidents,

    /// <summary>Close or reject an incident; the entity still refuses those who worked on it.</summary>
    CloseIncidents,

    /// <summary>Read concerns that came in without a name, and answer them.</summary>
    HandleConcerns,

    /// <summary>Run gap analyses: hold interviews, read policies in, conclude.</summary>
    AnalyseGaps,

    /// <summary>Create and change applied controls and attach evidence.</summary>
    EditControls,

    /// <summary>Write documents, send them to review, publish and withdraw them.</summary>
    EditDocuments,

    /// <summary>Approve a document where one is named, and acknowledge one that is published.</summary>
    AnswerDocuments,

    /// <summary>Judge claims of re-use as a rater; that the organisation's figure uses a judgement is decided with <see cref="JudgeRequirements"/>.</summary>
    RateReuse,

    /// <summary>Say where the work on a requirement stands, and overrule what is derived, for the whole organisation.</summary>
    JudgeRequirements,

    /// <summary>Read the journal, which tells of the whole organisation.</summary>
    ViewJournal,

    /// <summary>Invite people, assign and end roles.</summary>
    ManagePeople,

    /// <summary>One's own account: sign out, own keys.</summary>
    OwnAccount,
}
