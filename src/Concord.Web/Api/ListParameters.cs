using System.ComponentModel;
using Concord.Foundation;
using Microsoft.AspNetCore.Mvc;

namespace Concord.Web.Api;

/// <summary>Which part of a list is wanted.</summary>
internal sealed record ListParameters
{
    [Description("1 for the first page.")]
    [FromQuery(Name = "page")]
    public int? Page { get; init; }

    [Description("Rows of a page, 1 to 200; 50 unless told.")]
    [FromQuery(Name = "size")]
    public int? Size { get; init; }

    [Description("A key of the list; with a dash before it the other way round.")]
    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }

    [Description("Words, and key:value pairs such as state:open, separated by blanks.")]
    [FromQuery(Name = "filter")]
    public string? Filter { get; init; }

    public PageRequest Request => this switch
    {
        { Size: < 1 or > PageRequest.LargestSize } => throw new RuleViolation("LIST-SIZE", $"A page has 1 to {PageRequest.LargestSize} rows. Ask for the next page instead of a larger one."),
        { Page: < 1 } => throw new RuleViolation("LIST-PAGE", "Pages are counted from 1."),
        _ => new(Page ?? 1, Size ?? 50, Sort, Filter),
    };
}
