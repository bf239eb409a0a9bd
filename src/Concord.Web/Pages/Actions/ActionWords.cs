using System.Globalization;

namespace Concord.Web.Pages.Actions;

internal static class ActionWords
{
    /// <summary>Days of one person, or that nobody estimated them.</summary>
    public static string Effort(double? days) => days is { } known ? known.ToString("0.#", CultureInfo.InvariantCulture) : "not estimated";
}
