using Concord.Foundation;

namespace Concord.Gaps.Analysis;

internal readonly record struct PolicySourceId(Guid Value) : IId<PolicySourceId>
{
    public static PolicySourceId From(Guid value) => new(value);
}

/// <summary>A policy of the organisation as it was read for an analysis: its text, not the file.</summary>
internal sealed class PolicySource : IRecord, IScoped
{
    private PolicySource()
    {
    }

    public PolicySource(string reference, GapAnalysis analysis, PolicyText text, string sha256, string blocks, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<PolicySourceId>();
        (Ref, UnitId, Analysis, File, Title, Sha256, Blocks, ReadBy, ReadAt) = (reference, analysis.UnitId, analysis.Ref, text.File, text.Title, sha256, blocks, by, at);
        Parts = [.. PolicySections.Of(text).Select((section, number) => new PolicyPart(Id, number, section))];
    }

    public PolicySourceId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>Reference of the gap analysis.</summary>
    public string Analysis { get; private set; } = "";

    /// <summary>What passages call it.</summary>
    public string File { get; private set; } = "";

    public string Title { get; private set; } = "";

    /// <summary>Of the file as it was handed in.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Headings, paragraphs and items, JSON: what the assessment reads.</summary>
    public string Blocks { get; private set; } = "";

    public PersonId? ReadBy { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>The sections, for searching.</summary>
    public List<PolicyPart> Parts { get; private set; } = [];
}

internal readonly record struct PolicyPartId(Guid Value) : IId<PolicyPartId>
{
    public static PolicyPartId From(Guid value) => new(value);
}

/// <summary>One section of a policy, as the database searches it.</summary>
internal sealed class PolicyPart
{
    private PolicyPart()
    {
    }

    public PolicyPart(PolicySourceId source, int number, PolicySection section)
    {
        Id = Foundation.Id.New<PolicyPartId>();
        (SourceId, Number, Heading, Text) = (source, number, section.Heading,
            string.Join('\n', section.Sentences.Select(sentence => sentence.LeadIn.Length > 0 ? $"{sentence.LeadIn} {sentence.Text}" : sentence.Text)));
    }

    public PolicyPartId Id { get; private set; }

    public PolicySourceId SourceId { get; private set; }

    public int Number { get; private set; }

    public string Heading { get; private set; } = "";

    public string Text { get; private set; } = "";
}
