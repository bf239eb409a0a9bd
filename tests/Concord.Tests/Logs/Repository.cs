namespace Concord.Tests.Logs;

/// <summary>Files of the repository, found upward from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(string path)
    {
        string full = Path.Combine(Root, path);
        return System.IO.File.Exists(full) ? full : throw new FileNotFoundException("The repository lacks a file that a test needs.", full);
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Concord.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("No Concord.slnx above the tests.");
    }
}
