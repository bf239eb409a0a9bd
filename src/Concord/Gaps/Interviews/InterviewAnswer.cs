using System.Text.Json;
using Concord.Foundation;
using Concord.Gaps.Analysis;

namespace Concord.Gaps.Interviews;

/// <summary>How far an answer shows that a requirement is met. The first two say nothing about it.</summary>
internal enum AnswerRating
{
    NotAsked,

    /// <summary>Asked, and the person could not tell.</summary>
    NotAnswered,
    Gap,
    Partial,
    Full,
}

/// <param name="SeenVersion">Of the answer as the interviewer saw it.</param>
internal sealed record NotedAnswer(string Question, AnswerRating Rating, string Text, int SeenVersion)
{
    public const int LongestText = 8000;

    /// <summary>Lines end alike whatever the browser sent; a zero character is none that a database keeps.</summary>
    public static string Clean(string? text)
    {
        var clean = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal).Trim();
        if (Written.SaysNothing(clean)) return "";
        return clean.Length <= LongestText ? clean
            : throw new RuleViolation("INTERVIEW-LONG", $"This text has {clean.Length:N0} characters; at most {LongestText:N0} are kept. Shorten it, or attach the rest as a document.");
    }
}

/// <summary>
/// One question of an interview with what was said to it. It has a version of its own, so that two people may note different questions at once.
/// </summary>
internal sealed class InterviewAnswer : IRecord
{
    private InterviewAnswer()
    {
    }

    public InterviewAnswer(Interview interview, int position, InterviewQuestion question)
    {
        (InterviewId, Ref, Position) = (interview.Id, $"{interview.Ref}/{question.Id}", position);
        (Question, Asked, Requirements) = (question.Id, question.Text, [.. question.Requirements]);
    }

    public InterviewId InterviewId { get; private set; }

    /// <summary>INT-0001/Q-LEG-02.</summary>
    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>In the order in which it is asked, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>Id of the question in the library.</summary>
    public string Question { get; private set; } = "";

    /// <summary>The question as it was asked: the library may word it differently later.</summary>
    public string Asked { get; private set; } = "";

    /// <summary>Keys of the requirements it asks about, as the library said when the interview was begun.</summary>
    public List<string> Requirements { get; private set; } = [];

    public AnswerRating Rating { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>What the interviewee wrote beside it.</summary>
    public string Remark { get; private set; } = "";

    public PersonId? NotedBy { get; private set; }

    public DateTimeOffset? NotedAt { get; private set; }

    /// <summary>Whether the person was asked and something was said.</summary>
    public bool IsAnswered => Rating is AnswerRating.Full or AnswerRating.Partial or AnswerRating.Gap;

    /// <returns>Whether it is another answer now.</returns>
    public bool Note(NotedAnswer noted, PersonId? by, DateTimeOffset at)
    {
        var text = NotedAnswer.Clean(noted.Text);
        if (noted.Rating == Rating && text == Text) return false;
        Refusal.IfStale(this, noted.SeenVersion);
        (Rating, Text, NotedBy, NotedAt) = (noted.Rating, text, by, at);
        return true;
    }

    public void Say(string remark)
    {
        var clean = NotedAnswer.Clean(remark);
        if (clean != Remark) Remark = clean;
    }

    /// <summary>Why the interviewee could not sign it.</summary>
    public IEnumerable<Finding> WhatIsMissing()
    {
        if (Rating == AnswerRating.NotAsked && Text.Length > 0) yield return Finding.Error(Question, "not-rated", "An answer is noted but not rated. Rate it.");
        if (IsAnswered && Text.Length == 0) yield return Finding.Error(Question, "no-words", "It is rated but nothing is noted. Write down what was said: that is what the interviewee signs.");
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("question", Question);
        json.WriteString("asked", Asked);
        json.WriteStartArray("requirements");
        foreach (var key in Requirements) json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteString("rating", Words.Key(Rating));
        json.WriteString("answer", Text);
        json.WriteString("remark", Remark);
        json.WriteEndObject();
    }
}
