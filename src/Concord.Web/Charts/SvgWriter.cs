using System.Globalization;
using System.Net;
using System.Text;
using OxyPlot;

namespace Concord.Web.Charts;

/// <summary>
/// Renders a plot as SVG that carries classes and geometry only: no style attribute (the content policy allows none), no colour (the themes have them),
/// no identifiers (several charts share a page).
/// </summary>
internal sealed class SvgWriter : ClippingRenderContext
{
    private readonly StringBuilder svg = new();
    private string? tip;

    public SvgWriter() => RendersToScreen = false;

    public static string Write(PlotModel model, double width, double height, string title, string description)
    {
        var writer = new SvgWriter();
        writer.svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart{(width > ChartSize.HalfWidth ? " wide" : "")}\" viewBox=\"0 0 {width} {height}\" role=\"img\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title><desc>{Escape(description)}</desc>");
        IPlotModel plot = model;
        plot.Update(true);
        plot.Render(writer, new OxyRect(0, 0, width, height));
        return writer.svg.Append("</svg>").ToString();
    }

    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin) =>
        Draw("polyline", points.Count > 1 ? stroke : OxyColors.Transparent, thickness, () => Points(points));

    public override void DrawLineSegments(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin) =>
        Draw("path", stroke, thickness, () =>
        {
            svg.Append(" d=\"");
            for (var i = 0; i + 1 < points.Count; i += 2)
                svg.Append('M').Append(At(points[i])).Append('L').Append(At(points[i + 1]));
            svg.Append('"');
        });

    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin) =>
        Draw("polygon", fill, 1, () => Points(points));

    public override void DrawRectangle(OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        Draw("rect", fill, 1, () => svg.Append(" x=\"").Append(Short(rectangle.Left)).Append("\" y=\"").Append(Short(rectangle.Top))
            .Append("\" width=\"").Append(Short(rectangle.Width)).Append("\" height=\"").Append(Short(rectangle.Height)).Append('"'));

    public override void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        Draw("circle", fill, 1, () => svg.Append(" cx=\"").Append(Short(extents.Center.X)).Append("\" cy=\"").Append(Short(extents.Center.Y))
            .Append("\" r=\"").Append(Short(extents.Width / 2)).Append('"'));

    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text) || fill.IsInvisible())
            return;
        var down = verticalAlignment switch { VerticalAlignment.Top => 0.9, VerticalAlignment.Middle => 0.35, _ => -0.25 };
        svg.Append("<text");
        if (fill != Ink.Text)
            svg.Append(" class=\"").Append(Ink.ClassOf(fill)).Append('"');
        svg.Append(" x=\"").Append(Short(p.X)).Append("\" y=\"").Append(Short(p.Y + (down * fontSize))).Append('"');
        if (horizontalAlignment != HorizontalAlignment.Left)
            svg.Append(horizontalAlignment == HorizontalAlignment.Center ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        svg.Append('>').Append(Escape(text)).Append("</text>");
    }

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(text.Length * ChartSize.CharacterWidth, fontSize * 1.2);

    /// <summary>The plot library announces here the words that belong to what it draws next; they become the title of the shape.</summary>
    public override void SetToolTip(string text) => tip = text;

    protected override void SetClip(OxyRect clippingRectangle)
    {
        // Nothing is drawn outside the plot: the axes cover all data. Clip paths would need identifiers.
    }

    protected override void ResetClip()
    {
    }

    private void Draw(string element, OxyColor ink, double thickness, Action geometry)
    {
        if (ink.IsInvisible() || thickness <= 0)
            return;
        svg.Append('<').Append(element).Append(" class=\"").Append(Ink.ClassOf(ink)).Append('"');
        geometry();
        if (tip is null)
            svg.Append("/>");
        else
            svg.Append("><title>").Append(Escape(tip)).Append("</title></").Append(element).Append('>');
    }

    private void Points(IList<ScreenPoint> points) => svg.Append(" points=\"").AppendJoin(' ', points.Select(At)).Append('"');

    private static string At(ScreenPoint point) => $"{Short(point.X)},{Short(point.Y)}";

    private static string Short(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
