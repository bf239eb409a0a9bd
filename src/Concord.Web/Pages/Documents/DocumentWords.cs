using System.Globalization;
using Concord.Documents;
using Concord.Foundation;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Documents;

/// <summary>Documents as people read them.</summary>
internal static class DocumentWords
{
    public static Tone Tone(DocumentState state) => state switch
    {
        DocumentState.Published => Parts.Tone.Ok,
        DocumentState.InReview or DocumentState.Approved => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} bytes",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
    };

    public static string Cadence(int? months) => months switch { null => "never", 12 => "every year", 1 => "every month", { } many => $"every {many} months" };

    public static string Retention(RetentionRule? rule, int? months) => rule switch
    {
        null => "for good",
        RetentionRule.FromApproval => $"{months} months from approval",
        _ => $"as long as in force and {months} months after",
    };

    /// <summary>Until when a revision is kept.</summary>
    public static string Kept(DocumentDetail detail, RevisionLine revision) => revision.KeepUntil is { } day ? $"until {Plain.Date(day)}" : detail.Retention is null ? "for good" : revision.EndedAt is null ? "while in force" : "for good";

    /// <summary>Keys as they were typed, parted by blanks, commas or lines.</summary>
    public static IReadOnlyList<string> Keys(string? typed) => (typed ?? "").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The number in an address; null: none is asked for.</summary>
    public static int? Revision(string document, string? typed) => string.IsNullOrEmpty(typed) ? null
        : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refusal.Missing("revision", $"{document}:{typed}");

    public static string Waiting(RevisionLine revision)
    {
        var waiting = revision.Approvals.Where(approval => approval.Round == revision.Round && approval.Decision == ApprovalDecision.Waiting).Select(approval => approval.Person?.Name ?? "somebody").ToList();
        return waiting.Count == 0 ? "nobody" : string.Join(", ", waiting);
    }

    public static string Line(DifferenceKind kind) => kind switch { DifferenceKind.Added => "added", DifferenceKind.Removed => "removed", DifferenceKind.Changed => "changed", _ => "" };
}
