using System.Globalization;

namespace Concord.Web.Parts;

/// <summary>Figures and states as sentences write them.</summary>
internal static class Plain
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>"four", "1,204".</summary>
    public static string Number(int count) => count < Numbers.Length ? Numbers[count] : count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"one signal", "four signals", "no signals".</summary>
    public static string Count(int count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    public static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    /// <summary>A verdict as people read it.</summary>
    public static string Verdict(string verdict) => verdict switch
    {
        "insufficient" => "not enough data",
        "notComputable" => "not computable",
        "notMonitored" => "not monitored",
        _ => verdict,
    };

    public static string Date(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
