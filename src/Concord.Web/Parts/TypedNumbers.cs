using System.Globalization;
using Concord.Foundation;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>The numbers of a form that was sent. What is no number is kept, so that all of it is said at once.</summary>
internal sealed class TypedNumbers(HttpContext context)
{
    private readonly List<Finding> findings = [];

    /// <summary>Null where the field was left empty.</summary>
    public double? Number(string field, string label)
    {
        if (context.Typed(field)?.Trim() is not { Length: > 0 } typed) return null;
        if (double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        findings.Add(Finding.Error(label, "form-field", "This is no number. Write it with a point, for example 0.93."));
        return null;
    }

    public long? Whole(string field, string label)
    {
        if (context.Typed(field)?.Trim() is not { Length: > 0 } typed) return null;
        if (long.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)) return number;
        findings.Add(Finding.Error(label, "form-field", "This is no whole number."));
        return null;
    }

    /// <exception cref="FindingsException">Fields that are no numbers.</exception>
    public void Demand()
    {
        if (findings.Count > 0) throw new FindingsException(findings);
    }
}
