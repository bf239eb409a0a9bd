namespace Concord.Gaps;

/// <summary>Words from one token up to another, end excluded.</summary>
internal readonly record struct TermSpan(int Start, int End);

/// <summary>
/// A term of the vocabulary. Words that follow each other must stand together (small words between them do not part them); <c>+</c> joins parts that may stand
/// in any order in one sentence; <c>/</c> separates alternatives of one word, in which <c>~</c> joins words; <c>@name</c> is any member of a class; <c>=word</c> asks for the form as
/// written; <c>a^b</c> is <c>a</c> unless <c>b</c> follows; what stands behind <c> - </c> must stand nowhere in the sentence; a word in capitals asks for the capitals. All others match by their stem.
/// </summary>
internal sealed class TermPattern
{
    /// <summary>Parts further apart than this belong to different thoughts of one sentence.</summary>
    private const int Reach = 16;

    private readonly string[][][] parts;

    private readonly string[][][] never;

    private TermPattern(string text, string[][][] parts, string[][][] never) => (Text, this.parts, this.never) = (text, parts, never);

    public string Text { get; }

    public bool IsEmpty => parts.Length == 0;

    /// <summary>Its first part: of the members of classes, which have only one.</summary>
    public string[][] Phrase => parts.Length == 0 ? [] : parts[0];

    /// <summary>The names of the classes it asks for.</summary>
    public IEnumerable<string> Classes => parts.Concat(never).SelectMany(part => part).SelectMany(word => word).SelectMany(form => form.TrimStart('~', '^').Split(' ')).Where(form => form[0] == '@').Select(form => form[1..]);

    public static TermPattern Parse(string text)
    {
        var sides = text.Split(" - ");
        return new(text, Parts(sides[0]), [.. sides.Skip(1).SelectMany(Parts)]);
    }

    private static string[][][] Parts(string text) =>
        [.. text.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Forms).Where(forms => forms.Length > 0).ToArray()).Where(part => part.Length > 0)];

    private static string[] Forms(string word) => [.. word.Split('/', StringSplitOptions.RemoveEmptyEntries).SelectMany(Form)];

    /// <summary>As the tokens of a text are made, so that a term matches what it says.</summary>
    private static IEnumerable<string> Form(string form)
    {
        if (form.Contains('~', StringComparison.Ordinal)) return ["~" + string.Join(' ', form.Split('~').SelectMany(Form))];
        if (form.Contains('^', StringComparison.Ordinal)) return ["^" + string.Join(' ', form.Split('^').SelectMany(Form))];
        if (form[0] == '@') return [form];
        if (form[0] == '=') return ["=" + PolicyTokens.Fold(form[1..])];
        return PolicyTokens.Of(form).Select(token => IsCapitals(token.Raw) ? "!" + token.Raw : token.Stem);
    }

    private static bool IsCapitals(string word) => word.Length > 1 && word.All(letter => char.IsUpper(letter) || char.IsDigit(letter)) && word.Any(char.IsUpper);

    /// <summary>Where it stands in the sentence, from its first word to its last; null where it does not.</summary>
    public TermSpan? Find(ReadSentence sentence, bool alsoNames = false)
    {
        if (IsEmpty || never.Any(part => Places(part, sentence, alsoNames: true).Any())) return null;
        foreach (var first in Places(parts[0], sentence, alsoNames))
        {
            var span = first;
            var found = true;
            for (var i = 1; i < parts.Length && found; i++)
            {
                TermSpan? near = Nearest(parts[i], sentence, alsoNames, first);
                found = near is not null;
                if (near is { } other) span = new(Math.Min(span.Start, other.Start), Math.Max(span.End, other.End));
            }
            if (found) return span;
        }
        return null;
    }

    private static TermSpan? Nearest(string[][] part, ReadSentence sentence, bool alsoNames, TermSpan first)
    {
        foreach (var place in Places(part, sentence, alsoNames))
        {
            var apart = place.Start >= first.End ? place.Start - first.End : first.Start - place.End;
            if (apart is >= 0 and <= Reach) return place;
        }
        return null;
    }

    private static IEnumerable<TermSpan> Places(string[][] part, ReadSentence sentence, bool alsoNames)
    {
        for (var start = 0; start < sentence.Tokens.Length; start++)
        {
            if (End(part, sentence, start, alsoNames) is { } end) yield return new(start, end);
        }
    }

    private static int? End(string[][] part, ReadSentence sentence, int start, bool alsoNames)
    {
        var at = start;
        foreach (var word in part)
        {
            var length = 0;
            foreach (var form in word) length = Math.Max(length, sentence.Matches(form, at, alsoNames));
            if (length == 0) return null;
            at += length;
        }
        return at;
    }
}
