using System.Security.Cryptography;
using System.Text.Json;
using Concord.Actions;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <summary>A file handed in, where it lies now and what it is called.</summary>
internal sealed record HandedInPolicy(string Path, string Name);

/// <param name="NotRead">Why each of the others could not be read; nothing is said of what they hold.</param>
internal sealed record PoliciesReadIn(IReadOnlyList<PolicySource> Sources, IReadOnlyList<Finding> NotRead);

/// <summary>Reads policies in for an analysis, keeps what reviewers say beside what is suggested, and makes actions of accepted places.</summary>
internal sealed class PolicyReviewRegister(ConcordDb db, GapRegister analyses, ActionRegister actions, PolicyVocabulary vocabulary, GapLibrary library)
{
    /// <summary>So many texts are assessed together in one analysis.</summary>
    public const int MostTexts = 60;

    /// <summary>The act by which the journal keeps which files of several could not be read.</summary>
    public const string SomeNotRead = "gap.policies-not-read";

    /// <summary>What that line of the journal says: each file, and in words why.</summary>
    public static IEnumerable<(string File, string Why)> NotReadOf(string detail) =>
        from part in detail.Split("; ")
        let colon = part.LastIndexOf(": ", StringComparison.Ordinal)
        where colon > 0
        select (part[..colon], part[(colon + 2)..].Replace('-', ' '));

