using Concord.Gaps.Analysis;
using Concord.Standards;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Library;

/// <summary>The shipped library in a folder of its own, for a test to correct.</summary>
internal sealed class LibraryCopy : IDisposable
{
    public LibraryCopy()
    {
        foreach (var (name, bytes) in LibraryContent.Read(StandardsLibrary.DefaultFolder).Files) Write(name, System.Text.Encoding.UTF8.GetString(bytes));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("concord-copy-").FullName;

    public LibraryContent Content => LibraryContent.Read(Folder);

    public LibraryCopy Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A text that stands once in the file gives way to another.</summary>
    public LibraryCopy Correct(string file, string old, string instead)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        text.Split(old).Length.ShouldBe(2, $"{file} holds it once: {old}");
        return Write(file, text.Replace(old, instead, StringComparison.Ordinal));
    }

    public LibraryCopy Delete(string file)
    {
        File.Delete(Path.Combine(Folder, file));
        return this;
    }

    /// <summary>The claim of re-use of ISO/IEC 27001 for the first clause is full instead of partial.</summary>
    public LibraryCopy CorrectOneClaim() => Correct("crosswalks/reuse.csv", "ISO42001:4.1,ISO27001,ISO27001:4.1,partial,", "ISO42001:4.1,ISO27001,ISO27001:4.1,full,");

    /// <summary>A control that nothing else of the library names is gone from its edition.</summary>
    public LibraryCopy WithoutThreatIntelligence() =>
        Correct("iso27001-2022/controls.csv", "ISO27001:A.5.7,A.5.7,ISO27001:A.5,Threat intelligence,Threat information collected and used,do\n", "")
            .Correct("iso27001-2022/edition.yaml", "controls: 93", "controls: 92");

    /// <summary>An edition of two clauses and a control nobody has decided about.</summary>
    public LibraryCopy WithNewEdition() => Write("iso99999-2030/edition.yaml",
            "id: iso99999:2030\nprefix: ISO99999\ndesignation: ISO 99999:2030\ntitle: Something new\npackager: Test\npackaged: 2030-01\ncopyright: Our own words.\nrequirements:\n  clauses: 1\n  controls: 1\npdca: By chapter.\n")
        .Write("iso99999-2030/clauses.csv", "id,number,parent_id,title,pdca,is_requirement\nISO99999:4,4,,Context,plan,no\nISO99999:4.1,4.1,ISO99999:4,What surrounds it,plan,yes\n")
        .Write("iso99999-2030/control_groups.csv", "id,number,parent_id,title,aim\nISO99999:A.1,A.1,,Group,To hold a control\n")
        .Write("iso99999-2030/controls.csv", "id,number,group_id,title,gist,pdca\nISO99999:A.1.1,A.1.1,ISO99999:A.1,A new control,Do the new thing,do\n");

    /// <summary>What a process has that was started with this folder.</summary>
    public void Install(IServiceCollection services)
    {
        var standards = StandardsLibrary.Load(Folder);
        services.AddSingleton(Content).AddSingleton(standards).AddSingleton(GapLibrary.Read(Folder, standards));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
