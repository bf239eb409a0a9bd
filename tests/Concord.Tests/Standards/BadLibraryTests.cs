using Concord.Foundation;
using Concord.Standards;

namespace Concord.Tests.Standards;

/// <summary>
/// The folder <c>good</c> is a tiny library without a fault. Each folder of <c>bad</c> lays its files over it (<c>removed.txt</c> lists files to
/// delete) and says in <c>message.txt</c> exactly what the reader must answer, all of it, nothing else.
/// </summary>
public sealed class BadLibraryTests : IDisposable
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Standards");

    private readonly string folder = Directory.CreateTempSubdirectory("standards").FullName;

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Path.Combine(Source, "bad")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_good_library_has_no_fault()
    {
        Lay("good");
        var library = StandardsLibrary.Load(folder);
        library.Requirements.Select(requirement => requirement.Key).ShouldBe(["DEMO:4", "DEMO:4.1", "DEMO:4.2", "DEMO:A.1", "DEMO:A.1.1"]);
        library.FindRequirement("demo:2000/A.1.1")!.Phase.ShouldBe(PdcaPhase.Check);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_fault_is_named_with_its_place_and_what_to_change(string name)
    {
        Lay("good");
        Lay(Path.Combine("bad", name));
        var removed = Path.Combine(folder, "removed.txt");
        if (File.Exists(removed))
        {
            foreach (var file in File.ReadAllLines(removed))
                File.Delete(Path.Combine(folder, file));
        }

        var findings = Should.Throw<FindingsException>(() => StandardsLibrary.Load(folder)).Findings;
        var answer = string.Concat(findings.Select(finding => $"{finding.Code}: {finding.Place}: {finding.Message}\n"));
        answer.ShouldBe(File.ReadAllText(Path.Combine(folder, "message.txt")));
        findings.ShouldAllBe(finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var missing = Path.Combine(folder, "nowhere");
        Should.Throw<FindingsException>(() => StandardsLibrary.Load(missing)).Message
            .ShouldBe($"{missing}: The folder of the standards library does not exist. Name the folder \"standards\" of Concord.");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Lay(string name)
    {
        var from = Path.Combine(Source, name);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }
}
