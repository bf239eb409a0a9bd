using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Web.Pages.Inventory;

/// <summary>A model as typed, with its first version where there is one already.</summary>
public sealed class ModelForm
{
    public string Name { get; set; } = "";

    public string Purpose { get; set; } = "";

    public string Technique { get; set; } = "";

    public string Version { get; set; } = "";

    public string LiveSince { get; set; } = "";

    public string Reference { get; set; } = "";

    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    internal (ModelRegistration Model, VersionRegistration? Version) Read()
    {
        var faults = new List<Finding>();
        if (string.IsNullOrWhiteSpace(Name)) faults.Add(Finding.Error("Name", "form-field", "Give the model a name."));
        var since = SystemForm.DateOf(LiveSince);
        if (since is null && LiveSince.Trim().Length > 0) faults.Add(Finding.Error("Live since", "form-field", $"'{LiveSince}' is not a date such as 2026-03-01."));
        if (faults.Count > 0) throw new FindingsException(faults);
        var own = Reference.Trim();
        return (new(Name, Purpose, Technique, own.Length == 0 ? null : own), Version.Trim().Length == 0 ? null : new VersionRegistration(Version.Trim(), since));
    }
}

/// <summary>A further version as typed.</summary>
public sealed class VersionForm
{
    public string Label { get; set; } = "";

    public string LiveSince { get; set; } = "";

    public string Notes { get; set; } = "";
}
