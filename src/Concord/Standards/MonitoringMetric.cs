namespace Concord.Standards;

/// <summary>Something that can be watched: the id that controls, catalogue risks and signals use for the same thing.</summary>
/// <param name="Title">The metric as people say it.</param>
/// <param name="DefaultThreshold">In words, for people; the limits that decide are policy data.</param>
/// <param name="IsShare">A part of a whole: no value lies outside 0 to 1, in percent 0 to 100.</param>
internal sealed record MonitoringMetric(string Id, string Title, string Family, string AppliesTo, string DefaultThreshold, string Note, bool IsShare);
