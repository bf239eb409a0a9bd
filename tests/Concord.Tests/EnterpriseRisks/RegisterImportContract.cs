using System.Text;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Import;
using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Concord.Reports;
using Concord.Risks;
using Concord.Tables;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.EnterpriseRisks;

/// <summary>An enterprise's own risk register, taken into the record and handed back.</summary>
public abstract class RegisterImportContract(Backend backend)
{
    private const string Foreign = "risk_id,description,impact,likelihood,owner\nR001,Unauthorized access to DB,High,Medium,bob\nR002,Loss of laptop with PII,Medium,High,charlie\n";

    [Fact]
    public async Task A_foreign_register_is_taken_in_with_its_own_ids_and_words_and_findings_a_person_can_act_on()
    {
        await using var world = await World.Create(backend);
        var table = await Csv(world, Foreign);

        var shown = await Propose(world, table);
        (await world.AsSystem(db => db.Set<EnterpriseRisk>().CountAsync())).ShouldBe(0, "a dry run changes nothing");
        shown.Findings.Select(finding => (finding.Severity, finding.Code)).ShouldBe(
            [(Severity.Warning, "no-rating-column"), (Severity.Warning, "which-scale"), (Severity.Warning, "unknown-owner"), (Severity.Warning, "unknown-owner")], ignoreOrder: true);
        shown.Findings.Where(finding => finding.Code == "unknown-owner").Select(finding => finding.Place).ShouldBe(["E2 (owner)", "E3 (owner)"]);
        shown.Findings.ShouldContain(finding => finding.Code == "unknown-owner" && finding.Message.Contains("--owner \"bob=", StringComparison.Ordinal));
        shown.Plan.Summary.ShouldBe("2 lines new.");

        (await TakeIn(world, table, seen: shown.Plan.Fingerprint)).Plan.Fingerprint.ShouldBe(shown.Plan.Fingerprint);
        var line = await Line(world, "R001");
        (line.Facts.Title, line.Facts.SourceId, line.Facts.Impact, line.Facts.Likelihood, line.Facts.Rating).ShouldBe(("Unauthorized access to DB", "R001", "High", "Medium", ""));
        (line.Scale, line.Owner, line.OwnerName, line.Appetite, line.Rating).ShouldBe(("three-words", null, "bob", AppetiteStanding.Unknown, RatingStanding.NotComparable));

        var before = await Entries(world);
        (await TakeIn(world, table)).Plan.Summary.ShouldBe("Nothing to change: all 2 rows say what the register says.");
        (await TakeIn(world, await Csv(world, "owner;Likelihood;RISK ID;Impact;Description\ncharlie;high;R002;medium;Loss of laptop with PII\nbob;medium;R001;high;Unauthorized access to DB\n"))).Plan.IsEmpty.ShouldBeTrue("columns, rows and capitals in another order");
        (await Entries(world)).ShouldBe(before);

        var said = await TakeIn(world, table, new(Owners: [$"bob={World.EmailOf(Role.RiskOwner)}"]));
        (said.Plan.Summary, (await Line(world, "R001")).Owner!.Name).ShouldBe(("1 line changed, 1 row unchanged.", "RiskOwner Person"));
        (await TakeIn(world, table)).Plan.IsEmpty.ShouldBeTrue("who bob is was said once");
        var stranger = await TakeIn(world, table, new(Owners: ["bob=nobody@example.test"]));
        (stranger.Plan.IsEmpty, stranger.Findings.Single(finding => finding.Code == "unknown-owner").Message).ShouldSatisfyAllConditions(
            told => told.IsEmpty.ShouldBeTrue(), told => told.Message.ShouldStartWith("Nobody here is called \"nobody@example.test\". The line keeps the owner it has."));
    }

    [Fact]
    public async Task What_was_exported_changes_nothing_when_it_comes_back_in_any_order()
    {
        await using var world = await Filled();
        await TakeIn(world, await Csv(world, "id,title,owner,rating,appetite,category,status,next review,likelihood,impact\nG 1,=1+1,\"O'Neil; and, others\",High,Low,\"a, \"\"b\"\"\",open,2026-09-30,Low,High\nG2,'=cmd|x,@sum,High,Medium,,,,Medium,\n"), new(System: "GRC tool"));
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.LinkToEnterprise("RISK-A", 0, "G2", actor, default));
        var before = await Entries(world);

