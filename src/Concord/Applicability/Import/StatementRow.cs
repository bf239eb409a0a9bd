using Concord.Standards;

namespace Concord.Applicability.Import;

/// <summary>What one row of a foreign statement says of a requirement.</summary>
/// <param name="Row">Of the sheet, as people count.</param>
/// <param name="Status">Null: the file does not say.</param>
/// <param name="Decides">Somebody decided; false where the file says that nobody did, or only what followed from the record.</param>
/// <param name="Reason">Why it is in, or why it is excluded.</param>
/// <param name="ReasonIn">The column the reason stands in.</param>
/// <param name="Documents">What proves it, as the file names it; a date belongs to the newest of them.</param>
/// <param name="References">Of the applied controls, where the file names them.</param>
/// <param name="IsExport">The status follows from the record: it came from an export.</param>
internal sealed record StatementRow(
    int Row, Requirement Requirement, bool IsExcluded, StatementStatus? Status, bool Decides, string Reason, StatementField ReasonIn, IReadOnlyList<string> Documents, DateOnly? Date, string Kind,
    string Owner, string Title, IReadOnlyList<string> References, bool IsExport);
