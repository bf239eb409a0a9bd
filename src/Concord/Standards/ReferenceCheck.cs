using Concord.Foundation;

namespace Concord.Standards;

/// <summary>What a key of the library can name; the word stands in the message.</summary>
internal static class Kinds
{
    public const string Requirement = "requirement";
    public const string Edition = "edition";
    public const string Prefix = "standard";
    public const string Annex = "annex item";
    public const string Metric = "metric";
    public const string Framework = "framework item";
    public const string Taxonomy = "taxonomy item";
    public const string Risk = "catalogue risk";
}

/// <summary>Collects what is defined and what is referred to while files are read in any order, then says what does not fit.</summary>
internal sealed class ReferenceCheck
{
    private readonly Dictionary<(string Kind, string Key), LibraryRow?> defined = [];
    private readonly List<(string Kind, string Key, Action<string, string> Fault)> references = [];
    private readonly HashSet<string> incomplete = [];
    private readonly List<Finding> faults;

    public ReferenceCheck(List<Finding> faults) => this.faults = faults;

    public string Define(LibraryRow row, string column, string kind)
    {
        var key = row.Text(column);
        if (key.Length > 0 && !defined.TryAdd((kind, key), row))
            row.Fault(column, "duplicate-id", $"\"{key}\" is already defined{FirstPlace(kind, key)}. Give one of them another id or delete it.");
        return key;
    }

    public void Define(string kind, string key) => defined.TryAdd((kind, key), null);

    public void Incomplete(string kind) => incomplete.Add(kind);

    /// <summary>Where a file that defines keys of a kind could not be read whole, one fault says so; hundreds of unknown keys would hide it.</summary>
    public LibraryTable Defines(LibraryTable table, string kind)
    {
        if (!table.IsWhole)
            incomplete.Add(kind);
        return table;
    }

    /// <summary>Every key in the cell must be defined somewhere, in this file or another.</summary>
    public void Refer(LibraryRow row, string column, string kind)
    {
        foreach (var key in row.List(column))
            references.Add((kind, key, (code, message) => row.Fault(column, code, message)));
    }

    public void Refer(LibraryDocument document, string field, string kind)
    {
        if (document.Optional(field) is { } key)
            references.Add((kind, key, (code, message) => document.Fault(field, code, message)));
    }

    public void Resolve()
    {
        foreach (var (kind, key, fault) in references)
        {
            if (!defined.ContainsKey((kind, key)) && !incomplete.Contains(kind))
                fault("unknown-key", $"There is no {kind} \"{key}\". Correct the key{Nearest(kind, key)}.");
        }

        faults.Sort((left, right) => string.CompareOrdinal(left.Place.Split(',')[0], right.Place.Split(',')[0]) is var file and not 0
            ? file
            : Nullable.Compare(left.Row, right.Row));
    }

    private string FirstPlace(string kind, string key) => defined[(kind, key)] is { } row ? $" in {row.Place}" : "";

    /// <summary>A suggestion for a slip of case or a stray blank; nothing where it would be a guess.</summary>
    private string Nearest(string kind, string key)
    {
        var wanted = key.Replace(" ", "", StringComparison.Ordinal);
        var near = defined.Keys.FirstOrDefault(known =>
            string.Equals(known.Kind, kind, StringComparison.Ordinal) && string.Equals(known.Key, wanted, StringComparison.OrdinalIgnoreCase)).Key;
        return near is null ? "" : $", for example to \"{near}\"";
    }
}
