namespace Concord.Gaps;

/// <summary>How far policies carry a requirement. Only the two upper levels are claims.</summary>
internal enum PolicyLevel { Absent, Weak, Mentioned, Covered }

/// <summary>A quotation and where it stands.</summary>
internal sealed record PolicyPassage(string File, string Section, string Text);

/// <summary>Existing general text in which the requirement would be at home.</summary>
/// <param name="Home">The kind of section, by its id in the vocabulary.</param>
internal sealed record GeneralPlace(string File, string Section, string Text, string Why, string Home);

/// <param name="General">Says where to embed; never raises the level.</param>
internal sealed record AssessedRequirement(string Requirement, PolicyLevel Level, IReadOnlyList<PolicyPassage> Passages, IReadOnlyList<GeneralPlace> General);
