namespace Concord.Measures;

/// <summary>A measure of a numeric column as another tool defines it. For reproducing its figures; verdicts rest on the native definitions.</summary>
/// <param name="Name">What it is called wherever it is shown, for example "PSI (evidently)".</param>
/// <param name="Of">The measure of the reference and the current sample, in this order. Missing rows play no part.</param>
public sealed record NumericDefinition(string Name, Func<EmpiricalDistribution, EmpiricalDistribution, Measured> Of);

/// <summary>A measure of a categorical column as another tool defines it. For reproducing its figures; verdicts rest on the native definitions.</summary>
/// <param name="Name">What it is called wherever it is shown, for example "PSI (evidently)".</param>
/// <param name="Of">The measure of the reference and the current sample, in this order. Missing rows play no part.</param>
public sealed record CategoricalDefinition(string Name, Func<CategoryCounts, CategoryCounts, Measured> Of);
