namespace Concord.Gaps;

/// <summary>A word of a sentence as clauses are told by: none is left out, and what parts it from the word before is known.</summary>
/// <param name="Start">Where it stands in the text, and where it ends.</param>
/// <param name="AfterBreak">A colon, a bracket, a dash, a line of a table: a clause of its own.</param>
internal readonly record struct ClauseWord(string Folded, int Start, int End, bool AfterComma, bool AfterBreak)
{
    public static IReadOnlyList<ClauseWord> Of(string text)
    {
        var words = new List<ClauseWord>();
        var (comma, hard) = (false, false);
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                comma |= text[i] == ',';
                // A hyphen joins; a dash between blanks parts.
                hard |= text[i] is ';' or ':' or '(' or ')' or '|' or '–' or '—' || (text[i] == '-' && i > 0 && text[i - 1] == ' ');
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '\'' or '’' or '.' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])))) i++;
            foreach (var part in Parts(PolicyTokens.Fold(text[start..i].Replace(".", "", StringComparison.Ordinal)).Replace('’', '\'')))
            {
                words.Add(new(part, start, i, comma, hard));
                (comma, hard) = (false, false);
            }
        }
        return words;
    }

    /// <summary>"Isn't" and "cannot" are two words; "owner's" is the owner.</summary>
    private static string[] Parts(string word) => word switch
    {
        "cannot" or "can't" => ["can", "not"],
        "won't" => ["will", "not"],
        "shan't" => ["shall", "not"],
        _ when word.EndsWith("n't", StringComparison.Ordinal) => [word[..^3], "not"],
        _ when word.IndexOf('\'', StringComparison.Ordinal) is > 0 and var at => [word[..at]],
        _ => [word],
    };
}
