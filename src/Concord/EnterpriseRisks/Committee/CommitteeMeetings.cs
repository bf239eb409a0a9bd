using System.Collections.Concurrent;
using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks.Committee;

internal sealed record MeetingLine(string Ref, int Version, string Committee, DateOnly Day, string Note, string MarkedBy, DateTimeOffset MarkedAt, string ContentSha256);

/// <summary>The register on one day, in figures.</summary>
/// <param name="Meeting">Null: as it stands now.</param>
internal sealed record TrendPoint(DateOnly Day, string? Meeting, int Lines, int AiRisks, IReadOnlyList<BandCount> Bands, int WithoutLevel, int Above, int RatedLower);

/// <param name="Until">Null: as it stands now.</param>
internal sealed record RegisterChanges(MeetingLine Since, MeetingLine? Until, IReadOnlyList<RegisterDifferenceLine> Differences)
{
    /// <summary>How many there are, also where only a part is told.</summary>
    public int Total { get; init; } = Differences.Count;
}

/// <summary>Marks that the committee met, and tells what changed since. It speaks for the whole organisation; each reader sees the part that may be seen.</summary>
internal sealed class CommitteeMeetings(ConcordDb db, StandardsLibrary standards, ScaleLibrary library, KeptStandings kept)
{
    /// <summary>The newest so many are shown in the trend.</summary>
    private const int MostMeetings = 12;

    private const int MostKept = 60;

    /// <summary>Pictures by their hash: what is frozen is read once, and a long register takes some time.</summary>
    private static readonly ConcurrentDictionary<string, RegisterPicture> Read = new(StringComparer.Ordinal);

    private static readonly ListOrder<CommitteeMeeting> Order = new ListOrder<CommitteeMeeting>("-day", meeting => meeting.Ref).By("day", meeting => meeting.Day).By("committee", meeting => meeting.Committee);

