namespace Concord.Gaps.Reading;

/// <summary>Reads one policy in any of its formats: the ending says which, the bytes must agree.</summary>
internal static class PolicyFileReader
{
    public const string Formats = ".md, .docx, .pdf or .txt";

    /// <exception cref="PolicyFileException">It cannot be read; the message says what to change.</exception>
    public static IReadOnlyList<PolicyBlock> Read(byte[] bytes, string extension)
    {
        RefuseOthers(bytes, extension);
        var blocks = extension switch
        {
            ".docx" => WordBlocks.Read(bytes),
            ".pdf" => PdfBlocks.Read(bytes),
            ".md" or ".markdown" => MarkdownBlocks.Read(TextBytes.Read(bytes)),
            _ => PlainTextBlocks.Read(TextBytes.Read(bytes)),
        };
        return blocks.Any(block => block.Text.Any(char.IsLetter)) ? blocks
            : throw new PolicyFileException("empty", "The document holds no words. Hand in the policy itself; text in pictures is not read.");
    }

    /// <summary>Null where the ending can be read; else what to do.</summary>
    public static PolicyFileException? RefusesEnding(string extension) => extension switch
    {
        ".md" or ".markdown" or ".txt" or ".docx" or ".pdf" => null,
        ".docm" or ".dotm" => new("macros", "The document may hold macros. Save it as .docx."),
        ".doc" or ".rtf" or ".odt" or ".dotx" => new("wrong-type", $"Policies are read as {Formats}. Save it as .docx."),
        _ => new("wrong-type", $"Policies are read as {Formats}. Save or print it as one of these."),
    };

    private static void RefuseOthers(byte[] bytes, string extension)
    {
        if (bytes.Length == 0) throw new PolicyFileException("empty", "The file is empty. Hand in the policy itself.");
        var isPackage = bytes is [(byte)'P', (byte)'K', ..];
        var isOld = bytes is [0xD0, 0xCF, 0x11, 0xE0, ..];
        var isPdf = bytes.AsSpan(0, Math.Min(1024, bytes.Length)).IndexOf("%PDF-"u8) >= 0;
        var agrees = extension switch
        {
            ".docx" => isPackage || isOld,
            ".pdf" => isPdf,
            _ => !isPackage && !isOld && !bytes.AsSpan().StartsWith("%PDF-"u8),
        };
        if (!agrees) throw new PolicyFileException("wrong-type", $"The file does not hold what its ending {extension} says. Give it the ending that fits ({Formats}), or save it anew.");
    }
}
