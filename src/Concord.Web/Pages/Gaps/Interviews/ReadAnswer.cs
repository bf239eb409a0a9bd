using Concord.Gaps.Interviews;

namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>An answer as it is read.</summary>
public sealed record ReadAnswer
{
    public required string Question { get; init; }

    public required string Asked { get; init; }

    public required string Text { get; init; }

    public required string Remark { get; init; }

    internal AnswerRating? Rating { get; init; }

    internal static IReadOnlyList<ReadAnswer> Of(IEnumerable<InterviewAnswerLine> answers, bool onlyAsked) =>
    [
        .. answers.Where(answer => !onlyAsked || answer.Rating != AnswerRating.NotAsked)
            .Select(answer => new ReadAnswer { Question = answer.Question, Asked = answer.Asked, Text = answer.Text, Remark = answer.Remark, Rating = answer.Rating }),
    ];
}
