using System.Globalization;
using System.Text;

namespace Concord.Tests;

/// <summary>Months of 700 predictions whose outcomes become known later; the same in every run.</summary>
internal static class LateRows
{
    public const int Month = 700;

    public static double Score(int i) => i * 0.41421356237 % 1;

    /// <summary>A score is the chance of its outcome; evenly spread and without any chance.</summary>
    public static int Outcome(int i) => i * 0.61803398875 % 1 < Score(i) ? 1 : 0;

    private static DateTime At(int month, int i) => new DateTime(2025, month, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 12);

    /// <summary>Labels come one to thirty days after the decision.</summary>
    public static string Known(int month, int i) => string.Create(CultureInfo.InvariantCulture, $"{At(month, i).AddDays(1 + (i % 30)):yyyy-MM-dd'T'HH:mm:ss'Z'}");

    public static string Rows(int month, int to = Month, bool labelColumn = false, bool labelled = false)
    {
        var text = new StringBuilder($"prediction_id,timestamp,income,score,decision{(labelColumn ? ",label,label_timestamp" : "")}\n");
        for (var i = 0; i < to; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"2025-{month}-{i},{At(month, i):yyyy-MM-dd'T'HH:mm:ss'Z'},{30_000 + (40_000 * (i * 0.73205080757 % 1)):0.##},{Score(i):0.####},{(Score(i) >= 0.5 ? 1 : 0)}");
            if (labelColumn) text.Append(CultureInfo.InvariantCulture, $",{(labelled ? $"{Outcome(i)},{Known(month, i)}" : ",")}");
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Labels(int month, int from = 0, int to = Month, bool turned = false, Func<double, bool>? only = null)
    {
        var text = new StringBuilder("prediction_id,label,label_timestamp\n");
        for (var i = from; i < to; i++)
        {
            if (only?.Invoke(Score(i)) != false) text.Append(CultureInfo.InvariantCulture, $"2025-{month}-{i},{(turned ? 1 - Outcome(i) : Outcome(i))},{Known(month, i)}\n");
        }
        return text.ToString();
    }
}
