using System.Globalization;
using Concord.Monitoring;

namespace Concord.Web.Pages.Inventory;

internal static class QualityWords
{
    /// <summary>"capital_gain: its unit seems changed, medians stand 0.01 to 1".</summary>
    public static string Of(QualityMeasurement finding)
    {
        var value = finding.Value ?? finding.DecidedBy.Value;
        return finding.Check switch
        {
            QualityMeasurement.MissingCheck => $"{finding.Column}: {Share(value)} missing{(finding.Reference is { } before ? $", {Share(before)} in the reference" : "")}",
            QualityMeasurement.NewCategoryCheck => $"{finding.Column}: {Share(value)} in categories the reference does not know",
            QualityMeasurement.UnitChangeCheck => string.Create(CultureInfo.InvariantCulture, $"{finding.Column}: the unit seems to have changed, its median is {value:0.###} times that of the reference"),
            var check => string.Create(CultureInfo.InvariantCulture, $"{finding.Column}: {check} {value:0.###}"),
        };
    }

    private static string Share(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.#} %") : "an unknown share";
}
