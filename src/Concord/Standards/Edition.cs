namespace Concord.Standards;

/// <summary>One edition of one standard, read-only. A new edition is a new folder, never an edit of this one.</summary>
/// <param name="Key">Short key, for example <c>iso42001:2023</c>; the folder has the same name with a dash.</param>
/// <param name="Prefix">What the requirement keys of this edition begin with, for example <c>ISO42001</c>.</param>
/// <param name="Clauses">How many clauses are requirements; the loader counts.</param>
/// <param name="Controls">How many controls it has; the loader counts.</param>
internal sealed record Edition(
    string Key,
    string Prefix,
    string Designation,
    string Title,
    string Packager,
    string Packaged,
    string Copyright,
    string PdcaNote,
    int Clauses,
    int Controls);

/// <summary>An objective or a risk source that an edition lists for reference; risks of the catalogue name them.</summary>
internal sealed record AnnexItem(string Key, string Edition, string Number, string Title, string Kind, string Gist);
