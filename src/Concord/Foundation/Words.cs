using System.Text;

namespace Concord.Foundation;

/// <summary>The words people read for a state: <c>InOperation</c> is "in operation".</summary>
internal static class Words
{
    public static string Of<TState>(TState state) where TState : struct, Enum
    {
        var name = state.ToString();
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    /// <summary>The camelCase word of machine output: <c>InOperation</c> is <c>inOperation</c>.</summary>
    public static string Key<TState>(TState state) where TState : struct, Enum
    {
        var name = state.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
