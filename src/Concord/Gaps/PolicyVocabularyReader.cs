using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>What the reader collects before it is checked.</summary>
internal sealed class PolicyVocabularyParts
{
    public Dictionary<string, List<string[][]>> Classes { get; } = new(StringComparer.Ordinal);
    public List<RequirementTerms> Requirements { get; set; } = [];
    public List<PolicyHome> Homes { get; } = [];
    public List<Regex> Placeholders { get; } = [];
    public Dictionary<string, List<string>> Denying { get; } = new(StringComparer.Ordinal);
    public List<TermPattern> Denials { get; } = [];
    public List<TermPattern> Rescues { get; } = [];
    public List<TermPattern> Intents { get; } = [];
    public List<TermPattern> OwnVoice { get; } = [];
    public List<TermPattern> Outside { get; } = [];
    public List<TermPattern> Lists { get; } = [];
}

/// <summary>Reads <c>standards/policy</c> and reports every fault at once with file, row and column.</summary>
internal sealed class PolicyVocabularyReader
{
    private readonly string folder;
    private readonly StandardsLibrary library;
    private readonly PolicyVocabularyParts parts = new();
    private readonly List<Finding> faults = [];
    private readonly List<(TermPattern Term, LibraryRow Row, string Column)> read = [];

    private PolicyVocabularyReader(string folder, StandardsLibrary library) => (this.folder, this.library) = (folder, library);

    public static PolicyVocabulary Read(string folder, StandardsLibrary library)
    {
        var reader = new PolicyVocabularyReader(folder, library);
        reader.ReadWords();
        reader.ReadSetAside();
        reader.ReadDenials();
        reader.ReadRequirements();
        reader.ReadHomes();
        reader.CheckClasses();
        return reader.faults.Count == 0 ? new PolicyVocabulary(reader.parts) : throw new FindingsException(reader.faults);
    }

    private void ReadWords()
    {
        foreach (var row in Table("policy/words.csv", ["class", "words"], ["note"]))
        {
            var members = parts.Classes.TryGetValue(row.Text("class"), out var known) ? known : parts.Classes[row.Text("class")] = [];
            members.AddRange(Terms(row, "words").Select(term => term.Phrase));
        }
        foreach (var name in new[] { PolicyVocabulary.Ai, PolicyVocabulary.Names, PolicyVocabulary.Laws, PolicyVocabulary.Things, PolicyVocabulary.Binding, PolicyVocabulary.Management, PolicyVocabulary.Thirds, PolicyVocabulary.Pronouns }.Where(name => !parts.Classes.ContainsKey(name)))
            faults.Add(Finding.Error("policy/words.csv", "missing-class", $"The class \"{name}\" is missing. Add a row with its words."));
    }

    private void ReadSetAside()
    {
        foreach (var row in Table("policy/set-aside.csv", ["kind", "terms"], ["note"]))
        {
            var kind = row.Choice<List<TermPattern>?>("kind", ("denial", parts.Denials), ("rescue", parts.Rescues), ("intent", parts.Intents), ("own-voice", parts.OwnVoice), ("outside-heading", parts.Outside), ("list-heading", parts.Lists), ("placeholder", null));
            if (kind is not null) kind.AddRange(Terms(row, "terms"));
            else AddPlaceholder(row);
        }
    }

    /// <summary>Words as written, small ones too: every kind, once or in several rows.</summary>
    private void ReadDenials()
    {
        foreach (var row in Table("policy/denials.csv", ["kind", "words"], ["note"]))
        {
            var kind = row.Choice("kind", [.. DenialWords.Kinds.Select(kind => (kind, kind))]);
            if (!parts.Denying.TryGetValue(kind, out var words)) parts.Denying.Add(kind, words = []);
            words.AddRange(row.List("words"));
        }
        foreach (var missing in DenialWords.Kinds.Where(kind => !parts.Denying.ContainsKey(kind)))
            faults.Add(Finding.Error("policy/denials.csv", "missing-kind", $"There is no row of the kind \"{missing}\". Add one with its words."));
    }

