using System.Collections.Frozen;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps.Analysis;

/// <summary>A question to people of a role, and what answers tell.</summary>
/// <param name="Role">Word of the role: legal, data_science, …</param>
internal sealed record InterviewQuestion(string Id, string Role, string Text, IReadOnlyList<string> Requirements, string FullLooksLike, string GapLooksLike);

/// <summary>What gap analyses are made with, from <c>standards/gaps</c>. Checked against the standards library when read.</summary>
internal sealed class GapLibrary
{
    private readonly FrozenDictionary<string, InterviewQuestion> questions;

    private GapLibrary(List<InterviewQuestion> questions)
    {
        Questions = questions;
        this.questions = questions.ToFrozenDictionary(question => question.Id, StringComparer.Ordinal);
    }

    /// <summary>In the order of the file: by role, then by number.</summary>
    public IReadOnlyList<InterviewQuestion> Questions { get; }

    /// <summary>The roles people are asked in, in the order of the file.</summary>
    public IReadOnlyList<string> Roles => [.. Questions.Select(question => question.Role).Distinct(StringComparer.Ordinal)];

    public InterviewQuestion? Question(string id) => questions.GetValueOrDefault(id);

    /// <summary>"data science".</summary>
    public static string Word(string role) => role.Replace('_', ' ');

    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static GapLibrary Read(string folder, StandardsLibrary library)
    {
        var faults = new List<Finding>();
        var questions = ReadQuestions(folder, library, faults);
        return faults.Count == 0 ? new(questions) : throw new FindingsException(faults);
    }

    private static List<InterviewQuestion> ReadQuestions(string folder, StandardsLibrary library, List<Finding> faults)
    {
        var questions = new List<InterviewQuestion>();
        foreach (var row in LibraryTable.Read(folder, "gaps/questions.csv", ["id", "role", "question", "requirement_ids", "full_answer_looks_like", "gap_answer_looks_like"], [], faults).Rows)
        {
            questions.Add(new(row.Text("id"), row.Text("role"), row.Text("question"), Requirements(row, library), row.Text("full_answer_looks_like"), row.Text("gap_answer_looks_like")));
            if (questions.Count(known => known.Id == questions[^1].Id) > 1) row.Fault("id", "duplicate-id", $"{questions[^1].Id} stands twice. Keep one.");
        }
        return questions;
    }

    private static IReadOnlyList<string> Requirements(LibraryRow row, StandardsLibrary library)
    {
        var keys = row.List("requirement_ids");
        foreach (var key in keys.Where(key => library.FindRequirement(key) is not { IsRequirement: true }))
            row.Fault("requirement_ids", "unknown-key", $"No standard here has the requirement \"{key}\".");
        return [.. keys.Select(key => library.FindRequirement(key)?.Key ?? key)];
    }
}
