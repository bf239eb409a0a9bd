using System.Globalization;
using Concord.Foundation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Concord.Standards;

/// <summary>A map of a YAML file of the library. Every fault goes to the list with file, line and key; reading goes on.</summary>
internal sealed class LibraryDocument
{
    /// <summary>Lists and maps in each other. Reading goes down into each: a text of brackets alone would end the process.</summary>
    public const int Deepest = 24;

    private readonly string file;
    private readonly string path;
    private readonly YamlMappingNode map;
    private readonly List<Finding> faults;

    private LibraryDocument(string file, string path, YamlMappingNode map, List<Finding> faults)
    {
        this.file = file;
        this.path = path;
        this.map = map;
        this.faults = faults;
    }

    /// <summary>Null, and a fault, when the file cannot be read as a map.</summary>
    public static LibraryDocument? Read(string folder, string file, List<Finding> faults)
    {
        return LibraryTable.ReadText(folder, file, faults) is { } text ? Parse(file, text, faults) : null;
    }

    /// <summary>The same for a text that lies in no file.</summary>
    /// <param name="file">What the text is called in findings.</param>
    public static LibraryDocument? Parse(string file, string text, List<Finding> faults)
    {
        try
        {
            if (Shape(text).TooDeep is { } line)
            {
                faults.Add(Finding.Error(LibraryTable.Place(file, line), "broken-yaml", string.Create(CultureInfo.InvariantCulture, $"Lists and maps lie more than {Deepest} deep in each other here. Write it flatter."), line));
                return null;
            }
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode map }])
                return new LibraryDocument(file, "", map, faults);
            faults.Add(Finding.Error(file, "broken-yaml", "The file must hold one map of keys and values."));
        }
        catch (YamlException broken)
        {
            faults.Add(Finding.Error(LibraryTable.Place(file, broken.Start.Line), "broken-yaml", $"This is not YAML: {broken.Message}", broken.Start.Line));
        }

        return null;
    }

    /// <summary>Call first: a misspelt key would otherwise be ignored in silence.</summary>
    public LibraryDocument Knows(params string[] keys)
    {
        foreach (var node in map.Children.Keys.Where(key => !keys.Contains(Scalar(key), StringComparer.Ordinal)))
            Fault(node, Scalar(node) ?? "?", "unknown-key", $"This key is not known here. Known are: {string.Join(", ", keys)}.");
        return this;
    }

    public IEnumerable<string> Keys => map.Children.Keys.Select(key => Scalar(key) ?? "");

    public string Text(string key)
    {
        var text = Optional(key);
        if (text is null)
            Fault(map, key, "missing-key", "The key is missing or empty. Add it.");
        return text ?? "";
    }

    public string? Optional(string key) => Child(key) is { } node && Scalar(node) is { Length: > 0 } text ? text.Trim() : null;

    /// <summary>As <see cref="Optional"/>; a map or a list where one value should stand is a fault.</summary>
    public string? Single(string key)
    {
        if (Child(key) is { } node and not YamlScalarNode)
            Fault(node, key, "wrong-value", "One value must stand here, not a map or a list.");
        return Optional(key);
    }

    public int WholeNumber(string key, int atLeast = 0)
    {
        var text = Text(key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast)
            return number;
        if (text.Length > 0)
            Fault(Child(key)!, key, "wrong-value", string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a whole number from {atLeast}."));
        return atLeast;
    }

    /// <summary>A part of a whole: a number from 0 to 1.</summary>
    public double Fraction(string key)
    {
        var text = Text(key);
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1)
            return number;
        if (text.Length > 0)
            Fault(Child(key)!, key, "wrong-value", $"\"{text}\" is not a number from 0 to 1. Write it as 0.5.");
        return 0;
    }

    public bool Flag(string key)
    {
        var text = Optional(key);
        if (text is null or "false")
            return false;
        if (!string.Equals(text, "true", StringComparison.Ordinal))
            Fault(Child(key)!, key, "wrong-value", $"\"{text}\" is not true or false.");
        return true;
    }

    public T Choice<T>(string key, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var text = Text(key);
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
                return value;
        }

        var words = new List<string>(choices.Length);
        foreach (var (word, _) in choices)
            words.Add(word);
        if (text.Length > 0)
            Fault(key, "wrong-value", $"\"{text}\" is not one of {string.Join(", ", words)}.");
        return choices[0].Value;
    }

    public LibraryDocument? Map(string key)
    {
        if (Child(key) is YamlMappingNode inner)
            return new LibraryDocument(file, Path(key), inner, faults);
        Fault(Child(key) ?? map, key, "missing-key", "A map of keys and values must stand here. Add it.");
        return null;
    }

    public IReadOnlyList<LibraryDocument> Maps(string key)
    {
        var nodes = Sequence(key);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is not YamlMappingNode)
                Fault(nodes[i], $"{key}[{i + 1}]", "wrong-value", "A map of keys and values must stand here.");
        }

        return [.. nodes.Select((node, i) => (node, i)).Where(pair => pair.node is YamlMappingNode)
            .Select(pair => new LibraryDocument(file, Path($"{key}[{pair.i + 1}]"), (YamlMappingNode)pair.node, faults))];
    }

    /// <summary>Whether several values stand there; <see cref="Texts"/> reads them.</summary>
    public bool IsList(string key) => Child(key) is YamlSequenceNode;

    public IReadOnlyList<string> Texts(string key) => [.. Sequence(key).Select(node => Scalar(node) ?? "")];

    public void Fault(string key, string code, string message) => Fault(Child(key) ?? map, key, code, message);

    /// <summary>Looked at event by event, before anything is built of it.</summary>
    /// <returns>The line where it lies too deep, or null; and whether it repeats parts by reference, so that a few lines can stand for more than fits into memory.</returns>
    public static (long? TooDeep, bool Repeats) Shape(string text)
    {
        var parser = new Parser(new StringReader(text));
        var repeats = false;
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            repeats |= parser.Current is AnchorAlias;
            if (depth > Deepest) return (parser.Current.Start.Line, repeats);
        }
        return (null, repeats);
    }

    private IReadOnlyList<YamlNode> Sequence(string key)
    {
        if (Child(key) is YamlSequenceNode list)
            return [.. list.Children];
        Fault(Child(key) ?? map, key, "missing-key", "A list must stand here. Add it.");
        return [];
    }

    private YamlNode? Child(string key) => map.Children.FirstOrDefault(pair => string.Equals(Scalar(pair.Key), key, StringComparison.Ordinal)).Value;

    private string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private void Fault(YamlNode node, string key, string code, string message) =>
        faults.Add(Finding.Error($"{LibraryTable.Place(file, node.Start.Line)}, key {Path(key)}", code, message, node.Start.Line));

    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value;
}
