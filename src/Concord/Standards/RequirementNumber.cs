using System.Globalization;

namespace Concord.Standards;

/// <summary>The order in which a standard prints its numbers: part by part and by value, so that ten follows nine; clauses before annexes.</summary>
internal sealed class RequirementNumber : IComparer<string>
{
    public static RequirementNumber Order { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = (x ?? "").Split('.');
        var right = (y ?? "").Split('.');
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var parts = ComparePart(left[i], right[i]);
            if (parts != 0)
                return parts;
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Numbers by value and before letters; letters by their code.</summary>
    private static int ComparePart(string left, string right)
    {
        var leftIsNumber = int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
        var rightIsNumber = int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => leftNumber.CompareTo(rightNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(left, right),
        };
    }
}
