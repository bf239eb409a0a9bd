namespace Concord.Web.Parts;

/// <summary>One step of the way back, shown above the title.</summary>
public sealed record Crumb(string Title, string Href);
