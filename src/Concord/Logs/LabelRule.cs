using System.Globalization;

namespace Concord.Logs;

/// <summary>How labels become 0 and 1.</summary>
internal sealed class LabelRule
{
    private readonly bool _positiveIsZero;

    public LabelRule(string positiveLabel)
    {
        Positive = Normalised(positiveLabel);
        (IsBinary, _positiveIsZero) = Positive switch
        {
            "1" => (true, false),
            "0" => (true, true),
            _ => (false, false),
        };
    }

    /// <summary>The label that counts as 1, in the form labels are compared in.</summary>
    public string Positive { get; }

    /// <summary>Labels must be 0 or 1. Otherwise they are words, and the one word that is not <see cref="Positive"/> counts as 0.</summary>
    public bool IsBinary { get; }

    /// <summary>The stored label of a 0 or 1 in the file.</summary>
    public int Mapped(int label) => _positiveIsZero ? 1 - label : label;

    /// <summary>Numbers in one spelling (1.0 is 1), true and false as 1 and 0, words as they are.</summary>
    public static string Normalised(string label)
    {
        string text = label.Trim();
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
            return "1";
        if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
            return "0";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : text;
    }
}
