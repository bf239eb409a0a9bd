using System.Collections.Frozen;
using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps.Analysis;

/// <summary>A question to people of a role, and what answers tell.</summary>
/// <param name="Role">Word of the role: legal, data_science, …</param>
internal sealed record InterviewQuestion(string Id, string Role, string Text, IReadOnlyList<string> Requirements, string FullLooksLike, string GapLooksLike);

/// <summary>What is done about a requirement that is not met.</summary>
/// <param name="IsMust">Whether it weighs as a must; else as a should.</param>
/// <param name="EffortDays">Days of one person in an organisation that begins.</param>
/// <param name="After">Requirements it rests on.</param>
/// <param name="Sentence">What a policy could say; ours, to be fitted in.</param>
internal sealed record GapProposal(string Requirement, bool IsMust, double EffortDays, IReadOnlyList<string> After, string Title, string Sentence);

/// <summary>A check of each registered system.</summary>
/// <param name="Missing">What is said of a system that fails it.</param>
/// <param name="Remedy">What is done then.</param>
/// <param name="AtMost">The state of a requirement that it can show when every system passes: that a field is filled proves no practice.</param>
internal sealed record InventoryCheck(string Id, string Title, string Missing, string Remedy, IReadOnlyList<string> Requirements, GapState AtMost);

/// <summary>What gap analyses are made with, from <c>standards/gaps</c>. Checked against the standards library when read.</summary>
internal sealed class GapLibrary
{
    private readonly FrozenDictionary<string, InterviewQuestion> questionsById;
    private readonly FrozenDictionary<string, GapProposal> proposalsByRequirement;

    private GapLibrary(List<InterviewQuestion> questions, List<GapProposal> proposals, List<InventoryCheck> checks)
    {
        (Questions, Checks) = (questions, checks);
        questionsById = questions.ToFrozenDictionary(question => question.Id, StringComparer.Ordinal);
        proposalsByRequirement = proposals.ToFrozenDictionary(proposal => proposal.Requirement, StringComparer.Ordinal);
    }

    public IReadOnlyList<InventoryCheck> Checks { get; }

    /// <summary>Null for a requirement of a standard that is not the target.</summary>
    public GapProposal? Proposal(string requirement) => proposalsByRequirement.GetValueOrDefault(requirement);

    /// <summary>In the order of the file: by role, then by number.</summary>
    public IReadOnlyList<InterviewQuestion> Questions { get; }

    /// <summary>The roles people are asked in, in the order of the file.</summary>
    public IReadOnlyList<string> Roles => [.. Questions.Select(question => question.Role).Distinct(StringComparer.Ordinal)];

    public InterviewQuestion? Question(string id) => questionsById.GetValueOrDefault(id);

    /// <summary>"data science".</summary>
    public static string Word(string role) => role.Replace('_', ' ');

    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static GapLibrary Read(string folder, StandardsLibrary library)
    {
        var faults = new List<Finding>();
        var questions = ReadQuestions(folder, library, faults);
        var proposals = ReadProposals(folder, library, faults);
        var checks = ReadChecks(folder, library, faults);
        return faults.Count == 0 ? new(questions, proposals, checks) : throw new FindingsException(faults);
    }

    /// <summary>One for each requirement of the target; what rests on what has no circle.</summary>
    private static List<GapProposal> ReadProposals(string folder, StandardsLibrary library, List<Finding> faults)
    {
        var proposals = new Dictionary<string, GapProposal>(StringComparer.Ordinal);
        var table = LibraryTable.Read(folder, "gaps/proposals.csv", ["requirement_id", "weight", "effort_days", "after", "title", "sentence"], [], faults);
        foreach (var row in table.Rows)
        {
            var key = Known(row, "requirement_id", library, row.Text("requirement_id"));
            var proposal = new GapProposal(key, row.Choice("weight", ("must", true), ("should", false)), Effort(row),
                [.. row.List("after").Select(before => Known(row, "after", library, before))], row.Text("title"), row.Text("sentence"));
            if (!proposals.TryAdd(key, proposal)) row.Fault("requirement_id", "duplicate-id", $"{key} stands twice. Keep one.");
        }
        if (!table.IsWhole) return [.. proposals.Values];
        foreach (var missing in library.Assessable(library.ReuseDefinition.Target).Where(requirement => !proposals.ContainsKey(requirement.Key)))
            faults.Add(Finding.Error("gaps/proposals.csv", "missing-row", $"There is no proposal for {missing.Key}. Add a row."));
        foreach (var circle in proposals.Keys.Where(key => RestsOn(key, key, proposals, [])))
            faults.Add(Finding.Error("gaps/proposals.csv", "circle", $"{circle} rests on itself through what it comes after. Take one of them out."));
        return [.. proposals.Values];
    }

    private static bool RestsOn(string key, string wanted, Dictionary<string, GapProposal> proposals, HashSet<string> seen) =>
        proposals.GetValueOrDefault(key)?.After.Any(before => before == wanted || (seen.Add(before) && RestsOn(before, wanted, proposals, seen))) == true;

    private static double Effort(LibraryRow row)
    {
        if (double.TryParse(row.Text("effort_days"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 200) return days;
        row.Fault("effort_days", "wrong-value", "Write days of one person, more than 0 and at most 200.");
        return 1;
    }

    private static List<InventoryCheck> ReadChecks(string folder, StandardsLibrary library, List<Finding> faults)
    {
        var table = LibraryTable.Read(folder, "gaps/inventory-checks.csv", ["check", "title", "missing", "remedy", "requirement_ids"], ["at_most"], faults);
        List<InventoryCheck> checks = [.. table.Rows.Select(row =>
            new InventoryCheck(row.Choice("check", [.. InventoryChecks.Known.Select(check => (check, check))]), row.Text("title"), row.Text("missing"), row.Text("remedy"), Requirements(row, library),
                row.Optional("at_most") is null ? GapState.Partly : row.Choice("at_most", ("partly", GapState.Partly), ("met", GapState.Met))))];
        foreach (var missing in InventoryChecks.Known.Where(known => table.IsWhole && checks.TrueForAll(check => check.Id != known)))
            faults.Add(Finding.Error("gaps/inventory-checks.csv", "missing-row", $"The check {missing} has no row. Add it."));
        return checks;
    }

    private static string Known(LibraryRow row, string column, StandardsLibrary library, string key)
    {
        if (library.FindRequirement(key) is { IsRequirement: true } known) return known.Key;
        row.Fault(column, "unknown-key", $"No standard here has the requirement \"{key}\".");
        return key;
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

    private static IReadOnlyList<string> Requirements(LibraryRow row, StandardsLibrary library) =>
        [.. row.List("requirement_ids").Select(key => Known(row, "requirement_ids", library, key))];
}
