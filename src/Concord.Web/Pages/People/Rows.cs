using System.Globalization;
using Concord.Organisation;

namespace Concord.Web.Pages.People;

/// <summary>A role as the table shows it.</summary>
public sealed record RoleRow(string Key, string Role, string Unit, string From, string To, bool HoldsToday, bool CanEnd)
{
    internal static IReadOnlyList<RoleRow> Of(IEnumerable<HeldRole> roles) =>
    [
        .. roles.Select(role => new RoleRow(role.Id.Value.ToString("N"), Foundation.Words.Of(role.Role), role.UnitName, Day(role.From),
            role.To is not { } last ? "until ended" : last < role.From ? "taken back" : Day(last), role.HoldsToday, role.To is null)),
    ];

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>A key as the table shows it; its text is never shown again after it was made.</summary>
public sealed record KeyRow(string Ref, string Name, DateTimeOffset Made, DateTimeOffset Until, string State, bool Works)
{
    internal static IReadOnlyList<KeyRow> Of(IEnumerable<KeyLine> keys) =>
    [
        .. keys.Select(key => new KeyRow(key.Ref, key.Name, key.Created, key.RevokedAt ?? key.Expires, key.RevokedAt is not null ? "revoked" : key.Works ? "works" : "ran out", key.Works)),
    ];
}
