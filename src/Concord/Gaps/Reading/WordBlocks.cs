using System.IO.Compression;
using System.Text;
using System.Xml;
using Concord.Logs;

namespace Concord.Gaps.Reading;

/// <summary>
/// A Word document as blocks: paragraphs by their style, items, rows of tables. Only three parts of the package are opened; nothing outside it is ever
/// resolved, and bytes are counted as they are unpacked.
/// </summary>
internal static class WordBlocks
{
    public static IReadOnlyList<PolicyBlock> Read(byte[] bytes)
    {
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new PolicyFileException("encrypted", "The document is encrypted, or in the old .doc format. Save it as .docx without a password.");
        try
        {
            using var package = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (package.Entries.Count > PolicyFileLimits.Parts) throw new PolicyFileException("too-many-parts", FormattableString.Invariant($"The package holds {package.Entries.Count:N0} parts; a document has some dozens. Save it anew from a word processor."));
            RefuseMacros(package);
            var document = package.GetEntry("word/document.xml") ?? throw new PolicyFileException("wrong-type", "The package holds no Word document (word/document.xml is missing). Save the policy as .docx from a word processor.");
            var levels = package.GetEntry("word/styles.xml") is { } styles ? WordStyles.Read(Open(styles)) : WordStyles.None;
            using var reader = Open(document);
            return new WordBody(levels).Read(reader);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or DecoderFallbackException or NotSupportedException)
        {
            throw broken is XmlException && broken.Message.Contains("DTD", StringComparison.Ordinal)
                ? new PolicyFileException("document-type", "The document declares a document type or entities, which no word processor writes and which could reach other files. Save it anew from a word processor.")
                : new PolicyFileException("damaged", "The document is damaged: it is not a package a word processor can have written. Open it in one and save it anew.");
        }
    }

    private static void RefuseMacros(ZipArchive package)
    {
        var macros = package.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith("vbaData.xml", StringComparison.OrdinalIgnoreCase));
        if (!macros && package.GetEntry("[Content_Types].xml") is { } types)
        {
            using var reader = Open(types);
            while (reader.Read() && !macros)
                macros = reader.NodeType == XmlNodeType.Element && reader.GetAttribute("ContentType")?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true;
        }
        if (macros) throw new PolicyFileException("macros", "The document holds macros. Save it as .docx without macros.");
    }

    private static XmlReader Open(ZipArchiveEntry part) => PackagePart.Open(part, PolicyFileLimits.UnpackedBytes, most =>
        new PolicyFileException("too-large-unpacked", FormattableString.Invariant($"A part of the document unpacks to more than {most >> 20} MiB. Take pictures and embedded files out, or hand in the policies it consists of one by one.")));
}
