using System.Globalization;

namespace Concord.Tables;

/// <summary>How a spreadsheet shows a number: as a day, or with so many digits behind the point.</summary>
/// <param name="Decimals">Null: as many as it has.</param>
internal readonly record struct NumberFormat(bool IsDay, int? Decimals)
{
    /// <summary>Formats with these numbers are the programs' own.</summary>
    public static NumberFormat Of(int id, IReadOnlyDictionary<int, string> own) => id switch
    {
        >= 14 and <= 22 or >= 27 and <= 36 or >= 45 and <= 47 or >= 50 and <= 58 => new(true, null),
        2 => new(false, 2),
        _ when own.TryGetValue(id, out var code) => Of(code),
        _ => default,
    };

    /// <summary>A control called 5.10 is stored as the number 5.1; only the format still says how it is written.</summary>
    public string Show(double number, bool since1904)
    {
        if (IsDay && number is >= 1 and < 2_950_000)
            return new DateOnly(1899, 12, 30).AddDays((int)number + (since1904 ? 1462 : number < 60 ? 1 : 0)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Decimals is { } digits ? number.ToString($"F{digits}", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private static NumberFormat Of(string code)
    {
        var (plain, quoted, bracketed) = ("", false, false);
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            if (code[i] == '"') quoted = !quoted;
            else if (!quoted && code[i] is '[' or ']') bracketed = code[i] == '[';
            else if (!quoted && code[i] is '\\' or '_' or '*') i++;
            else if (!quoted && !bracketed) plain += char.ToLowerInvariant(code[i]);
        }
        if (plain is "general" or "" or "@") return default;
        if (plain.Contains('y', StringComparison.Ordinal) || plain.Contains('d', StringComparison.Ordinal)) return new(true, null);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        return plain.All(letter => letter is '0' or '#' or '.' or ',') && point > 0 ? new(false, plain.Length - point - 1) : default;
    }
}
