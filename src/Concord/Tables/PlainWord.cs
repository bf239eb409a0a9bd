using System.Text;

namespace Concord.Tables;

/// <summary>How words of strangers are compared: capitals, blanks and punctuation do not count.</summary>
internal static class PlainWord
{
    public static string Of(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var letter in word.Normalize(NormalizationForm.FormKC))
            if (char.IsLetterOrDigit(letter) || letter is '✓' or '✔' or '✗' or '✘') plain.Append(char.ToLowerInvariant(letter));
        return plain.ToString();
    }

    /// <summary>A member by its word in any usual spelling: <c>evidence date</c>, <c>evidenceDate</c>, <c>evidence_date</c>.</summary>
    public static T? Named<T>(string word) where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => string.Equals(Of(value.ToString()), Of(word), StringComparison.Ordinal)).Select(value => (T?)value).FirstOrDefault();

    /// <summary>The place of a column by its name; less than 0 where there is none.</summary>
    public static int PlaceOf(IReadOnlyList<string> names, string column)
    {
        for (var i = 0; i < names.Count; i++) if (string.Equals(Of(names[i]), Of(column), StringComparison.Ordinal)) return i;
        return -1;
    }
}
