using Concord.Foundation;

namespace Concord.Logs;

/// <summary>A prediction that is stored with other content than the one handed in.</summary>
internal static class LogConflicts
{
    public static Finding Changed(string prediction) => Finding.Error($"prediction {prediction}", "prediction-changed",
        "This prediction is stored with other content. A stored prediction is not overwritten: send the row unchanged, or leave it out. If only its label is new, hand it in as a label (concord log labels, or the upload page).");
}
