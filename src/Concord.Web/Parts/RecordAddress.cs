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
            "SER" => "series",
            "SIG" => "signals",
            "RISK" => "risks",
            "NC" => "nonconformities",
            "ACT" => "actions",
            "GAP" => "gaps",
            "EV" => "evidence",
            "CTL" => "controls",
            "INC" => "incidents",
            "CONC" => "concerns",
            "POL" => "policies",
            "LR" => "loop-rules",
            "CLS" => "classifications",
            "IMP" => "impacts",
            "SOA" => "statement/revisions",
            "ENT" => "enterprise-risks",
            "DOC" => "documents",
            "PERSON" => "people",
            _ => null,
        };
        // A version is shown with its model: MODEL-01:v4.
        return folder is null ? null : In(folder, reference.Split(':')[0]);
    }

    /// <summary>Of a kind that is known from elsewhere: organisations keep references of their own, which do not tell it.</summary>
    public static string In(string folder, string reference) => $"/{folder}/{Uri.EscapeDataString(reference)}";

    /// <summary>Of the record an entry of the journal speaks about: its act begins with the kind.</summary>
    public static string? OfAct(string act, string reference) => act.Split('.')[0] switch
    {
        "system" => In("systems", reference),
        "model" or "version" => In("models", reference.Split(':')[0]),
        "risk" => In("risks", reference),
        "enterprise-risk" => In("enterprise-risks", reference),
        "control" => In("controls", reference),
        "incident" => In("incidents", reference),
        "concern" => In("concerns", reference),
        "document" => In("documents", reference.Split(':')[0]),
        "person" or "role" => In("people", reference),
        "requirement" => OfRequirement(reference),
        _ => Of(reference),
    };

    public static string OfRequirement(string key) => $"/requirements/{Uri.EscapeDataString(key)}";
}