        var csv = await Export(world, "csv");
        Encoding.UTF8.GetString(csv).ShouldContain("'=1+1");
        foreach (var (name, bytes) in new[] { ("export.csv", csv), ("export.xlsx", await Export(world, "xlsx")), ("shuffled.csv", Shuffled(csv)) })
        {
            var file = Path.Combine(world.Folder, name);
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
            var again = await TakeIn(world, await Read(file));
            again.Findings.ShouldBeEmpty($"nothing of our own {name} is a fault or worth a warning");
            again.Plan.Changes.ShouldBeEmpty(name);
            again.Plan.Rows.ShouldBe(5, name);
        }
        (await Entries(world)).ShouldBe(before);
    }

    [Fact]
    public async Task One_act_gives_a_reference_once()
    {
        await using var world = await World.Create(backend);
        var refused = await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var (unit, register) = (await db.WholeOrganisation(default), new EnterpriseRegister(db));
            await register.Add(work, "ENT-07", unit, EnterpriseRiskFacts.Plain("Credit risk", null, "high"), default);
            return await register.Add(work, "ENT-07", unit, EnterpriseRiskFacts.Plain("People", null, "high"), default).Refused();
        });
        refused.Code.ShouldBe("REFERENCE-TAKEN");
    }

    [Fact]
    public async Task A_change_of_owner_tells_whose_the_line_was_by_reference()
    {
        await using var world = await Filled();
        var before = await world.AsSystem(db => db.Set<Person>().Where(person => person.Email == World.EmailOf(Role.RiskOwner)).Select(person => person.Ref).SingleAsync());

        var shown = await Propose(world, await Csv(world, "kind,reference,title,owner,rating\nenterprise,ENT-07,Credit risk,Auditor Person,high\n"));

        shown.Plan.Changes.ShouldHaveSingleItem().Says.ShouldContain($"owner \"{before}\" → \"Auditor Person\"");
    }

    [Fact]
    public async Task What_a_file_says_of_an_ai_risk_is_a_conflict_and_nothing_is_taken_over()
    {
        await using var world = await Filled();
        var file = $"kind,reference,title,owner,residual,treatment_status,part_of\nai risk,RISK-A,Another title,{(await Risk(world, "RISK-A")).OwnerName},5x5,accepted,\nenterprise,ENT-07,Credit risk,RiskOwner Person,,,\n";
        var taken = await TakeIn(world, await Csv(world, file));
        taken.Plan.Conflicts.Select(conflict => (conflict.Field, conflict.Theirs, conflict.Ours)).ShouldBe([(RegisterField.Title, "Another title", "Drift makes the model unfit"), (RegisterField.Residual, "5x5", "2x3"), (RegisterField.TreatmentStatus, "accepted", "open")]);
        taken.Findings.Where(finding => finding.Code == "master-field").Select(finding => finding.Place).ShouldBe(["C2 (title)", "E2 (residual)", "F2 (treatment_status)"]);
        (await Risk(world, "RISK-A")).Title.ShouldBe("Drift makes the model unfit");

        var before = await Entries(world);
        (await TakeIn(world, await Csv(world, file))).Plan.IsEmpty.ShouldBeTrue("the same conflicts are no new ones");
        (await Entries(world)).ShouldBe(before);

        Task<RegisterConflict> Resolve(string reference, ConflictState to, string note, Role role = Role.RiskOwner) =>
            world.As(role).Do((EnterpriseRegister register, Actor actor) => register.Resolve(reference, 0, to, note, actor, default));
        await Resolve("CON-0001", ConflictState.OursKept, "", Role.Viewer).ShouldBeRefused(Refusal.AccessDenied);
        await Resolve("CON-0001", ConflictState.Noted, "\u200B").ShouldBeRefused("CONFLICT-NOTE");
        await Resolve("CON-0001", ConflictState.Overtaken, "").ShouldBeRefused("CONFLICT-HOW");
        (await Resolve("CON-0001", ConflictState.OursKept, "")).State.ShouldBe(ConflictState.OursKept);
        await Resolve("CON-0001", ConflictState.OursKept, "").ShouldBeRefused(Refusal.Stale);
        (await TakeIn(world, await Csv(world, file))).Plan.IsEmpty.ShouldBeTrue("a conflict that was resolved does not come back with the same values");

        var later = await TakeIn(world, await Csv(world, file.Replace("5x5", "2x3", StringComparison.Ordinal).Replace(",accepted,", ",closed,", StringComparison.Ordinal)));
        later.Plan.Summary.ShouldBe("1 conflict with the AI register, 2 conflicts settled, 1 row unchanged.");
        (await world.As(Role.Viewer).See((EnterpriseRegister register) => register.Conflicts(new(Filter: "state:open"), default))).Items.Select(conflict => (conflict.Theirs, conflict.Ours)).ShouldBe([("closed", "open")]);
    }

    [Fact]
    public async Task Levels_that_a_file_gives_an_ai_risk_are_compared_with_its_current_one_on_the_scale_of_the_row()
    {
        await using var world = await Filled();
        var exported = Encoding.UTF8.GetString(await Export(world, "csv"));
        var row = exported.Split('\n').Single(line => line.StartsWith("ai risk,RISK-A,", StringComparison.Ordinal)).Split(',');
        var (likelihood, impact, rating) = (row[9], row[10], row[11]);
        string[] ours = [likelihood, impact, rating];
        ours.ShouldAllBe(word => word.Length > 0);
        var file = $"kind,reference,title,scale,likelihood,impact,rating\nai risk,RISK-A,{row[4]},{row[8]},{{0}},{{1}},{{2}}\n";
        async Task<IEnumerable<(RegisterField, string, string)>> Conflicts(params object[] said) =>
            (await TakeIn(world, await Csv(world, string.Format(System.Globalization.CultureInfo.InvariantCulture, file, said)))).Plan.Conflicts.Select(conflict => (conflict.Field, conflict.Theirs, conflict.Ours));

        (await Conflicts(likelihood, impact, rating)).ShouldBeEmpty();
        (await Conflicts("", "", "")).ShouldBeEmpty("an empty cell says nothing of it");
        (await Conflicts(likelihood, impact, "harmless")).ShouldBe([(RegisterField.Rating, "harmless", rating)]);
        var said = await Propose(world, await Csv(world, string.Format(System.Globalization.CultureInfo.InvariantCulture, file, likelihood, impact, "Amber")), new(Levels: [$"Amber={rating}"]));
        (said.Plan.Conflicts.Count, said.Findings.Count(finding => finding.Severity == Severity.Error)).ShouldBe((0, 0), "a word is compared as what somebody said it means");
        var other = await Propose(world, await Csv(world, string.Format(System.Globalization.CultureInfo.InvariantCulture, file, likelihood, impact, "Amber")), new(Levels: ["Amber=harmless"]));
        other.Plan.Conflicts.ShouldHaveSingleItem().Field.ShouldBe(RegisterField.Rating);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_place_and_nothing_is_half_written()
    {
        await using var world = await Filled();
        var table = await Csv(world, "id,title,likelihood,rating,review date,owner,kind\nX1,,Low,High,,,\nX2,Two,Sometimes,High,03/04/2026,,\nX2,Again,Never,High,,,\nX3,Hidden\u202Etext,Low,High,,,\nRISK-A,Not its title,Low,High,,,\nNOPE,An AI risk,,,,,ai risk\nX4,Four,Low,High,someday,,thing\nX5,Five,Low,High,,,,beyond\n");
        var refused = await Should.ThrowAsync<FindingsException>(() => TakeIn(world, table));
        refused.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => (finding.Code, finding.Place.Split(' ')[0])).ShouldBe(
        [
            ("no-title", "B2"), ("ambiguous-date", "E3"), ("unknown-level", "C3"), ("duplicate-line", "A4"), ("unknown-level", "C4"), ("invisible-character", "B5"), ("line-or-ai-risk", "A6"), ("unknown-ai-risk", "A7"), ("unknown-kind", "G8"), ("wrong-date", "E8"), ("too-many-cells", "B9"),
        ], ignoreOrder: true);
        (await world.AsSystem(db => db.Set<EnterpriseRisk>().CountAsync())).ShouldBe(2, "those that were there");

        (await Propose(world, await Csv(world, "id,title\nN1,One\nN1,Two\n"))).Summary.ShouldBe("1 line new, 1 row to be corrected.", "of a faulty row nobody knows that it changes nothing");

        var noted = await Propose(world, await Csv(world, "Nr;What could happen;Chance;Harm\n1;Fire;Often;Grave\n"));
        noted.Findings.ShouldContain(finding => finding.Code == "no-title-column" && finding.Message.Contains("\"What could happen\"", StringComparison.Ordinal));
        var mapped = new RegisterSaid(Columns: ["title=What could happen", "likelihood=#3", "impact=harm"], Scale: "three-words");
        (await Propose(world, await Csv(world, "Nr;What could happen;Chance;Harm\n1;Fire;Often;Grave\n"), mapped)).Words.Select(word => (word.Axis, word.Word)).ShouldBe([(ScaleAxisKind.Likelihood, "Often"), (ScaleAxisKind.Impact, "Grave")]);
        (await TakeIn(world, await Csv(world, "Nr;What could happen;Chance;Harm\n1;Fire;Often;Grave\n"), mapped with { Levels = ["Often=High", "Grave=High"], System = "Paper" })).Plan.Summary.ShouldBe("1 line new.");
        (await Line(world, "1")).Facts.Likelihood.ShouldBe("High");
        await Propose(world, table, new(Columns: ["colour=title"])).ShouldBeRefused("REGISTER-MAP");
        await Propose(world, table, new(Scale: "no-such")).ShouldBeRefused("SCALE-UNKNOWN");
        await world.As(Role.Viewer).Do((RegisterImport import, Actor actor) => import.Propose(table, new(), actor, default)).ShouldBeRefused(Refusal.AccessDenied);
    }

    [Fact]
    public async Task An_id_that_two_systems_use_is_kept_apart_and_asked_for_where_it_is_not_clear()
    {
        await using var world = await World.Create(backend);
        const string file = "id,title,rating\nR1,{0},High\n";
        await TakeIn(world, await Csv(world, file.Replace("{0}", "One", StringComparison.Ordinal)), new(System: "A"));
        await TakeIn(world, await Csv(world, file.Replace("{0}", "Two", StringComparison.Ordinal)), new(System: "B"));
        (await world.As(Role.Viewer).See((EnterpriseViews views) => views.List(new(Sort: "title"), default))).Items.Select(line => (line.Ref, line.Facts.SourceSystem, line.Facts.SourceId)).ShouldBe([("R1", "A", "R1"), ("ENT-0001", "B", "R1")]);
        (await Propose(world, await Csv(world, file.Replace("{0}", "Two", StringComparison.Ordinal)))).Findings.ShouldContain(finding => finding.Code == "which-system");
        (await TakeIn(world, await Csv(world, file.Replace("{0}", "Two", StringComparison.Ordinal)), new(System: "B"))).Plan.IsEmpty.ShouldBeTrue();
        await TakeIn(world, await Csv(world, "id,title,rating\nR2,Three,Low\n"), new(System: "B"));
        var shorter = await TakeIn(world, await Csv(world, "id,title,rating\nR2,Three,Low\n"), new(System: "B"));
        (shorter.Plan.IsEmpty, shorter.Findings.Single(finding => finding.Code == "not-in-file").Message).ShouldBe((true, "1 line of the same register is not in this file and stays as it is: ENT-0001."));
    }

    [Fact]
    public async Task The_scale_of_the_register_is_proposed_by_one_and_approved_by_another()
    {
        await using var world = await World.Create(backend);
        const string own = "id: ours\ntitle: Colours\nlikelihood:\n- { word: Seldom, ours: [1, 2], becomes: 2 }\n- { word: Often, ours: [3, 4, 5], becomes: 4 }\nimpact:\n- { word: Small, ours: [1, 2, 3], becomes: 2 }\n- { word: Grave, ours: [4, 5], becomes: 4 }\nrating:\n- { word: Green, ours: [low, medium], becomes: medium }\n- { word: Red, ours: [high, critical], becomes: high }\n";
        Task<ScaleRevision> Propose(string text, string reason, Role role) => world.As(role).Do((ScaleRegister scales, Actor actor) => scales.Propose(text, reason, actor, default));
        await Propose(own, "Ours", Role.Viewer).ShouldBeRefused(Refusal.AccessDenied);
        await Propose(own, "\u200B", Role.RiskOwner).ShouldBeRefused("SCALE-REASON");
        var proposed = await Propose(own, "The board decided in colours", Role.RiskOwner);
        await Propose(own, "Again", Role.AimsManager).ShouldBeRefused("SCALE-PROPOSED");
        Task<ScaleRevision> Approve(Role role, Via via = Via.Page) => world.As(role, via).Do((ScaleRegister scales, Actor actor) => scales.Approve(proposed.Ref, 0, actor, default));
        await Approve(Role.RiskOwner).ShouldBeRefused("SCALE-OWN");
        await Approve(Role.AimsManager, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Approve(Role.AimsManager);

        await TakeIn(world, await Csv(world, "id,title,likelihood,impact,rating\nR1,One,Often,Grave,Green\n"));
        await world.Risk("RISK-A", current: new(4, 4));
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.LinkToEnterprise("RISK-A", 0, "R1", actor, default));
        var line = await Line(world, "R1");
        (line.Scale, line.HighestCurrent!.Own, line.Rating).ShouldBe(("ours", new OwnLevel("Often", "Grave", "Red", null), RatingStanding.LowerThanItsRisks));
        line.RatingBecause.ShouldBe("the register says Green, RISK-A says Red (16 critical)");
        await world.As(Role.AimsManager).Do((ScaleRegister scales, Actor actor) => scales.Propose("three-words", "Words again", actor, default));
        await world.As(Role.RiskOwner).Do((ScaleRegister scales, Actor actor) => scales.Approve("SCALE-0002", 0, actor, default));
        var standing = await world.As(Role.Viewer).See((ScaleRegister scales) => scales.Standing(default));
        standing.InForce.Id.ShouldBe("three-words");
        standing.Revisions.Select(revision => (revision.Ref, revision.State)).ShouldBe([("SCALE-0002", ScaleState.Approved), ("SCALE-0001", ScaleState.Superseded)], ignoreOrder: true);
        (await Line(world, "R1")).Facts.Likelihood.ShouldBe("Often", "a line keeps its words and is read with the scale it came in");
    }

    [Fact]
    public async Task A_german_register_is_read_by_its_own_words_and_a_plan_is_of_what_would_be_kept()
    {
        await using var world = await World.Create(backend);
        var table = await Csv(world, "Nr.;Risikobezeichnung;Risikoeigner;Eintrittswahrscheinlichkeit;Schadensausmaß;Gesamtbewertung;Risikoappetit;Nächste Überprüfung;Kategorie;Stand\n"
            + "R-01;Ausfall des Kernbanksystems;Erika Muster;mittel;sehr hoch;hoch;mittel;31.01.2027;Technologie;in Behandlung\nR-02;\"Abhängigkeit; Cloud\";;sehr gering;mittel;gering;mittel;28.02.2027;Dritte;offen\n");
        var shown = await Propose(world, table);
        (shown.Reading.Scale.Id, shown.Reading.Unused.Count, shown.Plan.Summary, shown.CanBeTakenIn).ShouldBe(("five-words", 0, "2 lines new.", true));
        var other = await Propose(world, table, new(Scale: "four-words", Levels: ["sehr gering=Low"]));
        (other.CanBeTakenIn, other.Plan.Changes.Select(change => change.Says)).ShouldSatisfyAllConditions(both => both.CanBeTakenIn.ShouldBeTrue(), both => both.Item2.ShouldBe(shown.Plan.Changes.Select(change => change.Says)));
        other.Plan.Fingerprint.ShouldNotBe(shown.Plan.Fingerprint, "it would keep other words");
        (await TakeIn(world, table, seen: other.Plan.Fingerprint).Refused()).Code.ShouldBe(Refusal.Stale);
        await TakeIn(world, table, seen: shown.Plan.Fingerprint);
        (await Line(world, "R-01")).Facts.ShouldSatisfyAllConditions(facts => facts.Impact.ShouldBe("sehr hoch"), facts => facts.Rating.ShouldBe("hoch"), facts => facts.NextReview.ShouldBe(new DateOnly(2027, 1, 31)));
        (await TakeIn(world, table)).Plan.IsEmpty.ShouldBeTrue();
    }

    /// <summary>Two lines, and two AI risks of which one is part of a line.</summary>
    private async Task<World> Filled()
    {
        var world = await World.Create(backend);
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var (unit, owner) = (await db.WholeOrganisation(default), (await db.Set<Person>().FirstAsync(person => person.Email == World.EmailOf(Role.RiskOwner))).Id);
            await new EnterpriseRegister(db).Add(work, "ENT-07", unit, EnterpriseRiskFacts.Plain("Credit risk", owner, "high"), default);
            await new EnterpriseRegister(db).Add(work, "ENT-08", unit, EnterpriseRiskFacts.Plain("People", null, "medium"), default);
            await work.Commit(default);
        });
        await world.Risk("RISK-A", inherent: new(4, 4), current: new(4, 4));
        return world;
    }

    private static byte[] Shuffled(byte[] csv)
    {
        var rows = Encoding.UTF8.GetString(csv).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Cells).ToArray();
        var order = Enumerable.Range(0, rows[0].Count).OrderBy(at => (at * 7) % 26).ToArray();
        return Encoding.UTF8.GetBytes(string.Join('\n', rows.Take(1).Concat(rows.Skip(1).Reverse()).Select(row => string.Join(';', order.Select(at => $"\"{row[at].Replace("\"", "\"\"", StringComparison.Ordinal)}\"")))));
    }

    private static List<string> Cells(string row)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"') cell.Append(row[++i]);
            else if (row[i] == '"') quoted = !quoted;
            else if (row[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(row[i]);
        }
        return [.. cells, cell.ToString()];
    }

    private static async Task<byte[]> Export(World world, string format) => (await world.As(Role.AimsManager).See((EnterpriseReport report) => report.Write(format, null, default))).Bytes;

    private static Task<EnterpriseLine> Line(World world, string reference) => world.As(Role.Viewer).See((EnterpriseViews views) => views.Line(reference, default));

    private static Task<(string Title, string OwnerName)> Risk(World world, string reference) => world.As(Role.Viewer).See(async (EnterpriseViews views) =>
        (await views.Risks(null, new(), default)).Items.Where(one => one.Risk.Ref == reference).Select(one => (one.Risk.Title, one.Risk.Owner!.Name)).Single());

    private static Task<TableContent> Read(string file) => TableIntake.Read(file, Path.GetFileName(file), TestContext.Current.CancellationToken);

    private static async Task<TableContent> Csv(World world, string text) => await Read(await world.Write(text));

    private static Task<RegisterProposal> Propose(World world, TableContent table, RegisterSaid? said = null) =>
        world.As(Role.AimsManager).Do((RegisterImport import, Actor actor) => import.Propose(table, said ?? new(), actor, default));

    private static Task<RegisterProposal> TakeIn(World world, TableContent table, RegisterSaid? said = null, string? seen = null) =>
        world.As(Role.AimsManager).Do((RegisterImport import, Actor actor) => import.TakeIn(table, said ?? new(), seen, actor, default));

    private static Task<int> Entries(World world) => world.AsSystem(db => db.Set<JournalEntry>().CountAsync());
}

public sealed class RegisterImportOnSqlite() : RegisterImportContract(Backend.Sqlite);

public sealed class RegisterImportOnPostgres() : RegisterImportContract(Backend.Postgres);
