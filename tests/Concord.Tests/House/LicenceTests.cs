using System.Text.Json;
using System.Xml.Linq;

namespace Concord.Tests.House;

/// <summary>What a person downloads with Concord is under a licence that allows it. Read from the packages themselves, not from a list kept by hand.</summary>
public sealed class LicenceTests
{
    [Fact]
    public void Every_package_that_is_shipped_has_an_allowed_licence()
    {
        var rules = Rules.Read();
        var shipped = Shipped().ToList();

        shipped.Count.ShouldBeGreaterThan(20, "the closure was read");
        shipped.Where(package => !rules.Allow(package.Id, package.Licence))
            .Select(package => $"{package.Id} {package.Version}: {package.Licence ?? "no licence expression"}")
            .ShouldBeEmpty("these licences are neither on the allow-list nor explained in licences.txt");
    }

    [Fact]
    public void An_explained_package_is_still_shipped()
    {
        var shipped = Shipped().Select(package => package.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Rules.Read().Explained.Where(id => !shipped.Contains(id)).ShouldBeEmpty("take these lines out of licences.txt");
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("MS-PL OR Apache-2.0", true)]
    [InlineData("AGPL-3.0-only OR MIT", true)]
    [InlineData("Apache-2.0 AND GPL-3.0-only", false)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData(null, false)]
    public void An_expression_is_allowed_when_one_choice_is_allowed_as_a_whole(string? expression, bool allowed) =>
        Rules.Of(["allow MIT", "allow Apache-2.0", "allow MS-PL"]).Allow("Some.Package", expression).ShouldBe(allowed);

    private sealed record Package(string Id, string Version, string? Licence);

    /// <summary>The packages whose files reach the output of the executable.</summary>
    private static IEnumerable<Package> Shipped()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("src", "Concord.Cli", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().OrderByDescending(one => one.Name.Length).First().Value;
        foreach (var entry in target.EnumerateObject().Where(entry => entry.Value.GetProperty("type").GetString() == "package" && HasFiles(entry.Value)).ToList())
        {
            var (id, version) = entry.Name.Split('/') is [var name, var number] ? (name, number) : throw new FormatException(entry.Name);
            yield return new Package(id, version, LicenceOf(folders, id, version));
        }
    }

    private static bool HasFiles(JsonElement package) => new[] { "runtime", "native", "runtimeTargets" }.Any(kind =>
        package.TryGetProperty(kind, out var files) && files.EnumerateObject().Any(file => !file.Name.EndsWith("_._", StringComparison.Ordinal)));

    private static string? LicenceOf(List<string> folders, string id, string version)
    {
#pragma warning disable CA1308 // The package folder writes names in small letters.
        var folder = folders.Select(root => Path.Combine(root, id.ToLowerInvariant(), version.ToLowerInvariant())).First(Directory.Exists);
#pragma warning restore CA1308
        var nuspec = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        var licence = nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value.Trim() : null;
    }

    private sealed class Rules
    {
        private readonly HashSet<string> allowed = new(StringComparer.Ordinal);
        private readonly HashSet<string> explained = new(StringComparer.OrdinalIgnoreCase);

        public IReadOnlySet<string> Explained => explained;

        public static Rules Read() => Of(Repository.LinesOf("licences.txt"));

        public static Rules Of(IEnumerable<string> lines)
        {
            var rules = new Rules();
            foreach (var line in lines)
            {
                switch (line.Split(' ', 3))
                {
                    case ["allow", var licence]: rules.allowed.Add(licence); break;
                    case ["package", var id, { Length: > 20 }]: rules.explained.Add(id); break;
                    default: throw new FormatException($"licences.txt: neither \"allow LICENCE\" nor \"package ID licence and where it stands\": {line}");
                }
            }

            return rules;
        }

        public bool Allow(string id, string? expression) => explained.Contains(id) || (expression is not null
            && expression.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
                .Split(" OR ").Any(choice => choice.Split(" AND ").All(part => allowed.Contains(part.Trim()))));
    }
}
