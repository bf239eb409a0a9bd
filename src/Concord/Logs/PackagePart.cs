using System.IO.Compression;
using System.Xml;

namespace Concord.Logs;

/// <summary>XML parts of the packages that office programs write: nothing outside a part is ever resolved, and bytes are counted as they are unpacked.</summary>
internal static class PackagePart
{
    /// <param name="most">So many bytes may come out of it.</param>
    /// <param name="tooLarge">Said where there are more.</param>
    public static XmlReader Open(ZipArchiveEntry part, long most, Func<long, Exception> tooLarge) => XmlReader.Create(new CountedStream(part.Open(), most, tooLarge), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    });

    /// <summary>An attribute by its local name: strict and transitional files differ in the namespace only.</summary>
    public static string? Attribute(XmlReader reader, string name)
    {
        if (!reader.MoveToFirstAttribute()) return null;
        string? value = null;
        do
        {
            if (reader.LocalName == name) value = reader.Value;
        }
        while (value is null && reader.MoveToNextAttribute());
        reader.MoveToElement();
        return value;
    }
}
