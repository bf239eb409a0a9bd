using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Tests.House;

/// <summary>One declared edge: a room, a room it knows, and a reason where the levels alone do not allow it.</summary>
internal sealed record Edge(string From, string To, string? Reason)
{
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>The rooms of the management system as <c>rooms.txt</c> declares them.</summary>
internal sealed partial class Rooms
{
    private readonly Dictionary<string, int> levels = new(StringComparer.Ordinal);

    private Rooms(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (Exception().Match(line) is { Success: true } exception)
                Edges.Add(new Edge(exception.Groups["from"].Value, exception.Groups["to"].Value, exception.Groups["reason"].Value));
            else if (Room().Match(line) is { Success: true } room)
                Add(room);
            else
                throw new FormatException($"rooms.txt: this line is neither a room nor an edge with its reason: {line}");
        }
    }

    public List<Edge> Edges { get; } = [];

    /// <summary>Known to all: what every room is made of, and the database behind all of them.</summary>
    public static IReadOnlySet<string> Common { get; } = new HashSet<string>(StringComparer.Ordinal) { "Foundation", "Storage" };

    public static Rooms Read() => new(Repository.LinesOf("rooms.txt"));

    public static Rooms Read(params string[] lines) => new(lines);

    public bool Has(string room) => levels.ContainsKey(room);

    /// <summary>Why these edges may not be: unknown rooms, and looks to the side or upwards without a reason.</summary>
    public IEnumerable<string> Faults(IEnumerable<Edge> edges) => edges.Where(edge => !Common.Contains(edge.To)).Select(edge =>
        !Has(edge.From) ? $"{edge.From} is not a room of rooms.txt"
        : !Has(edge.To) ? $"{edge.To} is not a room of rooms.txt"
        : edge.From == "Storage" ? null // It maps every entity.
        : !Edges.Any(declared => declared.From == edge.From && declared.To == edge.To) ? $"{edge} is not declared in rooms.txt"
        : levels[edge.From] <= levels[edge.To] && Edges.All(declared => declared.ToString() != edge.ToString() || declared.Reason is null)
            ? $"{edge}: a room knows lower rooms only. Move the code, or give the reason in rooms.txt"
        : null).OfType<string>();

    private void Add(Match room)
    {
        var name = room.Groups["name"].Value;
        levels.Add(name, int.Parse(room.Groups["level"].Value, CultureInfo.InvariantCulture));
        Edges.AddRange(room.Groups["knows"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(known => new Edge(name, known, null)));
    }

    [GeneratedRegex("^(?<level>[0-9]) (?<name>[A-Z][A-Za-z]+):(?<knows>[A-Za-z, ]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Room();

    [GeneratedRegex("^(?<from>[A-Z][A-Za-z]+) -> (?<to>[A-Z][A-Za-z]+): (?<reason>.{20,})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exception();
}
