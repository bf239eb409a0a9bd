namespace Concord.Tests.House;

/// <summary>The files of this repository as they lie there, without what the build wrote.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Built = new(StringComparer.Ordinal) { ".git", "bin", "obj", "TestResults", ".vs", ".idea", ".artifacts", "data", "concord-demo" };

    public static string Root { get; } = FindRoot();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string HouseFile(string name) => PathTo("tests", "Concord.Tests", "House", name);

    /// <summary>All files below a folder with one of these endings; the path is relative to the root, with slashes.</summary>
    public static IEnumerable<(string Path, string Text)> Texts(string folder, params string[] endings) =>
        Files(PathTo(folder)).Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)));

    /// <summary>Lines that say something: no blanks, no comments.</summary>
    public static IEnumerable<string> LinesOf(string houseFile) =>
        File.ReadLines(HouseFile(houseFile)).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#'));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(below => !Built.Contains(Path.GetFileName(below))).SelectMany(Files))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Concord.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests read the repository and must run inside it.");
    }
}
