using Concord.Cli.Demo;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Standards;

namespace Concord.Tests.Demo;

public sealed class GfcInterviewTests
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
    private static readonly GapLibrary Questions = GapLibrary.Read(StandardsLibrary.DefaultFolder, Library);
    private static readonly GfcOrganisation Bank = GfcReader.Read(GfcReader.DefaultFolder, Library);

    [Theory, InlineData(GfcInterviews.First, 20, 11, "2025-06-03"), InlineData(GfcInterviews.Second, 15, 9, "2026-09-14")]
    public async Task The_answers_of_the_bank_become_signed_interviews_per_person_and_role(string file, int answers, int interviews, string from)
    {
        await using var world = await World.Create();
        var (unit, lead) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager));
        await world.As(Role.AimsManager).Do((GapRegister register, Actor actor) => register.Start(unit, "Gap analysis", lead, null, actor, default));
        var said = GfcInterviews.Read(GfcReader.DefaultFolder, file, Bank.People, Questions);
        said.Count.ShouldBe(answers);

        // The clock of the story is not that of this record: what matters is that it is moved forward, never back.
        var clock = new StoryClock(new(2026, 5, 11, 0, 0, 0, TimeSpan.Zero), TimeProvider.System);
        var last = new DateTimeOffset(said.Max(answer => answer.Date).ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        if (last > World.Beginning) world.Clock.Advance(last - World.Beginning);
        var stranger = await world.PersonId(Role.Viewer);
        var signedIn = await world.As(Role.Viewer).Actor();
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor _) => GfcInterviews.Enter(said, "GAP-0001", id => stranger, lead, _ => Task.FromResult(signedIn), register, clock, default));

        var lines = (await world.As(Role.Viewer).See((InterviewViews views) => views.List("GAP-0001", new(Sort: "held"), default))).Items;
        lines.Count.ShouldBe(interviews);
        lines.ShouldAllBe(line => line.State == InterviewState.SignedOff);
        lines[0].HeldOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(from);
        lines.Sum(line => line.Answered).ShouldBe(answers);
        DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).ShouldBe(said[^1].Date.Year == 2025 ? new DateOnly(2026, 5, 11) : said.Max(answer => answer.Date));
    }

    [Fact]
    public void Every_fault_of_an_edited_file_is_named_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("gfc-interviews").FullName;
        File.WriteAllText(Path.Combine(folder, "interviews.csv"), File.ReadAllText(Path.Combine(GfcReader.DefaultFolder, "interviews.csv")).Replace("P-02", "P-99", StringComparison.Ordinal).Replace("legal,P-06,Q-LEG-02,gap", "hr,P-06,Q-LEG-02,bad", StringComparison.Ordinal));

        Should.Throw<FindingsException>(() => GfcInterviews.Read(folder, GfcInterviews.First, Bank.People, Questions)).Findings.Select(finding => finding.Place)
            .ShouldBe(["interviews.csv, row 3, column person_id", "interviews.csv, row 5, column rating", "interviews.csv, row 5, column question_id"]);
        Directory.Delete(folder, recursive: true);
    }
}