    private void AddPlaceholder(LibraryRow row)
    {
        try
        {
            // Without backtracking: what it is applied to comes from strangers.
            parts.Placeholders.Add(new(row.Text("terms"), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)));
        }
        catch (Exception broken) when (broken is ArgumentException or NotSupportedException)
        {
            row.Fault("terms", "broken-pattern", $"This is not a regular expression that can be used without backtracking: {broken.Message}");
        }
    }

    /// <summary>Exactly the requirements of the edition the first row belongs to, each once, put into the order of the standard.</summary>
    private void ReadRequirements()
    {
        var terms = new Dictionary<string, RequirementTerms>(StringComparer.Ordinal);
        var table = Table("policy/requirements.csv", ["requirement_id", "binds", "in_lists", "anchors", "supports"], []);
        foreach (var row in table)
        {
            var key = row.Text("requirement_id");
            var subject = row.Choice("binds", ("ai", RequirementSubject.Ai), ("system", RequirementSubject.ManagementSystem));
            if (library.FindRequirement(key) is not { IsRequirement: true } requirement) row.Fault("requirement_id", "unknown-key", $"There is no requirement \"{key}\".");
            else if (!terms.TryAdd(requirement.Key, new(requirement, subject, Terms(row, "anchors"), Terms(row, "supports"), row.YesNo("in_lists")))) row.Fault("requirement_id", "duplicate-id", $"\"{key}\" stands twice. Keep one row.");
        }
        if (terms.Count == 0) return;
        var all = library.Assessable(terms.Values.First().Requirement.Edition).ToList();
        foreach (var missing in all.Where(requirement => !terms.ContainsKey(requirement.Key)))
            faults.Add(Finding.Error("policy/requirements.csv", "missing-requirement", $"\"{missing.Key}\" has no row. Add one with its terms."));
        parts.Requirements = [.. all.Where(requirement => terms.ContainsKey(requirement.Key)).Select(requirement => terms[requirement.Key])];
    }

    private void ReadHomes()
    {
        var reasons = Table("policy/home-reasons.csv", ["home", "requirement_ids", "why"], []).Select(row => (Home: row.Text("home"), Reason: Reason(row), Row: row)).ToList();
        foreach (var row in Table("policy/homes.csv", ["home", "name", "by_bans", "headings", "terms", "answers_to"], []))
        {
            var id = row.Text("home");
            foreach (var key in row.List("answers_to").Where(key => library.FindRequirement(key) is null)) row.Fault("answers_to", "unknown-key", $"There is no requirement \"{key}\".");
            List<HomeReason> own = [.. reasons.Where(reason => reason.Home == id).Select(reason => reason.Reason)];
            if (own.Count == 0) row.Fault("home", "no-reason", $"No row of home-reasons.csv says for what \"{id}\" is the place. Add one.");
            parts.Homes.Add(new(id, row.Text("name"), row.YesNo("by_bans"), Terms(row, "headings"), Terms(row, "terms"), row.List("answers_to"), own));
        }
        foreach (var (home, _, row) in reasons.Where(reason => parts.Homes.All(known => known.Id != reason.Home))) row.Fault("home", "unknown-key", $"There is no home \"{home}\" in homes.csv.");
    }

    private HomeReason Reason(LibraryRow row)
    {
        foreach (var key in row.List("requirement_ids").Where(key => library.FindRequirement(key) is null)) row.Fault("requirement_ids", "unknown-key", $"There is no requirement \"{key}\".");
        return new(row.Text("why"), row.List("requirement_ids").ToFrozenSet(StringComparer.Ordinal));
    }

    private IReadOnlyList<LibraryRow> Table(string file, string[] required, string[] optional) => LibraryTable.Read(folder, file, required, optional, faults).Rows;

    private TermPattern[] Terms(LibraryRow row, string column)
    {
        TermPattern[] terms = [.. row.List(column).Select(TermPattern.Parse)];
        if (terms.Length == 0) row.Fault(column, "empty-cell", "The cell is empty. Fill it.");
        read.AddRange(terms.Select(term => (term, row, column)));
        foreach (var term in terms.Where(term => term.IsEmpty)) row.Fault(column, "empty-term", $"\"{term.Text}\" says nothing but words that are ignored. Delete it or say more.");
        return terms;
    }

    private void CheckClasses()
    {
        foreach (var (term, row, column) in read)
        {
            foreach (var name in term.Classes.Where(name => !parts.Classes.ContainsKey(name)))
                row.Fault(column, "unknown-class", $"\"{term.Text}\" asks for the class \"{name}\", which words.csv does not have. Correct the name or add the class.");
        }
    }
}
