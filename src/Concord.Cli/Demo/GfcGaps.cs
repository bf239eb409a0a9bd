using System.Security.Cryptography;
using Concord.Actions;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Gaps.Reading;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Cli.Demo;

/// <param name="Policies">Years of policies in force; a later year's text of the same name takes the place of the earlier.</param>
internal sealed record GfcGapAnalysis(string Id, string Title, string LeadId, string ById, DateOnly Begun, DateOnly Concluded, IReadOnlyList<string> Policies, string Interviews);

internal sealed record GfcFoundSystem(string AnalysisId, string List, string Name, string Note, string? SystemId, string? NoSystemBecause);

internal sealed record GfcPolicyReview(string AnalysisId, string RequirementKey, PolicyLevel Level, string Reason);

internal sealed record GfcAcceptedPlace(string AnalysisId, string RequirementKey, string File, string Section, string OwnerId, DateOnly Due, DateOnly? DoneOn, string Outcome);

/// <summary>The bank's gap analyses, as its files tell them, played through the registers people use.</summary>
internal sealed class GfcGaps(
    ConcordDb db, Actors actors, GapLibrary library, GapRegister gaps, InventoryRegister inventory, InterviewRegister interviews, PolicyReviewRegister policies, GapConclusion conclusion, GapViews views, ActionRegister actions)
{
    private static string Folder => GfcReader.DefaultFolder;

    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static IReadOnlyList<GfcGapAnalysis> Analyses() => Checked(faults => Rows("gap_analyses.csv", ["id", "title", "lead_id", "by_id", "begun", "concluded", "policies", "interviews"], faults)
        .Select(row => new GfcGapAnalysis(row.Text("id"), row.Text("title"), row.Text("lead_id"), row.Text("by_id"), row.Date("begun") ?? default, row.Date("concluded") ?? default, row.List("policies"), row.Text("interviews"))));

    public async Task Play(GfcGapAnalysis analysis, OrganisationUnitId unit, GfcRecord record, GfcOrganisation gfc, StoryClock clock, CancellationToken stop)
    {
        clock.MoveTo(At(analysis.Begun, 9));
        var by = await SignedIn(analysis.ById);
        await gaps.Start(unit, analysis.Title, record.Person(analysis.LeadId), analysis.Id, by, stop);
        await Lists(analysis, by, stop);
        await Read(analysis, by, stop);
        db.ChangeTracker.Clear(); // As between two requests: what earlier acts held would be compared again at each of the many that follow.
        await GfcInterviews.Enter(GfcInterviews.Read(Folder, analysis.Interviews, gfc.People, library), analysis.Id, record.Person, record.Person(analysis.ById), SignedIn, interviews, clock, stop);
        clock.MoveTo(At(analysis.Concluded, 9));
        await Review(analysis, record, by, stop);
        clock.MoveTo(At(analysis.Concluded, 15));
        var seen = await views.Detail(analysis.Id, stop);
        await conclusion.Conclude(analysis.Id, seen.Line.Version, seen.Fingerprint, by, stop);

        async Task<Actor> SignedIn(string id) => await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };
    }

    /// <summary>What was accepted and is done by a day is told done on the day it says.</summary>
    public async Task Finish(DateOnly until, CancellationToken stop)
    {
        foreach (var place in Places().Where(place => place.DoneOn < until))
        {
            var cause = PolicyReviewRegister.PlaceCause(place.RequirementKey, place.File, place.Section);
            var action = await db.Set<PlannedAction>().AsNoTracking().SingleOrDefaultAsync(known => known.Source == place.AnalysisId && known.Cause == cause && known.State == ActionState.Open, stop);
            if (action is not null) await actions.Finish(action.Ref, action.Version, place.Outcome, Actor.System, stop);
        }
    }

    private async Task Lists(GfcGapAnalysis analysis, Actor by, CancellationToken stop)
    {
        var found = Found().Where(one => one.AnalysisId == analysis.Id).ToList();
        foreach (var list in found.GroupBy(one => one.List, StringComparer.Ordinal))
            await inventory.AddList(analysis.Id, list.Key, string.Join('\n', list.Select(one => one.Note.Length > 0 ? $"{one.Name}; {one.Note}" : one.Name)), by, stop);
        foreach (var one in found.Where(one => one.SystemId is not null || one.NoSystemBecause is not null))
        {
            var listed = await db.Set<ListedSystem>().AsNoTracking().SingleAsync(known => known.Analysis == analysis.Id && known.Name == one.Name, stop);
            await inventory.Decide(listed.Ref, listed.Version, one.SystemId, one.NoSystemBecause ?? "", by, stop);
        }
    }

    /// <summary>The texts are ours, so they are read here and not in a process of their own.</summary>
    private async Task Read(GfcGapAnalysis analysis, Actor by, CancellationToken stop)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var year in analysis.Policies)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Folder, "policies", year), "*.md")) files[Path.GetFileName(file)] = file;
        }
        var texts = new List<PolicyText>();
        var hashes = new List<string>();
        foreach (var (name, path) in files)
        {
            var bytes = await File.ReadAllBytesAsync(path, stop);
            texts.Add(new(name, PolicyFileReader.Read(bytes, ".md")));
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        await using var work = await db.Begin(by, stop);
        await policies.ReadIn(work, analysis.Id, texts, hashes, stop);
        await work.Commit(stop);
    }

    private async Task Review(GfcGapAnalysis analysis, GfcRecord record, Actor by, CancellationToken stop)
    {
        db.ChangeTracker.Clear();
        var versions = await db.Set<PolicyFinding>().AsNoTracking().Where(finding => finding.Analysis == analysis.Id).ToDictionaryAsync(finding => finding.Requirement, finding => finding.Version, StringComparer.Ordinal, stop);
        foreach (var review in Reviews().Where(review => review.AnalysisId == analysis.Id))
        {
            await policies.Review(analysis.Id, review.RequirementKey, versions[review.RequirementKey], review.Level, review.Reason, by, stop);
            db.ChangeTracker.Clear();
        }
        foreach (var place in Places().Where(place => place.AnalysisId == analysis.Id))
        {
            await policies.Accept(analysis.Id, place.RequirementKey, place.File, place.Section, record.Person(place.OwnerId), place.Due, by, stop);
            db.ChangeTracker.Clear();
        }
    }

    private static IReadOnlyList<GfcFoundSystem> Found() => Checked(faults => Rows("found_systems.csv", ["analysis_id", "list", "name", "note", "system_id", "no_system_because"], faults)
        .Select(row => new GfcFoundSystem(row.Text("analysis_id"), row.Text("list"), row.Text("name"), row.Optional("note") ?? "", row.Optional("system_id"), row.Optional("no_system_because"))));

    private static IReadOnlyList<GfcPolicyReview> Reviews() => Checked(faults => Rows("policy_reviews.csv", ["analysis_id", "requirement_id", "level", "reason"], faults)
        .Select(row => new GfcPolicyReview(row.Text("analysis_id"), row.Text("requirement_id"), row.Choice("level", [.. Enum.GetValues<PolicyLevel>().Select(level => (Words.Key(level), level))]), row.Optional("reason") ?? "")));

    private static IReadOnlyList<GfcAcceptedPlace> Places() => Checked(faults => Rows("accepted_places.csv", ["analysis_id", "requirement_id", "file", "section", "owner_id", "due", "done_on", "outcome"], faults)
        .Select(row => new GfcAcceptedPlace(row.Text("analysis_id"), row.Text("requirement_id"), row.Text("file"), row.Text("section"), row.Text("owner_id"), row.Date("due") ?? default, row.Date("done_on"), row.Optional("outcome") ?? "")));

    private static IReadOnlyList<T> Checked<T>(Func<List<Finding>, IEnumerable<T>> read)
    {
        var faults = new List<Finding>();
        List<T> rows = [.. read(faults)];
        return faults.Count == 0 ? rows : throw new FindingsException(faults);
    }

    private static IReadOnlyList<LibraryRow> Rows(string file, string[] columns, List<Finding> faults) => LibraryTable.Read(Folder, file, columns, [], faults).Rows;

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
}
