using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>What a requirement binds, and with it which text can carry it.</summary>
internal enum RequirementSubject
{
    /// <summary>AI: only text that speaks of AI.</summary>
    Ai,

    /// <summary>The management system as such: also text that binds every policy, every audit, everybody.</summary>
    ManagementSystem,
}

/// <summary>The terms of one requirement.</summary>
/// <param name="Anchors">One of them says what the requirement asks for.</param>
/// <param name="Supports">They say how, when or by whom; alone they claim nothing.</param>
/// <param name="InLists">A list of documents or versions can carry it; to others such lists are only names.</param>
internal sealed record RequirementTerms(Requirement Requirement, RequirementSubject Subject, IReadOnlyList<TermPattern> Anchors, IReadOnlyList<TermPattern> Supports, bool InLists);

/// <summary>Why a kind of general section is the place of these requirements.</summary>
internal sealed record HomeReason(string Why, FrozenSet<string> Requirements);

/// <summary>A kind of general section: supplier policy, secure development, risk policy.</summary>
/// <param name="ByBans">Also a section that only forbids is such a place: tools and data are ruled by bans, reporting is not.</param>
/// <param name="Requirements">Requirements of other standards that such a section answers to.</param>
internal sealed record PolicyHome(string Id, string Name, bool ByBans, IReadOnlyList<TermPattern> Headings, IReadOnlyList<TermPattern> Terms, IReadOnlyList<string> Requirements, IReadOnlyList<HomeReason> Reasons);

/// <summary>The words policies are read with: library data of <c>standards/policy</c>, checked as a whole when read.</summary>
internal sealed class PolicyVocabulary
{
    public const string Ai = "ai";
    public const string Names = "names";
    public const string Laws = "laws";
    public const string Things = "thing";
    public const string Binding = "binding";
    public const string Management = "management";
    public const string Thirds = "thirds";

    private const string Organisations = "org";

    /// <summary>A sentence that begins so speaks of what the one before it spoke of.</summary>
    public const string Pronouns = "pronouns";

    /// <summary>"[ ]".</summary>
    private const int ShortestBlank = 3;

    private readonly FrozenDictionary<string, IReadOnlyList<string[][]>> classes;
    private readonly IReadOnlyList<Regex> placeholders;

    /// <summary>Only <see cref="PolicyVocabularyReader"/> builds one, from tables it has checked.</summary>
    internal PolicyVocabulary(PolicyVocabularyParts parts)
    {
        classes = parts.Classes.ToFrozenDictionary(pair => pair.Key, pair => (IReadOnlyList<string[][]>)pair.Value, StringComparer.Ordinal);
        (Requirements, Homes, placeholders) = (parts.Requirements, parts.Homes, parts.Placeholders);
        Denying = new(parts.Denying);
        (Denials, Rescues, Intents, OwnVoice, Outside, Lists) = (parts.Denials, parts.Rescues, parts.Intents, parts.OwnVoice, parts.Outside, parts.Lists);
    }

    /// <summary>In the order of the standard.</summary>
    public IReadOnlyList<RequirementTerms> Requirements { get; }

    public IReadOnlyList<PolicyHome> Homes { get; }

    /// <summary>The words by which clauses deny.</summary>
    public DenialWords Denying { get; }

    /// <summary>"Does not apply to AI".</summary>
    public IReadOnlyList<TermPattern> Denials { get; }

    /// <summary>"Not … unless" demands what it seems to deny.</summary>
    public IReadOnlyList<TermPattern> Rescues { get; }

    /// <summary>"Will be developed".</summary>
    public IReadOnlyList<TermPattern> Intents { get; }

    /// <summary>What tells a rule of the organisation from one that is told of a law.</summary>
    public IReadOnlyList<TermPattern> OwnVoice { get; }

    /// <summary>Headings of what does not apply.</summary>
    public IReadOnlyList<TermPattern> Outside { get; }

    /// <summary>Headings of lists of names: references, definitions, contents.</summary>
    public IReadOnlyList<TermPattern> Lists { get; }

    public static PolicyVocabulary Read(StandardsLibrary library, string? folder = null) => PolicyVocabularyReader.Read(folder ?? StandardsLibrary.DefaultFolder, library);

    public IReadOnlyList<string[][]> Class(string name) => classes[name];

    /// <summary>Something is left to be filled in: who, when, how. The name of the organisation is not, nor a note or a box to tick.</summary>
    public bool HasBlank(string text) => placeholders.Any(pattern => pattern.Matches(text).Any(found => IsBlank(PolicyTokens.Of(found.Value), found.Value)));

    private bool IsBlank(PolicyToken[] inside, string text) => inside switch
    {
        [] => text.Length > ShortestBlank,
        [var alone] when alone.Raw.Length == 1 || alone.Raw.All(char.IsAsciiDigit) => false,
        [{ Folded: "see" }, ..] => false,
        // "[AC-08]" refers to a control.
        _ when inside.Any(token => token.Raw.All(char.IsAsciiDigit)) && !text.Any(char.IsLower) => false,
        _ => !inside.Any(token => Class(Organisations).Any(phrase => phrase is [var word] && word.Any(form => form == token.Stem || form == $"={token.Folded}"))),
    };

    /// <summary>The text as it stands once nothing is filled in.</summary>
    public string WithoutPlaceholders(string text) => placeholders.Aggregate(text, (left, pattern) => pattern.Replace(left, " "));
}
