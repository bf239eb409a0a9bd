namespace Concord.Gaps.Reading;

/// <summary>A policy that cannot be read, with what to change. Ends in a <see cref="Foundation.Finding"/>; never leaves the room.</summary>
internal sealed class PolicyFileException(string code, string message) : Exception(message)
{
    public string Code => code;
}
