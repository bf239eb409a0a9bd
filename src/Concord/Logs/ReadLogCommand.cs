using Concord.Foundation;

namespace Concord.Logs;

/// <summary>
/// The hidden command <c>concord read-log</c>: the inside of the reading process. It takes one request from its input, limits itself, reads, and answers.
/// Nothing else of the product is started here.
/// </summary>
internal static class ReadLogCommand
{
    public const string Name = "read-log";

    public static int Run(Stream input, Stream output)
    {
        LogReadRequest request = LogReadJson.Read(input);
        // The kernel counts what is asked for, the parent what is used; engines ask for about twice of what they use.
        ProcessLimits.Impose(request.Limits.MemoryBytes * 2, Math.Max(64L << 20, request.Limits.Bytes * 4), request.Limits.Time * 4);
        LogReadAnswer answer;
        try
        {
            answer = LogReading.Run(request, new ReadProgress(Console.Error, [.. request.Sources.Select(source => new FileInfo(source.Path).ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : new FileInfo(source.Path).Length)]));
        }
        catch (OutOfMemoryException)
        {
            answer = LogReadAnswer.Refused([Finding.Error("the batch", "memory-limit", $"The batch could not be read within {request.Limits.MemoryBytes / (1 << 20)} MiB of memory. Send fewer rows or columns at a time.")]);
        }
        LogReadJson.Write(output, answer);
        output.Flush();
        return 0;
    }
}
