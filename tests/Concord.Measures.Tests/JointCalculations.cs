using System.Globalization;
using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class JointCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["CoMoments"] = c =>
        {
            var both = CoMoments.FromRows(c.Table("first"), 3).Merge(CoMoments.FromRows(c.Table("second"), 3));
            return new()
            {
                ["rows"] = Words(both.Rows),
                ["incomplete"] = Words(both.Incomplete),
                ["means"] = [.. Enumerable.Range(0, 3).SelectMany(i => Words(both.Mean(i)))],
                ["covariances"] = [.. Enumerable.Range(0, 3).SelectMany(i => Enumerable.Range(0, i + 1).SelectMany(j => Words(both.Covariance(i, j))))],
            };
        },
        ["PrincipalComponentReconstruction"] = c =>
        {
            var reference = c.Table("reference");
            var components = PrincipalComponentReconstruction.FromReference(CoMoments.FromRows(reference, reference[0].Length), c.Number("share"));
            return new()
            {
                ["kept"] = Words(components.Kept),
                ["error"] = Words(components.Error(CoMoments.FromRows(c.Table("window"), reference[0].Length))),
            };
        },
        ["ReconstructionShift"] = c =>
        {
            var window = c.Table("window");
            CoMoments[] parts = [.. Enumerable.Range(1, (int)c.Number("parts")).Select(part => CoMoments.FromRows(c.Table(string.Create(CultureInfo.InvariantCulture, $"part{part}")), window[0].Length))];
            var shift = ReconstructionShift.Of(parts, CoMoments.FromRows(window, window[0].Length));
            return new() { ["reference"] = Words(shift.Reference), ["window"] = Words(shift.Window), ["p"] = Words(shift.PValue) };
        },
        ["ControlLimits"] = c =>
        {
            var limits = ControlLimits.FromReference(c.Words("chunks")
                .Select(word => word == "none" ? Measured.Not("not given") : Measured.Of(double.Parse(word, CultureInfo.InvariantCulture))));
            return new()
            {
                ["centre"] = Words(limits.Centre), ["low"] = Words(limits.Interval?.Low), ["high"] = Words(limits.Interval?.High), ["chunks"] = Words(limits.Chunks),
            };
        },
        ["DomainClassifier"] = c =>
        {
            var area = DomainClassifier.Of(c.Table("reference"), c.Table("current"));
            return new() { ["area"] = Words(area.Value), ["standardError"] = Words(area.StandardError), ["p"] = Words(DomainClassifier.PValue(area)) };
        },
    };
}
