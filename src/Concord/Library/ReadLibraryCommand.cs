using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Applicability.Import;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Logs;
using Concord.Standards;

namespace Concord.Library;

/// <summary>The hidden command <c>concord read-library</c>: the inside of the process that reads a library of a stranger as a start would, and answers with what is wrong with it.</summary>
internal static class ReadLibraryCommand
{
    public const string Name = "read-library";

    /// <summary>Where the files lie, in the process's own folder.</summary>
    public const string Folder = "library";

    public static int Run(Stream output)
    {
        ProcessLimits.Impose(LibraryIntake.Memory * 2, LibraryContent.MostBytes, LibraryIntake.Time * 2);
        JsonSerializer.Serialize(output, Faults(Folder), LibraryJson.Default.IReadOnlyListFinding);
        output.Flush();
        return 0;
    }

    /// <summary>The other parts are checked against the standards, so that without them there is nothing to check against.</summary>
    public static IReadOnlyList<Finding> Faults(string folder)
    {
        var faults = new List<Finding>();
        StandardsLibrary? standards = null;
        Read(() => standards = StandardsLibrary.Load(folder));
        Read(() => StatementWords.Read(folder));
        if (standards is null) return faults;
        Read(() => GapLibrary.Read(folder, standards));
        Read(() => PolicyVocabularyReader.Read(folder, standards));
        return faults;

        void Read(Action read)
        {
            try
            {
                read();
            }
            catch (FindingsException refused)
            {
                faults.AddRange(refused.Findings);
            }
        }
    }
}

/// <summary>Generated serializers: the process starts for every library.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class LibraryJson : JsonSerializerContext;
