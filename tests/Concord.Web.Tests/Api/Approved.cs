namespace Concord.Web.Tests.Api;

/// <summary>A file that people agreed on. <c>./dev approve</c> writes what the code says now; the difference is then reviewed like any change.</summary>
internal static class Approved
{
    public static void ShouldMatch(string name, string received)
    {
        var file = Path.Combine(Folder(), name);
        var text = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("CONCORD_APPROVE") == "1")
            File.WriteAllText(file, text);
        text.ShouldBe(File.Exists(file) ? File.ReadAllText(file) : "", $"approved/{name} says otherwise. Is the change meant? Then ./dev approve.");
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Concord.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("This test compares with files of the repository and must run inside it."), "approved");
    }
}
