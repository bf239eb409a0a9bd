namespace Concord.Gaps.Reading;

/// <summary>What one policy may cost. A policy of five hundred pages has about two million letters.</summary>
internal static class PolicyFileLimits
{
    public const long Bytes = 20L << 20;

    /// <summary>Of one part of a document once unpacked; counted while unpacking, whatever its directory declares.</summary>
    public const long UnpackedBytes = 32L << 20;

    public const int Parts = 5_000;

    public const int Letters = 5_000_000;

    public const int Blocks = 100_000;

    public const int Pages = 2_000;

    public const int Files = 200;

    public const long Memory = 1L << 30;

    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public static PolicyFileException TooMuchText() =>
        new("too-much-text", $"The document holds more than {Letters / 1_000_000} million letters of text. Hand in the policies it consists of one by one.");
}
