using System.Globalization;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>What the forms of interviews sent.</summary>
internal static class TypedInterview
{
    /// <exception cref="FindingsException">Everything that is missing.</exception>
    public static InterviewPlan Plan(HttpContext context, IReadOnlyList<PersonLine> people)
    {
        var faults = new List<Finding>();
        if (context.Typed("role") is null) Wrong("Role", "Choose whose questions are asked.");
        var interviewee = people.FirstOrDefault(person => person.Ref == context.Typed("interviewee"))?.Id;
        if (interviewee is null && context.Typed("name") is null) Wrong("Interviewee", "Choose a person, or give name and address of somebody who is not in the list.");
        if (interviewee is not null && context.Typed("name") is not null) Wrong("Interviewee", "You chose a person and gave a name. Keep one of the two.");
        DateOnly? held = null;
        if (context.Typed("held")?.Trim() is { Length: > 0 } day)
        {
            if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) held = read;
            else Wrong("Held on", "This is no day. Write it as 2026-12-31.");
        }
        if (faults.Count > 0) throw new FindingsException(faults);
        return new(context.Typed("role")!, new(interviewee, context.Typed("name") ?? "", context.Typed("email") ?? ""),
            people.FirstOrDefault(person => person.Ref == context.Typed("interviewer"))?.Id, held);

        void Wrong(string field, string message) => faults.Add(Finding.Error(field, "form-field", message));
    }

    /// <summary>The answers that were changed on the form. One that comes back as the page showed it was not touched.</summary>
    public static IReadOnlyList<NotedAnswer> Answers(HttpContext context, IEnumerable<string> questions) =>
        [.. questions.Select(question => Answer(context.Request.Form, question)).OfType<NotedAnswer>()];

    public static NotedAnswer? Answer(IFormCollection form, string question)
    {
        if (!form.ContainsKey("text-" + question) && !form.ContainsKey("rating-" + question)) return null;
        // Radio buttons send nothing while none is chosen; a word that is no rating must not wipe the one that is kept.
        var word = form["rating-" + question].ToString();
        var rating = word.Length == 0 ? AnswerRating.NotAsked : Choice.Read<AnswerRating>(word) ?? throw new BadHttpRequestException($"There is no rating '{word}'.");
        var text = NotedAnswer.Clean(form["text-" + question]);
        if (InterviewWords.Trace(rating, text) == form["was-" + question]) return null;
        var seen = int.TryParse(form["version-" + question], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
        return new(question, rating, text, seen);
    }

    public static SignOff SignOff(HttpContext context, IEnumerable<string> questions) => new(context.SeenVersion(),
        questions.Where(question => context.Request.Form.ContainsKey("remark-" + question))
            .ToDictionary(question => question, question => context.Request.Form["remark-" + question].ToString(), StringComparer.Ordinal));
}
