namespace Concord.Measures;

/// <summary>The native definitions: formulas, treatment of ties, empty bins and missing values, as the remarks of each measure state them.</summary>
public static class Definitions
{
    /// <summary>Their version. It changes when the same rows would give another number, and leaves with every result.</summary>
    public const string Version = "1";
}
