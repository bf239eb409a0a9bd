using System.IO.Compression;
using System.Text;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Reading;

namespace Concord.Tests.Gaps;

/// <summary>Policies of strangers: each format, and files built to harm.</summary>
public sealed class PolicyFileTests : IDisposable
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private const string German = "# KI-Richtlinie\n\nJedes KI-System muss vor der Inbetriebnahme durch den Eigentümer auf Folgen für Betroffene bewertet und vom Gremium freigegeben werden.";

    private readonly string folder = Directory.CreateTempSubdirectory("concord-policies-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Headings_items_and_rows_of_Markdown_are_told_apart() =>
        MarkdownBlocks.Read("Title\n=====\n\nText with [a link](x) and `code`\ngoes on.\n\n- one\n  more\n1. two\n\n| a | b |\n|---|---|\n| c | d |\n\n### 1.1 Sub ###\n**Bold**\n")
            .Select(block => $"{block.Kind} {block.Level} {block.Text}").ShouldBe(
            ["Heading 1 Title", "Paragraph 0 Text with a link and code goes on.", "Item 0 one more", "Item 0 two", "Item 0 a | b", "Item 0 c | d", "Heading 3 1.1 Sub", "Heading 7 Bold"]);

    [Fact]
    public void A_clause_of_Markdown_with_a_number_instead_of_a_mark_is_a_heading_and_no_duty_is_lost_to_one() =>
        MarkdownBlocks.Read("# Policy\n\n1. Purpose\n\nText.\n\n5.3 Suppliers of models\n\nText.\n\n1. Monitor AI systems monthly\n\n2. Assess it\n3. Approve it\n\nText.\n\n3.2 Each AI system must be monitored for drift monthly by its owner\n\nText.\n\n4.2 The owner tests it\n\n4.3 Staff report it\n")
            .Select(block => $"{block.Kind} {block.Level} {block.Text}").ShouldBe(
            ["Heading 1 Policy", "Heading 2 1. Purpose", "Paragraph 0 1. Purpose", "Paragraph 0 Text.", "Heading 3 5.3 Suppliers of models", "Paragraph 0 5.3 Suppliers of models", "Paragraph 0 Text.",
                "Item 0 Monitor AI systems monthly", "Item 0 Assess it", "Item 0 Approve it", "Paragraph 0 Text.", "Paragraph 0 3.2 Each AI system must be monitored for drift monthly by its owner", "Paragraph 0 Text.",
                "Paragraph 0 4.2 The owner tests it", "Paragraph 0 4.3 Staff report it"]);

    [Fact]
    public void Headings_of_plain_text_carry_numbers_capitals_or_a_line() =>
        PlainTextBlocks.Read("The Policy\n\n1. SCOPE\n\nAll staff. See\nbelow.\n\n1.1 Who\nEverybody\n- item one\n2) item two\n\nUnderlined\n----------\nEnd.\n")
            .Select(block => $"{block.Kind} {block.Level} {block.Text}").ShouldBe(
            ["Heading 1 The Policy", "Heading 2 1. SCOPE", "Paragraph 0 All staff. See below.", "Heading 3 1.1 Who", "Paragraph 0 Everybody", "Item 0 item one", "Item 0 item two", "Heading 2 Underlined", "Paragraph 0 End."]);

    [Fact]
    public void A_Word_document_is_read_without_what_nobody_sees()
    {
        var body = Paragraph("Roles", style: "berschrift2") + Paragraph("A visible rule.") + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden AI risk assessment.</w:t></w:r></w:p>"
            + "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Struck out.</w:t></w:r><w:r><w:rPr><w:vanish/><w:dstrike w:val=\"0\"/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>Struck twice.</w:t></w:r><w:r><w:rPr><w:strike w:val=\"false\"/></w:rPr><w:t>Valid.</w:t></w:r></w:p>"
            + "<w:p><w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del><w:r><w:t>Kept.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        var styles = $"<w:styles xmlns:w=\"{Word}\"><w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>";
        PolicyFileReader.Read(Package(("word/document.xml", Document(body)), ("word/styles.xml", styles)), ".docx")
            .Select(block => $"{block.Kind} {block.Level} {block.Text}").ShouldBe(["Heading 2 Roles", "Paragraph 0 A visible rule.", "Paragraph 0 Valid.", "Paragraph 0 Kept.", "Item 0 a | b"]);
    }

    [Fact]
    public void A_PDF_gives_its_headings_and_sentences()
    {
        var blocks = PolicyFileReader.Read(Pdf(("Human oversight", 16, 700), ("A person must review each AI output before it is used and may over-", 10, 670), ("ride every decision.", 10, 656)), ".pdf");
        blocks.Select(block => $"{block.Kind} {block.Text}").ShouldBe(["Heading Human oversight", "Paragraph A person must review each AI output before it is used and may override every decision."]);
    }

    [Fact]
    public void A_scan_says_that_it_has_no_text() => Refused(Pdf(), ".pdf").ShouldBe("no-text");

    [Fact]
    public void An_entity_that_reaches_for_other_files_is_refused() =>
        Refused(Package(("word/document.xml", "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Document(Paragraph("&x;")))), ".docx").ShouldBe("document-type");

    [Fact]
    public void Macros_are_refused_wherever_they_are()
    {
        Refused(Package(("word/document.xml", Document(Paragraph("x"))), ("word/vbaProject.bin", "x")), ".docx").ShouldBe("macros");
        Refused(Package(("word/document.xml", Document(Paragraph("x"))), ("[Content_Types].xml", "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>")), ".docx").ShouldBe("macros");
    }

    [Fact]
    public void A_part_that_unpacks_without_end_is_stopped_by_bytes_really_unpacked() =>
        Refused(Package(("word/document.xml", Document("<w:p><w:r><w:t>" + new string(' ', 64 << 20) + "</w:t></w:r></w:p>"))), ".docx").ShouldBe("too-large-unpacked");

    [Fact]
    public void Depth_without_end_and_too_many_parts_are_no_crash()
    {
        Refused(Package(("word/document.xml", Document(string.Concat(Enumerable.Repeat("<w:sdt>", 200_000))))), ".docx").ShouldBe("damaged");
        Refused(Package([.. Enumerable.Range(0, 6_000).Select(i => ($"p{i}", ""))]), ".docx").ShouldBe("too-many-parts");
    }

    [Theory]
    [InlineData("", ".md", "empty")]
    [InlineData("  \n\n---\n", ".md", "empty")]
    [InlineData("PK\u0003\u0004junk", ".docx", "damaged")]
    [InlineData("%PDF-1.7 junk", ".pdf", "damaged")]
    [InlineData("plain", ".docx", "wrong-type")]
    [InlineData("plain", ".pdf", "wrong-type")]
    [InlineData("%PDF-1.7", ".txt", "wrong-type")]
    [InlineData("a\0b", ".txt", "wrong-type")]
    public void What_cannot_be_read_is_refused_with_its_code(string content, string extension, string code) => Refused(Encoding.UTF8.GetBytes(content), extension).ShouldBe(code);

    [Fact]
    public void An_old_or_encrypted_document_is_told_as_such() => Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ".docx").ShouldBe("encrypted");

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_told_with_its_line() =>
        Should.Throw<PolicyFileException>(() => PolicyFileReader.Read([.. "a\nb"u8, 0xFF], ".txt")).Message.ShouldContain("Line 2");

    [Fact]
    public void Letters_that_print_nothing_do_not_hide_words() =>
        PlainTextBlocks.Read("Title\n\nAn A\u200BI risk assess\u00ADment, de\uFB01ned.")[^1].Text.ShouldBe("An AI risk assessment, defined.");

    [Fact]
    public void A_file_cut_or_changed_anywhere_is_read_or_refused()
    {
        byte[][] good = [Package(("word/document.xml", Document(Paragraph("A rule of some length.")))), Pdf(("A heading of the policy of the company that is long", 16, 700), ("A sentence.", 10, 650))];
        for (var i = 0; i < 300; i++)
        {
            var index = i % 2;
            var bytes = good[index].ToArray();
            if (i % 3 == 0) bytes = bytes[..(bytes.Length * (i % 100) / 100)];
            else bytes[i * 7919 % bytes.Length] ^= (byte)(1 << (i % 8));
            try
            {
                PolicyFileReader.Read(bytes, index == 0 ? ".docx" : ".pdf");
            }
            catch (PolicyFileException refused)
            {
                refused.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task Everything_wrong_with_several_files_is_told_at_once_and_read_in_processes_of_their_own()
    {
        Write("good.md", "# AI Policy\n\nAI must be used with care.\n"u8.ToArray());
        Write("empty.txt", []);
        Write("macros.docm", [1]);
        Write("table.xlsx", [1]);
        Write("scan.pdf", Pdf());
        Write("huge.docx", new byte[50 << 20]);
        Write("german.md", Encoding.UTF8.GetBytes(German));
        Write("evil.docx", Package(("word/document.xml", "<!DOCTYPE d><d/>")));
        string[] names = ["good.md", "empty.txt", "macros.docm", "table.xlsx", "scan.pdf", "huge.docx", "evil.docx", "missing.md", "german.md"];
        var findings = (await Should.ThrowAsync<FindingsException>(() => PolicyIntake.Read([.. names.Select(name => Path.Combine(folder, name))], Vocabulary))).Findings;
        findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(
            ["empty.txt empty", "macros.docm macros", "table.xlsx wrong-type", "scan.pdf no-text", "huge.docx too-large", "evil.docx document-type", "missing.md missing-file", "german.md not-english"]);

        (await PolicyIntake.Read([Path.Combine(folder, "good.md")], Vocabulary)).Single().Title.ShouldBe("AI Policy");
    }

    [Theory]
    [InlineData(German, false)]
    [InlineData("# Politique\n\nTout système d'IA doit être évalué avant sa mise en service par son propriétaire, et le comité doit approuver le résultat par écrit.", false)]
    [InlineData("# Beleid\n\nElk AI-systeem moet voor de ingebruikname worden beoordeeld op de gevolgen voor mensen en door de raad worden goedgekeurd.", false)]
    [InlineData("# AI tools\n\n- Approved: Copilot, ChatGPT Enterprise\n- Owner: CIO\n- Review: the AI board, each quarter\n- Contact: AI office", true)]
    [InlineData("# KI-Richtlinie\n\nKI-Systeme werden bewertet.", true)]
    [InlineData(PolicyTexts.AiPolicy, true)]
    public void A_text_plainly_in_another_language_is_known_and_a_short_one_is_not_judged(string text, bool isEnglish) =>
        PolicyLanguage.IsEnglish(MarkdownBlocks.Read(text), PolicyTexts.Vocabulary.Denying).ShouldBe(isEnglish);

    private static Task<PolicyVocabulary> Vocabulary => Task.FromResult(PolicyTexts.Vocabulary);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);

    private static string Refused(byte[] bytes, string extension) => Should.Throw<PolicyFileException>(() => PolicyFileReader.Read(bytes, extension)).Code;

    private static string Document(string body) => $"<w:document xmlns:w=\"{Word}\"><w:body>{body}</w:body></w:document>";

    private static string Paragraph(string text, string? style = null) => $"<w:p>{(style is null ? "" : $"<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")}<w:r><w:t>{text}</w:t></w:r></w:p>";

    private static byte[] Package(params (string Name, string Text)[] parts)
    {
        using var stream = new MemoryStream();
        using (var package = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(package.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
                writer.Write(text);
            }
        }
        return stream.ToArray();
    }

    /// <summary>One page with lines of a size at a height; without lines a page as a scanner makes it, less the picture.</summary>
    private static byte[] Pdf(params (string Text, int Size, int Height)[] lines)
    {
        var content = string.Concat(lines.Select(line => FormattableString.Invariant($"BT /F1 {line.Size} Tf 60 {line.Height} Td ({line.Text}) Tj ET\n")));
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            FormattableString.Invariant($"<< /Length {content.Length} >>\nstream\n{content}endstream"), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(file.Length);
            file.Append(FormattableString.Invariant($"{i + 1} 0 obj\n{objects[i]}\nendobj\n"));
        }
        var table = file.Length;
        file.Append(FormattableString.Invariant($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n"));
        foreach (var place in places) file.Append(FormattableString.Invariant($"{place:D10} 00000 n \n"));
        file.Append(FormattableString.Invariant($"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
