namespace Concord.Reports;

/// <summary>Names of sheets as spreadsheets allow them: at most 31 characters, none of a few signs, each once whatever its case.</summary>
internal sealed class SheetNames
{
    private const int Longest = 31;

    /// <summary>One name is the program's own.</summary>
    private readonly HashSet<string> used = new(StringComparer.OrdinalIgnoreCase) { "History" };

    public string Next(string wanted)
    {
        var plain = string.Concat(ReportText.Line(wanted).Select(letter => letter is ':' or '\\' or '/' or '?' or '*' or '[' or ']' ? '-' : letter)).Trim('\'', ' ');
        if (plain.Length == 0) plain = "Table";
        var name = Cut(plain, Longest);
        for (var number = 2; !used.Add(name); number++)
        {
            var end = FormattableString.Invariant($" ({number})");
            name = Cut(plain, Longest - end.Length) + end;
        }
        return name;
    }

    private static string Cut(string name, int longest)
    {
        if (name.Length <= longest) return name;
        return name[..(char.IsHighSurrogate(name[longest - 1]) ? longest - 1 : longest)].TrimEnd('\'', ' ');
    }
}
