using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Storage;

/// <summary>What the journal covers, declared beside the mapping: every table unless it says why not.</summary>
internal static class Covered
{
    private const string WhyNot = "Concord:WhyNotJournalled";
    private const string Outside = "Concord:OutsideJournal";
    private const string Personal = "Concord:Personal";

    public static void IsNotJournalled(this EntityTypeBuilder entity, string why) => entity.HasAnnotation(WhyNot, why);

    public static void StaysOutOfJournal(this PropertyBuilder property) => property.HasAnnotation(Outside, true);

    /// <summary>A personal value: in the journal it stands as a keyed hash, so that erasing the key erases it there.</summary>
    public static void IsPersonal(this PropertyBuilder property) => property.HasAnnotation(Personal, true);

    /// <summary>Why the journal does not cover this table; null when it does.</summary>
    public static string? WhyNotJournalled(this IReadOnlyEntityType entity) =>
        entity.FindAnnotation(WhyNot)?.Value as string
        ?? (entity.ClrType.Namespace?.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal) == true || entity.ClrType == typeof(Organisation.SignInAccount)
            ? "sign-in: password hashes and tokens of ASP.NET Core Identity"
            : entity.ClrType.Namespace?.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal) == true
                ? "sign-in: keys that protect cookies"
                : null);

    public static bool IsOutsideJournal(this IReadOnlyProperty property) => property.FindAnnotation(Outside) is not null;

    public static bool IsPersonal(this IReadOnlyProperty property) => property.FindAnnotation(Personal) is not null;
}
