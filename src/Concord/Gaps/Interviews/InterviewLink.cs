using Concord.Foundation;

namespace Concord.Gaps.Interviews;

/// <summary>A link by which the interviewee reads and signs off one interview. Only its hash is stored.</summary>
internal sealed class InterviewLink
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    private InterviewLink()
    {
    }

    public InterviewLink(InterviewId interview, byte[] hash, DateTimeOffset now) => (InterviewId, Hash, Expires) = (interview, hash, now + Lasts);

    public byte[] Hash { get; private set; } = [];

    public InterviewId InterviewId { get; private set; }

    public DateTimeOffset Expires { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Refuses a link that was used or has run out.</summary>
    public void DemandWorks(DateTimeOffset now)
    {
        if (UsedAt is not null) throw new RuleViolation("INTERVIEW-LINK-USED", "This link was used already: your answer has arrived. Ask the interviewer if something is still to be changed.");
        if (now >= Expires) throw new RuleViolation("INTERVIEW-LINK-EXPIRED", "This link has run out. Ask the interviewer for a new one.");
    }

    public void Use(DateTimeOffset now)
    {
        DemandWorks(now);
        UsedAt = now;
    }

    /// <summary>Of a link nobody made, or in whose place there is a newer one.</summary>
    public static RuleViolation Unknown() => new("INTERVIEW-LINK-UNKNOWN", "This link does not work. Perhaps a newer one was sent to you, or a part of it was cut off. Ask the interviewer.");
}