    /// <summary>A file of a name that was read before takes its place; where it cannot be read, the text before stays.</summary>
    /// <param name="keepReadable">Those that can be read are taken in without the others, which are named; else all of them or none.</param>
    public async Task<PoliciesReadIn> ReadIn(string analysisRef, IReadOnlyList<HandedInPolicy> files, bool keepReadable, Actor actor, CancellationToken stop)
    {
        await analyses.FindOpen(analysisRef, actor, stop);
        if (files.Count == 0) throw new RuleViolation("POLICY-FILES", "Name at least one policy: .md, .docx, .pdf or .txt.");
        if (files.GroupBy(file => Name(file.Name), StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new RuleViolation("POLICY-SAME-NAME", $"{twice.Count()} files are called {twice.Key}. Rename them, so that passages can say which they are from.");
        // Read before the act begins: writers stand in line, and a large document takes seconds.
        var read = await PolicyIntake.ReadEach([.. files.Select(file => file.Path)], [.. files.Select(file => Name(file.Name))], Task.FromResult(vocabulary), stop);
        List<Finding> notRead = [.. read.Select(one => one.Finding).OfType<Finding>()];
        if (!keepReadable || notRead.Count == files.Count) notRead.DemandNone();
        var hashes = await Task.WhenAll(files.Where((_, i) => read[i].Text is not null).Select(file => Sha256(file.Path, stop)));
        await using var work = await db.Begin(actor, stop);
        var sources = await ReadIn(work, analysisRef, [.. read.Select(one => one.Text).OfType<PolicyText>()], hashes, stop);
        if (notRead.Count > 0) work.Note(SomeNotRead, analysisRef, string.Join("; ", notRead.Select(finding => $"{finding.Place}: {finding.Code}")));
        await work.Commit(stop);
        return new(sources, notRead);
    }

    public async Task<IReadOnlyList<PolicySource>> ReadIn(Work work, string analysisRef, IReadOnlyList<PolicyText> texts, IReadOnlyList<string> hashes, CancellationToken stop)
    {
        var analysis = await analyses.FindOpen(analysisRef, work.Actor, stop);
        var known = await db.Set<PolicySource>().Include(source => source.Parts).Where(source => source.Analysis == analysisRef).ToListAsync(stop);
        var replaced = known.Where(source => texts.Any(text => text.File == source.File)).ToList();
        if (known.Count - replaced.Count + texts.Count > MostTexts)
            throw new RuleViolation("POLICY-COUNT", $"{MostTexts} policies are assessed together; with these it would be {known.Count - replaced.Count + texts.Count}. Take some out.");
        foreach (var source in replaced) Remove(work, source);
        var sources = new List<PolicySource>();
        for (var i = 0; i < texts.Count; i++)
        {
            var source = new PolicySource(await work.Reference<PolicySource>(null, "TXT", stop), analysis, texts[i], hashes[i], JsonSerializer.Serialize(texts[i].Blocks), work.Actor.PersonId, db.Now);
            db.Add(source);
            sources.Add(source);
            work.Note("gap.policy-read", source.Ref, $"{source.File}, {source.Parts.Count} sections, SHA-256 {source.Sha256[..12]}…");
        }
        await Suggest(work, analysis, [.. known.Except(replaced), .. sources], stop);
        return sources;
    }

    public async Task TakeOut(string sourceRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var source = await db.Set<PolicySource>().Include(known => known.Parts).SingleOrDefaultAsync(known => known.Ref == sourceRef, stop) ?? throw Refusal.Missing("policy text", sourceRef);
        var analysis = await analyses.FindOpen(source.Analysis, actor, stop);
        Refusal.IfStale(source, expectedVersion);
        Remove(work, source);
        await Suggest(work, analysis, await db.Set<PolicySource>().Where(known => known.Analysis == analysis.Ref && known.Ref != sourceRef).ToListAsync(stop), stop);
        await work.Commit(stop);
    }

    public async Task<PolicyFinding> Review(string analysisRef, string requirement, int expectedVersion, PolicyLevel level, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var analysis = await analyses.FindOpen(analysisRef, actor, stop);
        var finding = await Finding(analysisRef, requirement, stop);
        Refusal.IfStale(finding, expectedVersion);
        finding.Review(level, reason, actor.DemandPerson(Permission.AnalyseGaps, analysis.UnitId), db.Now);
        work.Note("gap.policy-reviewed", finding.Ref, $"{Words.Of(finding.Suggested)} suggested, {Words.Of(level)} confirmed{(finding.ReviewReason.Length > 0 ? $": {finding.ReviewReason}" : "")}");
        await work.Commit(stop);
        return finding;
    }

    /// <summary>Confirms in one act, for one reason, that nothing is written of each of these requirements. All of them or none.</summary>
    /// <param name="seen">The requirements with the version of what the person saw of each.</param>
    public async Task<IReadOnlyList<PolicyFinding>> ConfirmAbsent(string analysisRef, IReadOnlyDictionary<string, int> seen, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var analysis = await analyses.FindOpen(analysisRef, actor, stop);
        var by = actor.DemandPerson(Permission.AnalyseGaps, analysis.UnitId);
        if (seen.Count == 0) throw new RuleViolation("POLICY-ABSENT-NONE", "Choose the requirements of which you confirm that nothing is written.");
        var findings = await db.Set<PolicyFinding>().Where(finding => finding.Analysis == analysisRef).ToDictionaryAsync(finding => finding.Requirement, StringComparer.Ordinal, stop);
        var confirmed = new List<PolicyFinding>();
        foreach (var (requirement, version) in seen.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var finding = findings.GetValueOrDefault(requirement) ?? throw NotRead(analysisRef, requirement);
            Refusal.IfStale(finding, version);
            finding.ConfirmAbsent(reason, by, db.Now);
            work.Note("gap.policy-reviewed", finding.Ref, $"absent suggested, absent confirmed{(seen.Count == 1 ? "" : $" as one of {seen.Count}")}: {finding.ReviewReason}");
            confirmed.Add(finding);
        }
        await work.Commit(stop);
        return confirmed;
    }

    /// <summary>The requirement is to be embedded there: an action with a sentence that would fit.</summary>
    public async Task<PlannedAction> Accept(string analysisRef, string requirement, string file, string section, PersonId? owner, DateOnly? dueOn, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var action = await Accept(work, analysisRef, requirement, file, section, owner, dueOn, stop);
        await work.Commit(stop);
        return action;
    }

    public async Task<PlannedAction> Accept(Work work, string analysisRef, string requirement, string file, string section, PersonId? owner, DateOnly? dueOn, CancellationToken stop)
    {
        var analysis = await analyses.FindOpen(analysisRef, work.Actor, stop);
        var finding = await Finding(analysisRef, requirement, stop);
        var place = finding.Read().General.FirstOrDefault(place => place.File == file && place.Section == section)
            ?? throw new RuleViolation("POLICY-PLACE", $"The section {section} of {file} is not proposed for {requirement}. Choose one of the places shown.");
        var proposal = library.Proposal(finding.Requirement) ?? throw Refusal.Missing("proposal for", requirement);
        var action = await actions.Plan(work, new(analysis.UnitId, Written.Composed($"Embed in {Short(file)}, {Short(section)}: {proposal.Title}"),
            $"Proposed sentence: {proposal.Sentence}\n\nWhy there: {place.Why}.", analysis.Ref, PlaceCause(finding.Requirement, file, section), [finding.Requirement],
            owner ?? analysis.LeadId, dueOn, 0.5), stop);
        work.Note("gap.place-accepted", finding.Ref, $"{file}, {section}: {action.Ref}");
        return action;
    }

    /// <summary>What names the action of an accepted place.</summary>
    public static string PlaceCause(string requirement, string file, string section) => $"{requirement} in {file}, {section}";

    private async Task Suggest(Work work, GapAnalysis analysis, IReadOnlyList<PolicySource> sources, CancellationToken stop)
    {
        var texts = sources.Select(source => new PolicyText(source.File, JsonSerializer.Deserialize<List<PolicyBlock>>(source.Blocks)!)).ToList();
        var findings = await db.Set<PolicyFinding>().Where(finding => finding.Analysis == analysis.Ref).ToDictionaryAsync(finding => finding.Requirement, StringComparer.Ordinal, stop);
        var levels = new Dictionary<PolicyLevel, int>();
        foreach (var assessed in PolicyAssessment.Assess(texts, vocabulary))
        {
            if (!findings.TryGetValue(assessed.Requirement, out var finding)) db.Add(finding = new PolicyFinding(analysis, assessed.Requirement));
            finding.Suggest(assessed);
            levels[assessed.Level] = levels.GetValueOrDefault(assessed.Level) + 1;
        }
        var repeated = texts.Count - PolicyText.Once(texts).Count;
        work.Note("gap.policies-assessed", analysis.Ref, $"{texts.Count} texts{(repeated == 0 ? "" : $", {repeated} of them under another name too and counted once")}: {string.Join(", ", Enum.GetValues<PolicyLevel>().Reverse().Select(level => $"{levels.GetValueOrDefault(level)} {Words.Of(level)}"))}");
    }

    private void Remove(Work work, PolicySource source)
    {
        db.RemoveRange(source.Parts);
        db.Remove(source);
        work.Note("gap.policy-taken-out", source.Ref, $"{source.File}, SHA-256 {source.Sha256[..12]}…");
    }

    private async Task<PolicyFinding> Finding(string analysisRef, string requirement, CancellationToken stop) =>
        await db.Set<PolicyFinding>().SingleOrDefaultAsync(known => known.Analysis == analysisRef && known.Requirement == requirement, stop)
            ?? throw NotRead(analysisRef, requirement);

    private static RuleViolation NotRead(string analysisRef, string requirement) => new(Refusal.NotFound, $"No policies were read for {requirement} in {analysisRef}. Hand in policies first.");

    /// <summary>The plain name; what a path or a hostile name adds is left out.</summary>
    private static string Name(string name)
    {
        var plain = name.Replace('\\', '/').Split('/')[^1];
        var shown = string.Concat(plain.Where(letter => !char.IsControl(letter))).Trim();
        return shown.Length == 0 ? "policy" : shown.Length <= 120 ? shown : shown[..60] + "…" + shown[^50..];
    }

    private static string Short(string name) => name.Length <= 60 ? name : name[..59] + "…";

    private static async Task<string> Sha256(string path, CancellationToken stop)
    {
        await using var file = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