    /// <summary>The register is frozen as it stands at this moment; the next meeting is compared with it.</summary>
    public async Task<CommitteeMeeting> Mark(string committee, DateOnly day, string note, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.EditRisks, await db.WholeOrganisation(stop));
        var meeting = await Mark(work, committee, day, note, stop);
        await work.Commit(stop);
        return meeting;
    }

    /// <summary>As part of an act.</summary>
    public async Task<CommitteeMeeting> Mark(Work work, string committee, DateOnly day, string note, CancellationToken stop)
    {
        if (await db.Set<CommitteeMeeting>().AsNoTracking().OrderByDescending(known => known.Day).FirstOrDefaultAsync(stop) is { } last && day <= last.Day)
            throw new RuleViolation("COMMITTEE-ORDER", $"{last.Committee} met on {last.Day:yyyy-MM-dd}, and the register of that day is frozen. A meeting is marked after the one before.");
        using var everything = db.SeeEverything();
        var picture = RegisterPicture.Of(await EnterpriseStanding.Read(db, standards, library, stop), db.Today);
        var meeting = new CommitteeMeeting(await work.NextRef("MEET", stop), committee, day, note, picture.ToJson(), work.Actor.Ref, db.Now);
        db.Add(meeting);
        work.Note("committee.met", meeting.Ref, $"{meeting.Committee} on {day:yyyy-MM-dd}: {picture.Lines.Count} enterprise risks, {picture.Risks.Count} AI risks, SHA-256 {meeting.ContentSha256[..12]}…");
        return meeting;
    }

    public async Task<PageOf<MeetingLine>> Meetings(PageRequest request, CancellationToken stop)
    {
        var page = await db.Set<CommitteeMeeting>().AsNoTracking().Page(request, Order, meeting => new { meeting.Ref, meeting.Version, meeting.Committee, meeting.Day, meeting.Note, meeting.MarkedBy, meeting.MarkedAt, meeting.ContentSha256 }, stop);
        var names = await db.NamesOf(page.Items.Select(meeting => meeting.MarkedBy), stop);
        return page.Map(meeting => new MeetingLine(meeting.Ref, meeting.Version, meeting.Committee, meeting.Day, meeting.Note, names.GetValueOrDefault(meeting.MarkedBy, meeting.MarkedBy), meeting.MarkedAt, meeting.ContentSha256));
    }

    /// <param name="since">Reference of a meeting; null: the last one.</param>
    /// <param name="until">Reference of a later one; null: as it stands now.</param>
    /// <returns>Null: no committee has met yet.</returns>
    public async Task<RegisterChanges?> Changes(string? since, string? until, EnterpriseStanding? standing, CancellationToken stop)
    {
        var meetings = db.Set<CommitteeMeeting>().AsNoTracking();
        var first = since is null ? await meetings.OrderByDescending(meeting => meeting.Day).FirstOrDefaultAsync(stop) : await Find(since, stop);
        if (first is null) return null;
        var last = until is null ? null : await Find(until, stop);
        if (last is not null && last.Day <= first.Day) throw new RuleViolation("COMMITTEE-ORDER", $"{last.Ref} is not after {first.Ref}. Name the earlier one first.");
        var after = last is null ? RegisterPicture.Of(standing ?? await kept.Read(db, standards, library, stop), db.Today) : Picture(last).SeenBy(db);
        var names = await db.NamesOf([first.MarkedBy, last?.MarkedBy ?? ""], stop);
        return new(Line(first, names), last is null ? null : Line(last, names), RegisterDifference.Of(Picture(first).SeenBy(db), after));
    }

    /// <summary>Each meeting that was marked, and now; the first says since when there is a trend.</summary>
    public async Task<IReadOnlyList<TrendPoint>> Trend(EnterpriseStanding standing, CancellationToken stop)
    {
        var meetings = await db.Set<CommitteeMeeting>().AsNoTracking().OrderByDescending(meeting => meeting.Day).Take(MostMeetings).Select(meeting => new { meeting.Ref, meeting.Day, meeting.ContentSha256 }).ToListAsync(stop);
        var pictures = new Dictionary<string, RegisterPicture>(StringComparer.Ordinal);
        foreach (var meeting in meetings)
            if (Read.TryGetValue(meeting.ContentSha256, out var known)) pictures[meeting.ContentSha256] = known;
        var unread = meetings.Where(meeting => !pictures.ContainsKey(meeting.ContentSha256)).Select(meeting => meeting.Ref).ToList();
        if (unread.Count > 0)
            foreach (var meeting in await db.Set<CommitteeMeeting>().AsNoTracking().Where(meeting => unread.Contains(meeting.Ref)).ToListAsync(stop)) pictures[meeting.ContentSha256] = Picture(meeting);
        return [.. meetings.OrderBy(meeting => meeting.Day).Select(meeting => Point(pictures[meeting.ContentSha256].SeenBy(db), meeting.Day, meeting.Ref)), Point(RegisterPicture.Of(standing, db.Today), db.Today, null)];
    }

    private static RegisterPicture Picture(CommitteeMeeting meeting)
    {
        if (Read.Count > MostKept) Read.Clear();
        return Read.GetOrAdd(meeting.ContentSha256, _ => RegisterPicture.Read(meeting.Content));
    }

    private TrendPoint Point(RegisterPicture picture, DateOnly day, string? meeting)
    {
        PicturedRisk[] risks = [.. picture.Risks.Where(risk => risk.State != Risks.RiskState.Closed && risk.PartOf.Length > 0)];
        return new(day, meeting, picture.Lines.Count, risks.Length, [.. standards.Criteria.Bands.Select(band => new BandCount(band.Name, risks.Count(risk => risk.Band == band.Name)))], risks.Count(risk => risk.Band is null),
            picture.Lines.Count(line => line.Appetite == AppetiteStanding.Above), picture.Lines.Count(line => line.RatedLower));
    }

    private async Task<CommitteeMeeting> Find(string reference, CancellationToken stop) =>
        await db.Set<CommitteeMeeting>().AsNoTracking().SingleOrDefaultAsync(meeting => meeting.Ref == reference, stop) ?? throw Refusal.Missing("meeting", reference);

    private static MeetingLine Line(CommitteeMeeting meeting, IReadOnlyDictionary<string, string> names) => new(
        meeting.Ref, meeting.Version, meeting.Committee, meeting.Day, meeting.Note, names.GetValueOrDefault(meeting.MarkedBy, meeting.MarkedBy), meeting.MarkedAt, meeting.ContentSha256);
}
