using System.Globalization;
using System.Text;

namespace Concord.Tests;

internal sealed record PredictionRow(string Id, DateTimeOffset At, int Age, string Region, string Sex, double Score, int Decision, int Label);

/// <summary>A prediction log of months of 800 rows, the same in every run; with <c>older</c> people are twenty years older.</summary>
internal static class PredictionRows
{
    private const int PerMonth = 800;

    public static IEnumerable<PredictionRow> Of(string[] months, bool older = false)
    {
        foreach (var month in months)
        {
            var start = DateTimeOffset.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            for (var i = 0; i < PerMonth; i++)
            {
                var score = Spread(i, 7919);
                yield return new($"{month}-{i:0000}", start.AddMinutes(i * 48), 20 + (i * 37 % 45) + (older ? 20 : 0), ((string[])["north", "south", "east", "west"])[i % 4], i / 4 % 2 == 0 ? "f" : "m",
                    score, score >= 0.5 ? 1 : 0, Spread(i, 104_729) < score ? 1 : 0);
            }
        }
    }

    public static string Csv(string[] months, bool older = false) => Csv(Of(months, older));

    public static string Csv(IEnumerable<PredictionRow> rows)
    {
        var text = new StringBuilder("prediction_id,timestamp,age,region,sex,score,decision,label,model_version\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Id},{row.At:yyyy-MM-ddTHH:mm:ssZ},{row.Age},{row.Region},{row.Sex},{row.Score},{row.Decision},{row.Label},1.0.0\n");
        return text.ToString();
    }

    public static string Ndjson(IEnumerable<PredictionRow> rows) => string.Join('\n', rows.Select(Line));

    public static string Json(IEnumerable<PredictionRow> rows) => $"[{string.Join(",\n", rows.Select(Line))}]";

    private static string Line(PredictionRow row) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"prediction_id":"{{row.Id}}","timestamp":"{{row.At:yyyy-MM-ddTHH:mm:ssZ}}","age":{{row.Age}},"region":"{{row.Region}}","sex":"{{row.Sex}}","score":{{row.Score}},"decision":{{row.Decision}},"label":{{row.Label}},"model_version":"1.0.0"}""");

    private static double Spread(int i, int step) => i * (long)step % 997 / 997d;
}
