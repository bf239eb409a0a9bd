namespace Concord.EnterpriseRisks;

/// <summary>What a column of an enterprise register can hold.</summary>
internal enum RegisterField
{
    /// <summary>What the line is called there, or the reference of a line or an AI risk here.</summary>
    Id,

    /// <summary>What the line is called there, beside a reference of ours.</summary>
    SourceId,
    SourceSystem,

    /// <summary>A line of the enterprise, or an AI risk in it.</summary>
    Kind,
    Title,
    Category,
    Unit,
    Owner,
    Likelihood,
    Impact,
    Rating,
    Appetite,
    Status,
    NextReview,
    Scale,

    /// <summary>Of an AI risk: the line it is part of. The fields that follow are of AI risks too.</summary>
    PartOf,
    Inherent,
    Residual,
    Band,
    TreatmentStatus,
    Systems,
}
