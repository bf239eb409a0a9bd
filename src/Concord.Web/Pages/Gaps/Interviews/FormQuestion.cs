using Concord.Gaps.Interviews;

namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>One question of the form: what stands in the record, and what was typed where it could not be saved.</summary>
public sealed record FormQuestion
{
    public required string Question { get; init; }

    public string Asked { get; init; } = "";

    public IReadOnlyList<string> Requirements { get; init; } = [];

    public string FullLooksLike { get; init; } = "";

    public string GapLooksLike { get; init; } = "";

    public string Remark { get; init; } = "";

    public int Version { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Who noted what stands in the record.</summary>
    public string By { get; init; } = "";

    internal AnswerRating Rating { get; init; }

    /// <summary>What was typed and is not saved; null where the field shows the record.</summary>
    internal NotedAnswer? Typed { get; init; }

    internal AnswerRating ShownRating => Typed?.Rating ?? Rating;

    internal string ShownText => Typed?.Text ?? Text;

    internal static IReadOnlyList<FormQuestion> Of(IEnumerable<InterviewAnswerLine> answers) =>
    [
        .. answers.Select(answer => new FormQuestion
        {
            Question = answer.Question, Asked = answer.Asked, Requirements = answer.Requirements, FullLooksLike = answer.FullLooksLike, GapLooksLike = answer.GapLooksLike,
            Remark = answer.Remark, Version = answer.Version, Text = answer.Text, By = answer.NotedBy?.Name ?? "", Rating = answer.Rating ?? AnswerRating.NotAsked,
        }),
    ];

    internal static FormQuestion Mine(NotedAnswer noted) => new() { Question = noted.Question, Typed = noted };

    internal static IReadOnlyList<FormQuestion> WithTyped(IReadOnlyList<FormQuestion> questions, IReadOnlyList<FormQuestion> typed) =>
        [.. questions.Select(question => question with { Typed = typed.FirstOrDefault(one => one.Question == question.Question)?.Typed })];
}
