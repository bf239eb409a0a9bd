using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Standards;

namespace Concord.Cli.Demo;

/// <summary>One answer of a person of the bank to one question.</summary>
internal sealed record GfcAnswer(string Id, DateOnly Date, string Role, string PersonId, string QuestionId, AnswerRating Rating, string Text);

/// <summary>What people of the bank answered in its gap analyses, and how it comes into the record: noted, sent, signed off.</summary>
internal static class GfcInterviews
{
    /// <summary>The first gap analysis, June 2025.</summary>
    public const string First = "interviews.csv";

    /// <summary>The second, September 2026: monitoring is live.</summary>
    public const string Second = "interviews_2026.csv";

    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static IReadOnlyList<GfcAnswer> Read(string folder, string file, IReadOnlyList<GfcPerson> people, GapLibrary library)
    {
        var faults = new List<Finding>();
        var answers = new List<GfcAnswer>();
        foreach (var row in LibraryTable.Read(folder, file, ["id", "date", "role", "person_id", "question_id", "rating", "answer"], [], faults).Rows)
        {
            var answer = new GfcAnswer(row.Text("id"), row.Date("date") ?? default, row.Text("role"), row.Text("person_id"), row.Text("question_id"),
                row.Choice("rating", ("full", AnswerRating.Full), ("partial", AnswerRating.Partial), ("gap", AnswerRating.Gap)), row.Text("answer"));
            if (people.All(person => person.Id != answer.PersonId)) row.Fault("person_id", "unknown-key", $"There is no person \"{answer.PersonId}\". Correct the key.");
            if (library.Question(answer.QuestionId)?.Role != answer.Role) row.Fault("question_id", "unknown-key", $"\"{answer.QuestionId}\" is no question for {answer.Role}. Correct one of the two.");
            answers.Add(answer);
        }
        return faults.Count == 0 ? answers : throw new FindingsException(faults);
    }

    /// <summary>One interview per day, person and role, signed off by the person, signed in, on that day. The clock is moved to each day it has not passed yet; earlier ones keep their day as the day the interview was held.</summary>
    /// <param name="analysis">Reference of an open gap analysis.</param>
    /// <param name="interviewer">Nobody who is interviewed.</param>
    /// <param name="signedIn">The person as somebody who is signed in.</param>
    public static async Task Enter(
        IReadOnlyList<GfcAnswer> answers, string analysis, Func<string, PersonId> person, PersonId interviewer, Func<string, Task<Actor>> signedIn, InterviewRegister register, StoryClock clock, CancellationToken stop)
    {
        foreach (var interview in answers.GroupBy(answer => (answer.Date, answer.PersonId, answer.Role)).OrderBy(group => group.Key.Date))
        {
            var (date, id, role) = interview.Key;
            var hour = new DateTimeOffset(date.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero);
            if (clock.GetUtcNow() < hour) clock.MoveTo(hour);
            var begun = await register.Hold(analysis, new(role, new(person(id)), interviewer, date), Actor.System, stop);
            await register.Answer(begun.Ref, [.. interview.Select(answer => new NotedAnswer(answer.QuestionId, answer.Rating, answer.Text, 0))], Actor.System, stop);
            var sent = await register.SendForSignOff(begun.Ref, begun.Version, Actor.System, stop);
            await register.SignByLink(sent.LinkSecret, new(begun.Version, new Dictionary<string, string>(StringComparer.Ordinal)), await signedIn(id), stop);
        }
    }
}
