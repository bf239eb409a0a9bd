using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Inventory;

/// <summary>What a person types about a system, as typed; it becomes a description only when all of it can be read. A field that is not sent is an empty one.</summary>
public sealed class SystemForm
{
    public string Name { get; set => field = value ?? ""; } = "";

    public string Purpose { get; set => field = value ?? ""; } = "";

    public string IntendedUse { get; set => field = value ?? ""; } = "";

    /// <summary>One per line.</summary>
    public string AffectedGroups { get; set => field = value ?? ""; } = "";

    public string Origin { get; set => field = value ?? ""; } = "inHouse";

    public bool IsProvider { get; set; }

    public bool IsDeployer { get; set; }

    public string BusinessOwner { get; set => field = value ?? ""; } = "";

    public string TechnicalOwner { get; set => field = value ?? ""; } = "";

    public string RiskClass { get; set => field = value ?? ""; } = "notClassified";

    public string RiskClassBasis { get; set => field = value ?? ""; } = "";

    public string DecisionsPerYear { get; set => field = value ?? ""; } = "";

    public string LiveSince { get; set => field = value ?? ""; } = "";

    public string Technique { get; set => field = value ?? ""; } = "";

    public string DataNote { get; set => field = value ?? ""; } = "";

    /// <summary>Only when registering: the part of the organisation, where the system stands, and the organisation's own reference.</summary>
    public string Unit { get; set => field = value ?? ""; } = "";

    public string State { get; set => field = value ?? ""; } = "proposed";

    public string Reference { get; set => field = value ?? ""; } = "";

    /// <summary>The version the person saw when the form was opened.</summary>
    public int Version { get; set; }

    internal static SystemForm Of(SystemDetail system)
    {
        var known = system.Description;
        return new()
        {
            Name = known.Name,
            Purpose = known.Purpose,
            IntendedUse = known.IntendedUse,
            AffectedGroups = string.Join('\n', known.AffectedGroups),
            Origin = Words.Key(known.Origin),
            IsProvider = known.IsProvider,
            IsDeployer = known.IsDeployer,
            BusinessOwner = system.BusinessOwner?.Ref ?? "",
            TechnicalOwner = system.TechnicalOwner?.Ref ?? "",
            RiskClass = Words.Key(known.RiskClass),
            RiskClassBasis = known.RiskClassBasis,
            DecisionsPerYear = known.DecisionsPerYear?.ToString(CultureInfo.InvariantCulture) ?? "",
            LiveSince = known.LiveSince?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            Technique = known.Technique,
            DataNote = known.DataNote,
            Version = system.Version,
        };
    }

    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    internal SystemDescription Read(IReadOnlyList<PersonLine> people)
    {
        var faults = new List<Finding>();
        var owner = PersonOf(BusinessOwner, people);
        if (string.IsNullOrWhiteSpace(Name)) Wrong("Name", "Give the system a name.");
        if (string.IsNullOrWhiteSpace(Purpose)) Wrong("Purpose", "Say what the system is for.");
        if (!IsProvider && !IsDeployer) Wrong("Role", "Say whether the organisation provides the system, deploys it, or both.");
        if (owner is null) Wrong("Business owner", "Choose the person who answers for the system.");
        if (Choice.Read<SystemOrigin>(Origin) is null) Wrong("Origin", "Choose where the system comes from.");
        if (Choice.Read<RiskClass>(RiskClass) is null) Wrong("Risk class", "Choose a class, or \"not classified\".");
        var decisions = long.TryParse(DecisionsPerYear.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count) && count >= 0 ? count : (long?)null;
        if (decisions is null && DecisionsPerYear.Trim().Length > 0) Wrong("Decisions per year", $"'{DecisionsPerYear}' is not a whole number.");
        var since = DateOf(LiveSince);
        if (since is null && LiveSince.Trim().Length > 0) Wrong("In use since", $"'{LiveSince}' is not a date such as 2026-03-01.");
        if (faults.Count > 0) throw new FindingsException(faults);
        return new(Name, Purpose, IntendedUse, AffectedGroups.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Choice.Read<SystemOrigin>(Origin)!.Value, IsProvider, IsDeployer,
            owner!.Value, PersonOf(TechnicalOwner, people), Choice.Read<RiskClass>(RiskClass)!.Value, RiskClassBasis, decisions, since, Technique, DataNote);

        void Wrong(string field, string message) => faults.Add(Finding.Error(field, "form-field", message));
    }

    internal static DateOnly? DateOf(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static PersonId? PersonOf(string reference, IReadOnlyList<PersonLine> people) => people.FirstOrDefault(person => person.Ref == reference)?.Id;
}
