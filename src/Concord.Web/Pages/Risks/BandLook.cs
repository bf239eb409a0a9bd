using Concord.Standards;

namespace Concord.Web.Pages.Risks;

/// <summary>How a band looks in a matrix: a colour and a pattern, beside its word.</summary>
internal static class BandLook
{
    public static string ClassOf(RiskCriteria criteria, string band) => $"h{Math.Min(1 + criteria.Bands.Select(known => known.Name).ToList().IndexOf(band), 4)}";
}
