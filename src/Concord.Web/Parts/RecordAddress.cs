namespace Concord.Web.Parts;

/// <summary>Where the page of a record is, known from its reference alone.</summary>
public static class RecordAddress
{
    /// <summary>Null where records of this kind have no page.</summary>
    public static string? Of(string reference)
    {
        var dash = reference.IndexOf('-', StringComparison.Ordinal);
        var folder = dash < 1 ? null : reference[..dash] switch
        {
            "SYS" or "REAL" => "systems",
            "MODEL" => "models",
            "MON" => "monitors",
            "SIG" => "signals",
            "RISK" => "risks",
            "NC" => "nonconformities",
            "EV" => "evidence",
            _ => null,
        };
        return folder is null ? null : $"/{folder}/{Uri.EscapeDataString(reference)}";
    }

    public static string OfRequirement(string key) => $"/requirements/{Uri.EscapeDataString(key)}";
}
