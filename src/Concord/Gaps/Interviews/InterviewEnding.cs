using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Interviews;

internal static class InterviewEnding
{
    /// <summary>
    /// With the analysis end the interviews that nobody signed off: as withdrawn they are read by whoever could read them, and never count. Their links stay,
    /// and say that the analysis has ended.
    /// </summary>
    public static async Task EndInterviews(this ConcordDb db, Work work, GapAnalysis analysis, CancellationToken stop)
    {
        var open = await db.Set<Interview>().Where(interview => interview.Analysis == analysis.Ref && (interview.State == InterviewState.Draft || interview.State == InterviewState.SentForSignOff))
            .OrderBy(interview => interview.Ref).ToListAsync(stop);
        foreach (var interview in open)
        {
            var before = interview.State;
            interview.Withdraw();
            work.Note("interview.withdrawn", interview.Ref, $"{Words.Of(before)} when {analysis.Ref} was {Words.Of(analysis.State)}");
        }
    }
}
