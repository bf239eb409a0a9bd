using System.Text.RegularExpressions;
using Concord.Foundation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Storage;

/// <summary>References that people bring with them (SYS-01, DOC-42), beside those that are counted here (SYS-0001).</summary>
internal static partial class OwnReference
{
    /// <summary>The reference a person wants, if it is free; else the next free one of the kind.</summary>
    public static async Task<string> Reference<T>(this Work work, string? own, string prefix, CancellationToken stop) where T : class, IRecord
    {
        if (string.IsNullOrWhiteSpace(own))
        {
            string next;
            do next = await work.NextRef(prefix, stop);
            while (await IsTaken<T>(work, next, stop));
            return next;
        }
        var wanted = own.Trim();
        if (!Form().IsMatch(wanted))
            throw new RuleViolation("REFERENCE-FORM",
                $"'{wanted}' cannot be a reference. Use letters, digits, dots, dashes and underscores, at most 60, beginning with a letter or digit.");
        if (await IsTaken<T>(work, wanted, stop))
            throw new RuleViolation("REFERENCE-TAKEN", $"There already is a {wanted}. Choose another reference, or leave it empty to get the next free one.");
        return wanted;
    }

    /// <summary>Whether there is such a record that may be seen, counting those the current act has added.</summary>
    public static async Task<bool> Knows<T>(this ConcordDb db, string reference, CancellationToken stop) where T : class, IRecord =>
        db.Held<T>().Any(record => record.Ref == reference)
        || await db.Set<T>().AnyAsync(record => EF.Property<string>(record, nameof(IRecord.Ref)) == reference, stop);

    /// <summary>Asked of the act, not of all that the context holds: an import gives thousands.</summary>
    private static async Task<bool> IsTaken<T>(Work work, string reference, CancellationToken stop) where T : class, IRecord =>
        await work.Db.Set<T>().IgnoreQueryFilters().AnyAsync(record => EF.Property<string>(record, nameof(IRecord.Ref)) == reference, stop) || !work.Give<T>(reference);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
