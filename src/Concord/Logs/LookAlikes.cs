using System.Globalization;
using System.Text;

namespace Concord.Logs;

/// <summary>Finds levels of one column that a person would take for the same word. They are counted as different; a person decides whether they are.</summary>
internal static class LookAlikes
{
    /// <summary>Letters of other alphabets that fonts draw like Latin ones: Cyrillic and Greek, the ones met in names and codes.</summary>
    private static readonly Dictionary<char, char> Twins = Pairs(
        "АaВbЕeЅsІiЈjКkМmНhОoРpСcТtУyХxаaеeоoрpсcуyхxѕsіiјjԁdԛqԝwһhвbкkмmнhтtΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxοoαaνvρpκkιiυuϲc");

    /// <summary>Letters with a mark and without. The product runs without the tables that could take any letter apart; these are the ones of European names.</summary>
    private static readonly Dictionary<char, char> Bare = Pairs(
        "àaáaâaãaäaåaāaăaąaçcćcĉcčcďdđdèeéeêeëeēeėeęeěeĝgğgģgĥhìiíiîiïiīiįiķkĺlļlľlłlñnńnņnňnòoóoôoõoöoøoōoőoŕrřrśsŝsşsšsţtťtùuúuûuüuūuůuűuųuŵwýyÿyŷyźzżzžz");

    /// <summary>What remains of a text when everything that the eye overlooks is taken away: case, width, invisible characters, look-alike alphabets, marks on letters, outer and doubled blanks. A sign stays (IsSign).</summary>
    public static string Skeleton(string value)
    {
        StringBuilder text = new(value.Length);
        bool blank = false;
        foreach ((int at, Rune rune) in Positions(value))
        {
            if (!IsSign(value, at) && (Rune.IsWhiteSpace(rune) || rune.Value is '_' or '-'))
            {
                blank = text.Length > 0;
                continue;
            }
            if (VisibleText.IsInvisible(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            if (blank)
                text.Append(' ');
            blank = false;
            Rune narrow = rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;
            Rune lower = narrow.IsBmp && Twins.TryGetValue((char)narrow.Value, out char twin) ? new Rune(twin) : Rune.ToLowerInvariant(narrow);
            text.Append(lower.IsBmp && Bare.TryGetValue((char)lower.Value, out char bare) ? bare.ToString() : lower.ToString());
        }
        return text.ToString();
    }

    /// <summary>Groups of levels with one skeleton, and of one letter with a rare word that begins with it (F and female).</summary>
    /// <param name="levels">The levels of one column with their number of rows.</param>
    public static IEnumerable<IReadOnlyList<string>> Groups(IReadOnlyDictionary<string, long> levels)
    {
        List<IGrouping<string, string>> bySkeleton = [.. levels.Keys.Order(StringComparer.Ordinal).GroupBy(Skeleton, StringComparer.Ordinal)];
        foreach (IGrouping<string, string> group in bySkeleton.Where(group => group.Count() > 1))
            yield return [.. group];

        double rare = Math.Max(5, levels.Values.Sum() * 0.01);
        foreach (IGrouping<string, string> letter in bySkeleton.Where(group => group.Key.Length == 1 && char.IsLetter(group.Key[0])))
        {
            List<string> words = [.. bySkeleton
                .Where(group => group.Key.Length > 1 && group.Key[0] == letter.Key[0] && group.Key.All(char.IsLetter))
                .SelectMany(group => group)
                .Where(word => levels[word] <= rare)];
            if (words.Count > 0)
                yield return [letter.First(), .. words];
        }
    }

    private static IEnumerable<(int At, Rune Rune)> Positions(string value)
    {
        int at = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            yield return (at, rune);
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>A hyphen that says something: the minus before a number that begins the text (-1 is not 1), or the end of a grade (A- is not A).</summary>
    private static bool IsSign(string value, int at) => value[at] == '-'
        && ((string.IsNullOrWhiteSpace(value[..at]) && at + 1 < value.Length && char.IsAsciiDigit(value[at + 1]))
            || (string.IsNullOrWhiteSpace(value[(at + 1)..]) && at > 0 && char.IsLetterOrDigit(value[at - 1])));

    private static Dictionary<char, char> Pairs(string pairs)
    {
        Dictionary<char, char> twins = [];
        for (int i = 0; i < pairs.Length; i += 2)
            twins[pairs[i]] = pairs[i + 1];
        return twins;
    }
}
