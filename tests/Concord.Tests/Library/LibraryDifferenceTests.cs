using System.Text;
using Concord.Foundation;
using Concord.Library;
using Concord.Standards;

namespace Concord.Tests.Library;

/// <summary>Two libraries beside each other, without a record.</summary>
public sealed class LibraryDifferenceTests : IDisposable
{
    private static readonly LibraryContent Shipped = LibraryContent.Read(StandardsLibrary.DefaultFolder);

    private readonly LibraryCopy copy = new();

    public void Dispose() => copy.Dispose();

    [Fact]
    public void The_same_library_differs_in_nothing_whatever_its_line_ends_and_what_else_lies_there()
    {
        copy.Write("README.md", "Another text.").Write("crosswalks/notes.txt", "Notes.");
        var table = Path.Combine(copy.Folder, "crosswalks", "reuse.csv");
        File.WriteAllText(table, File.ReadAllText(table).Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        copy.Content.Sha256.ShouldBe(Shipped.Sha256);
        LibraryDifference.Between(Shipped, copy.Content).ShouldBeEmpty();
        LibraryContent.Unpack(Shipped.Pack()).Sha256.ShouldBe(Shipped.Sha256);
        LibrarySentence.Of([]).ShouldBe("nothing differs");
    }

    [Fact]
    public void A_corrected_row_is_that_row_and_that_cell()
    {
        var change = LibraryDifference.Between(Shipped, copy.CorrectOneClaim().Content).ShouldHaveSingleItem();

        (change.File, change.Part, change.Kind, change.Key).ShouldBe(("crosswalks/reuse.csv", "Crosswalks", LibraryChangeKind.Changed, "ISO42001:4.1 · ISO27001"));
        change.Fields.ShouldBe([new("strength", "partial", "full")]);
        LibrarySentence.Of([change]).ShouldBe("1 row changed in 1 file");
    }

    [Fact]
    public void Sorting_a_table_changes_the_file_and_no_row()
    {
        var path = Path.Combine(copy.Folder, "iso27001-2022", "controls.csv");
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], .. lines.Skip(1).Reverse()]);

        copy.Content.Sha256.ShouldNotBe(Shipped.Sha256);
        LibraryDifference.Between(Shipped, copy.Content).ShouldBeEmpty();
    }

    [Fact]
    public void An_added_edition_shows_its_rows_first_and_a_value_of_a_document_its_path()
    {
        var validity = Encoding.UTF8.GetString(Shipped.Files["evidence/validity.yaml"]);
        var line = validity.Split('\n').First(text => text.StartsWith("  record:", StringComparison.Ordinal));
        copy.WithNewEdition().Correct("evidence/validity.yaml", line + "\n", "  record: 11\n");

        var changes = LibraryDifference.Between(Shipped, copy.Content);

        changes.TakeWhile(change => change.Part == "ISO 99999:2030").Select(change => change.Key).ShouldContain("ISO99999:A.1.1");
        changes.Where(change => change.Part == "ISO 99999:2030").ShouldAllBe(change => change.Kind == LibraryChangeKind.Added);
        var value = changes[^1];
        (value.Key, value.Fields.Single().After).ShouldBe(("days.record", "11"));
        LibraryDifference.ByFile(Shipped, copy.Content, changes).Count(file => file.Kind == LibraryChangeKind.Added).ShouldBe(4);
    }

    [Fact]
    public void An_edition_in_the_place_of_another_shows_the_rows_that_differ_and_no_other()
    {
        foreach (var (file, bytes) in Shipped.Files.Where(known => known.Key.StartsWith("iso9001-2015/", StringComparison.Ordinal)))
            copy.Delete(file).Write(file.Replace("2015", "2026", StringComparison.Ordinal), Encoding.UTF8.GetString(bytes).Replace("9001:2015", "9001:2026", StringComparison.Ordinal));
        copy.Correct("iso9001-2026/clauses.csv", "Understanding the organization and its context", "The organization and its context");

        var changes = LibraryDifference.Between(Shipped, copy.Content);

        changes.ShouldAllBe(change => change.Part == "ISO 9001:2026" && change.Kind == LibraryChangeKind.Changed);
        changes.Where(change => change.File == "iso9001-2026/clauses.csv").ShouldHaveSingleItem().Fields.Single().ShouldBe(new("title", "Understanding the organization and its context", "The organization and its context"));
        LibraryDifference.ByFile(Shipped, copy.Content, changes).ShouldAllBe(file => file.Kind == LibraryChangeKind.Changed);
    }

    [Fact]
    public void Rows_without_a_key_of_their_own_are_compared_all_the_same()
    {
        static LibraryContent Of(string text) => LibraryContent.Of(new Dictionary<string, byte[]> { ["some/words.csv"] = Encoding.UTF8.GetBytes(text) });
        LibraryDifference.Between(Of("a,b\n1,x\n1,x\n"), Of("a,b\n1,x\n")).ShouldHaveSingleItem().Kind.ShouldBe(LibraryChangeKind.Removed);
        LibraryDifference.Between(Of("a,b\n1,x\n"), Of("a,b,c\n1,x,\n")).ShouldBeEmpty("an empty column says nothing");
        LibraryDifference.Between(Of("a,b\n1,x\n"), Of("a,b\n1,\"x\n")).ShouldHaveSingleItem().Key.ShouldBe("the whole file");
    }

    [Theory]
    [InlineData("../outside.csv")]
    [InlineData("/etc/passwd.csv")]
    [InlineData("a/b/c.csv")]
    [InlineData("a\\b.csv")]
    [InlineData("program.exe")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Should.Throw<FindingsException>(() => LibraryContent.Of(new Dictionary<string, byte[]> { [name] = [] })).Findings.ShouldHaveSingleItem().Code.ShouldBe("wrong-name");

    [Fact]
    public void What_is_too_large_or_no_kept_library_is_refused()
    {
        Should.Throw<FindingsException>(() => LibraryContent.Of(new Dictionary<string, byte[]> { ["a.csv"] = new byte[LibraryContent.MostBytesOfFile + 1] })).Findings.Single().Code.ShouldBe("too-large");
        Should.Throw<FindingsException>(() => LibraryContent.Of(new Dictionary<string, byte[]>())).Findings.Single().Code.ShouldBe("missing-file");
        Should.Throw<FindingsException>(() => LibraryContent.Read(Path.Combine(copy.Folder, "nowhere"))).Findings.Single().Code.ShouldBe("missing-folder");
        Should.Throw<InvalidDataException>(() => LibraryContent.Unpack(Cut(Shipped.Pack())));
    }

    private static byte[] Cut(byte[] packed)
    {
        using var half = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(half, System.IO.Compression.CompressionMode.Compress, leaveOpen: true)) brotli.Write([0, 0, 0, 5, (byte)'a', (byte)'.']);
        packed.Length.ShouldBeGreaterThan(6);
        return half.ToArray();
    }
}
