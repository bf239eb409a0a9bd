namespace Concord.Web.Charts;

/// <summary>Drawn about as large as shown on a desk, so that the writing in a chart has the size of the writing around it.</summary>
internal static class ChartSize
{
    public const double WideWidth = 940;
    public const double HalfWidth = 460;
    public const double Height = 230;
    public const double FontSize = 11.5;
    public const double CharacterWidth = 0.56 * FontSize;
}
