using System.Globalization;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Actions;

/// <summary>Owner, day and effort of an action as a form sent them, everything wrong said at once.</summary>
internal sealed record TypedAgreement(PersonId? Owner, DateOnly? Due, double? Effort)
{
    /// <param name="required">Whether an owner and a day must be there.</param>
    public static TypedAgreement Read(HttpContext context, IReadOnlyList<PersonLine> people, bool required)
    {
        var faults = new List<Finding>();
        var owner = people.FirstOrDefault(person => person.Ref == context.Typed("owner"))?.Id;
        if (owner is null && (required || context.Typed("owner") is not null)) Wrong("Owner", "Choose the person who does it.");
        DateOnly? due = null;
        if (context.Typed("due")?.Trim() is { Length: > 0 } day)
        {
            if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) due = read;
            else Wrong("Until", "This is no day. Write it as 2026-12-31.");
        }
        else if (required)
        {
            Wrong("Until", "Name the last day.");
        }
        double? effort = null;
        if (context.Typed("effort")?.Trim() is { Length: > 0 } days)
        {
            if (double.TryParse(days, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) effort = number;
            else Wrong("Days of work", "This is no number. Write it with a point, for example 2.5.");
        }
        return faults.Count == 0 ? new(owner, due, effort) : throw new FindingsException(faults);

        void Wrong(string field, string message) => faults.Add(Finding.Error(field, "form-field", message));
    }
}
