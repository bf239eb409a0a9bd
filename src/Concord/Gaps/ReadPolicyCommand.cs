using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Foundation;
using Concord.Gaps.Reading;
using Concord.Logs;

namespace Concord.Gaps;

/// <param name="Path">A generated name in the process's own folder.</param>
/// <param name="Name">What findings call it.</param>
internal sealed record PolicyReadRequest(string Path, string Name, string Extension);

/// <param name="Blocks">Null: it could not be read, for <paramref name="Finding"/>.</param>
internal sealed record PolicyReadAnswer(IReadOnlyList<PolicyBlock>? Blocks, Finding? Finding);

/// <summary>The hidden command <c>concord read-policy</c>: the inside of the process that opens one policy of a stranger. It limits itself, reads, and answers.</summary>
internal static class ReadPolicyCommand
{
    public const string Name = "read-policy";

    public static int Run(Stream input, Stream output)
    {
        var request = JsonSerializer.Deserialize(input, PolicyJson.Default.PolicyReadRequest) ?? throw new InvalidDataException("The request is empty.");
        ProcessLimits.Impose(PolicyFileLimits.Memory * 2, PolicyFileLimits.Bytes, PolicyFileLimits.Time * 2);
        JsonSerializer.Serialize(output, Answer(request), PolicyJson.Default.PolicyReadAnswer);
        output.Flush();
        return 0;
    }

    private static PolicyReadAnswer Answer(PolicyReadRequest request)
    {
        try
        {
            return new(PolicyFileReader.Read(File.ReadAllBytes(request.Path), request.Extension), null);
        }
        catch (PolicyFileException refused)
        {
            return new(null, Finding.Error(request.Name, refused.Code, refused.Message));
        }
        catch (OutOfMemoryException)
        {
            return new(null, Finding.Error(request.Name, "memory-limit", FormattableString.Invariant($"The document could not be read within {PolicyFileLimits.Memory >> 20} MiB of memory. Take pictures out, or hand in its parts.")));
        }
    }
}

/// <summary>Generated serializers: the reading process starts for every file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PolicyReadRequest))]
[JsonSerializable(typeof(PolicyReadAnswer))]
internal sealed partial class PolicyJson : JsonSerializerContext;
