using Concord.Foundation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Risks;

internal readonly record struct EnterpriseRiskId(Guid Value) : IId<EnterpriseRiskId>
{
    public static EnterpriseRiskId From(Guid value) => new(value);
}

/// <summary>What the enterprise register says of one of its lines. Levels, appetite and status stand in its own words; empty: it does not say.</summary>
/// <param name="Owner">The person here; null: nobody here is known to be meant.</param>
/// <param name="OwnerAs">The owner as the register writes it.</param>
/// <param name="Scale">The scale its words are of; empty: the one in force.</param>
/// <param name="Appetite">The highest rating the enterprise is ready to bear.</param>
/// <param name="SourceSystem">Where the register is kept.</param>
/// <param name="SourceId">What the line is called there.</param>
internal sealed record EnterpriseRiskFacts(
    string Title, string Category, PersonId? Owner, string OwnerAs, string Scale, string Likelihood, string Impact, string Rating, string Appetite, string Status, DateOnly? NextReview,
    string SourceSystem, string SourceId)
{
    /// <summary>A line of which only this is known.</summary>
    public static EnterpriseRiskFacts Plain(string title, PersonId? owner, string rating) => new(title, "", owner, "", "", "", "", rating, "", "", null, "", "");
}

/// <summary>
/// A line of the enterprise's own risk register that AI risks are part of. The enterprise register is master of everything it says: an import takes it over,
/// nothing here changes it.
/// </summary>
internal sealed class EnterpriseRisk : IRecord, IScoped
{
    /// <summary>Of a category, a level, a status, a name of a system or an id, in characters.</summary>
    public const int LongestWord = 200;

    private EnterpriseRisk()
    {
    }

    public EnterpriseRisk(string reference, OrganisationUnitId unit, EnterpriseRiskFacts facts)
    {
        Id = Foundation.Id.New<EnterpriseRiskId>();
        (Ref, UnitId) = (reference, unit);
        Say(facts);
    }

    public EnterpriseRiskId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Null where the register does not say, as with the words that follow: a row from before they were kept has none either.</summary>
    public string? Category { get; private set; }

    public PersonId? OwnerId { get; private set; }

    public string? OwnerAs { get; private set; }

    public string? Scale { get; private set; }

    public string? Likelihood { get; private set; }

    public string? Impact { get; private set; }

    public string Rating { get; private set; } = "";

    public string? Appetite { get; private set; }

    public string? Status { get; private set; }

    public DateOnly? NextReview { get; private set; }

    public string? SourceSystem { get; private set; }

    public string? SourceId { get; private set; }

    public EnterpriseRiskFacts Facts => new(Title, Category ?? "", OwnerId, OwnerAs ?? "", Scale ?? "", Likelihood ?? "", Impact ?? "", Rating, Appetite ?? "", Status ?? "", NextReview, SourceSystem ?? "", SourceId ?? "");

    /// <summary>The enterprise register says something else than before.</summary>
    public void Revise(OrganisationUnitId unit, EnterpriseRiskFacts facts)
    {
        UnitId = unit;
        Say(facts);
    }

    private void Say(EnterpriseRiskFacts facts)
    {
        foreach (var word in (string[])[facts.Category, facts.OwnerAs, facts.Scale, facts.Likelihood, facts.Impact, facts.Rating, facts.Appetite, facts.Status, facts.SourceSystem, facts.SourceId])
            if (word.Length > LongestWord) throw new RuleViolation("ENTERPRISE-RISK-WORD", $"A word of an enterprise risk has at most {LongestWord} characters; this one has {word.Length}. Shorten it.");
        Title = Written.Title(facts.Title, "ENTERPRISE-RISK-TITLE", "Say what the enterprise risk is called.");
        (Category, OwnerId, OwnerAs, Scale) = (Word(facts.Category), facts.Owner, Word(facts.OwnerAs), Word(facts.Scale));
        (Likelihood, Impact, Rating, Appetite) = (Word(facts.Likelihood), Word(facts.Impact), facts.Rating.Trim(), Word(facts.Appetite));
        (Status, NextReview, SourceSystem, SourceId) = (Word(facts.Status), facts.NextReview, Word(facts.SourceSystem), Word(facts.SourceId));
    }

    private static string? Word(string text) => text.Trim() is { Length: > 0 } word ? word : null;
}

internal sealed class EnterpriseRiskMapping : IEntityTypeConfiguration<EnterpriseRisk>
{
    public void Configure(EntityTypeBuilder<EnterpriseRisk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.SourceId);
    }
}
