using System.Text;

namespace Concord.Gaps.Reading;

/// <summary>Bytes of a text file as text: UTF-8, or UTF-16 where a mark at the beginning says so.</summary>
internal static class TextBytes
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes, 2, bytes.Length - 2);
        if (bytes.AsSpan().Contains((byte)0))
            throw new PolicyFileException("wrong-type", "This is no text: it holds zero bytes. Hand in the policy as .md, .txt, .docx or .pdf, under the ending that fits.");
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            var line = bytes.AsSpan(0, Math.Max(broken.Index, 0)).Count((byte)'\n') + 1;
            throw new PolicyFileException("not-utf-8", FormattableString.Invariant($"Line {line} holds a byte that is not UTF-8. Save the file as UTF-8."));
        }
    }
}
