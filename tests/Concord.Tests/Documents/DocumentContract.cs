using Concord.Actions;
using Concord.Documents;
using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Concord.Overview;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Documents;

/// <summary>Document control on a database: written, approved, published, acknowledged, reviewed, compared.</summary>
public abstract class DocumentContract(Backend backend)
{
    private const string Policy = "# AI policy\n\n## Purpose\n\nWe use AI with care.\n\n## Objectives\n\nEach has an owner.\n";

    [Fact]
    public async Task A_document_is_written_approved_and_published_and_the_journal_tells_it()
    {
        await using var world = await World.Create(backend);
        await Published(world, sections: [new("Purpose", ["ISO42001:5.2"]), new("Objectives", ["ISO42001:6.2"])]);

        var detail = await Detail(world);
        (detail.Line.State, detail.Line.ApprovedOn, detail.Line.ReviewDueOn).ShouldBe((DocumentState.Published, world.Today, world.Today.AddMonths(12)));
        detail.Line.Requirements.ShouldBe(["ISO42001:5.2", "ISO42001:6.2"]);
        detail.Published!.Authors.ShouldBe(["SystemOwner Person"]);
        detail.Published.Approvals.ShouldHaveSingleItem().Person!.Name.ShouldBe("RiskOwner Person");
        var answering = (await world.As(Role.Viewer).See((DocumentViews views) => views.Answering("ISO42001:6.2", default))).ShouldHaveSingleItem();
        (answering.Ref, answering.AsWhole).ShouldBe(("DOC-0001", false));
        answering.Sections.ShouldBe(["Objectives"]);
        (await Told(world)).ShouldBe(["document.registered", "document.draft-kept", "document.sent-to-review", "document.approved", "document.published"]);
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task Approving_is_a_duty_of_those_who_were_named_and_never_of_an_author()
    {
        await using var world = await World.Create(backend);
        await Written(world);
        await Send(world, Role.SystemOwner).ShouldBeRefused("DOCUMENT-APPROVER-AUTHOR");
        await Send(world, Role.RiskOwner, Role.Viewer);

        await Approve(world, Role.SystemOwner).ShouldBeRefused("DOCUMENT-OWN");
        await Approve(world, Role.AimsManager).ShouldBeRefused("DOCUMENT-NOT-NAMED");
        await Approve(world, Role.RiskOwner, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Approve(world, Role.RiskOwner);
        (await Detail(world)).Line.State.ShouldBe(DocumentState.InReview, "one of two");
        await Approve(world, Role.Viewer, Via.Api);
        (await Detail(world)).Line.State.ShouldBe(DocumentState.Approved);
        var version = (await Detail(world)).Open!.Version;
        await world.As(Role.Viewer).Do((DocumentDecisions decisions, Actor actor) => decisions.Publish("DOC-0001", 1, version, [], [], actor, default)).ShouldBeRefused(Refusal.AccessDenied);
    }

    [Fact]
    public async Task What_was_published_is_withdrawn_by_its_owner_an_approver_or_who_leads_the_system_and_by_nobody_else()
    {
        await using var world = await World.Create(backend);
        await Published(world);
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.InviteWithRoles(actor, new("Other", "other@example.test"), [new RoleGrant(Role.SystemOwner)], default));
        Task<DocumentRevision> Withdraw(World.Person by, int version) =>
            by.Do((DocumentDecisions decisions, Actor actor) => decisions.Withdraw("DOC-0001", 1, version, "Not liked.", actor, default));

        var seen = await Version(world, 1);
        await Withdraw(world.As("other@example.test"), seen).ShouldBeRefused("DOCUMENT-WITHDRAW-REACH");
        (await Withdraw(world.As(Role.RiskOwner), seen)).State.ShouldBe(DocumentState.Withdrawn, "who approved it");
    }

    [Fact]
    public async Task A_stale_draft_is_refused_and_what_the_other_wrote_stays()
    {
        await using var world = await World.Create(backend);
        await Written(world);
        var seen = (await Detail(world)).Open!.Version;
        await Save(world, Role.AimsManager, "# AI policy\n\nThe manager's words.", seen);
        await Save(world, Role.SystemOwner, "# AI policy\n\nThe owner's words.", seen).ShouldBeRefused(Refusal.Stale);

        var detail = await Detail(world);
        (await world.As(Role.Viewer).See((DocumentViews views) => views.Text(detail.Open!, default))).Text.ShouldContain("The manager's words.");
        detail.Open!.Authors.ShouldBe(["SystemOwner Person", "AimsManager Person"], "both wrote a part");
        await Send(world, Role.AimsManager).ShouldBeRefused("DOCUMENT-APPROVER-AUTHOR");
    }

    [Fact]
    public async Task A_rejection_with_a_reason_makes_it_a_draft_again()
    {
        await using var world = await World.Create(backend);
        await Written(world);
        await Send(world, Role.RiskOwner);
        await Save(world, Role.SystemOwner, "# Changed under review").ShouldBeRefused("DOCUMENT-NOT-DRAFT");
        (await world.As(Role.RiskOwner).See(async (DocumentViews views) => await views.DutiesOf(await world.PersonId(Role.RiskOwner), default))).ShouldHaveSingleItem().IsApproval.ShouldBeTrue();
        var version = (await Detail(world)).Open!.Version;
        await world.As(Role.RiskOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.Reject("DOC-0001", 1, version, "Name the owner of objectives.", actor, default));

        var detail = await Detail(world);
        detail.Line.State.ShouldBe(DocumentState.Draft);
        detail.Open!.Approvals.ShouldHaveSingleItem().Remark.ShouldBe("Name the owner of objectives.");
        await Save(world, Role.SystemOwner, Policy + "\nThe head of risk owns them.");
        await Send(world, Role.RiskOwner);
        await Approve(world, Role.RiskOwner);
        (await Detail(world)).Open!.Round.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_revision_begins_with_the_text_in_force_supersedes_it_and_is_compared_with_it()
    {
        await using var world = await World.Create(backend);
        await Published(world, sections: [new("Purpose", ["ISO42001:5.2"])]);
        await Start(world);
        await Start(world).ShouldBeRefused("DOCUMENT-OPEN");
        var open = (await Detail(world)).Open!;
        open.Authors.ShouldBeEmpty("taking over a text writes none of it");
        (await world.As(Role.Viewer).See((DocumentViews views) => views.Text(open, default))).Text.ShouldBe(Policy);

        await Save(world, Role.SystemOwner, Policy.Replace("with care", "with great care", StringComparison.Ordinal).Replace("## Purpose", "## Aim", StringComparison.Ordinal), number: 2, sections: [new("Purpose", ["ISO42001:5.2"])]);
        var compared = await world.As(Role.Viewer).See((DocumentComparing comparing) => comparing.Of("DOC-0001", null, null, default));
        compared.Lines.Where(line => line.Kind != DifferenceKind.Same).SelectMany(line => line.Parts).Where(part => part.Kind == DifferenceKind.Added).Select(part => part.Text).ShouldBe(["## Aim", "great "]);
        compared.Mapping.ShouldHaveSingleItem().ShouldBe(new("Purpose", "ISO42001:5.2", DifferenceKind.Removed));

        await Send(world, number: 2, Role.RiskOwner);
        await Approve(world, Role.RiskOwner, number: 2);
        await Publish(world, 2);
        var detail = await Detail(world);
        detail.Revisions.Select(revision => revision.State).ShouldBe([DocumentState.Published, DocumentState.Superseded]);
        detail.Line.Requirements.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_approved_text_changed_behind_the_product_is_found()
    {
        await using var world = await World.Create(backend);
        await Published(world);
        await world.Tamper("UPDATE \"DocumentText\" SET \"Text\" = '# Forged'");

        var detail = await Detail(world);
        (await world.As(Role.Viewer).See((DocumentViews views) => views.Text(detail.Published!, default))).IsIntact.ShouldBeFalse();
        var report = await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default));
        report.Damages.ShouldContain(damage => damage.Place.StartsWith("DocumentText"));
    }

    [Fact]
    public async Task Who_is_asked_acknowledges_once_and_a_new_revision_asks_anew()
    {
        await using var world = await World.Create(backend);
        await Published(world, asked: [Role.SystemOwner, Role.Auditor]);
        var auditor = await world.PersonId(Role.Auditor);
        (await world.As(Role.Auditor).See((DocumentViews views) => views.DutiesOf(auditor, default))).ShouldHaveSingleItem().IsApproval.ShouldBeFalse();
        await Acknowledge(world, Role.Auditor, 1);
        await Acknowledge(world, Role.Auditor, 1);
        await Acknowledge(world, Role.Viewer, 1);

        var state = (await Acknowledgements(world))!;
        (state.Asked, state.Done.Select(one => one.Person.Name).Single(), state.Missing.Single().Name, state.Beyond).ShouldBe((2, "Auditor Person", "SystemOwner Person", 1));
        (await world.As(Role.Auditor).See((DocumentViews views) => views.DutiesOf(auditor, default))).ShouldBeEmpty();

        await Start(world);
        await Save(world, Role.SystemOwner, Policy + "More.", number: 2);
        await Send(world, number: 2, Role.RiskOwner);
        await Approve(world, Role.RiskOwner, number: 2);
        await Publish(world, 2, Role.SystemOwner, Role.Auditor);
        (await Acknowledgements(world))!.Done.ShouldBeEmpty();
        await Acknowledge(world, Role.Auditor, 1).ShouldBeRefused("DOCUMENT-NOT-PUBLISHED");
    }

    [Fact]
    public async Task An_overdue_review_becomes_one_action_of_the_owner_and_ends_when_the_review_is_on_record()
    {
        await using var world = await World.Create(backend);
        await world.Document("DOC-7", ["ISO42001:9.1"], world.Today.AddMonths(-13), months: 12);
        await world.Document("DOC-8", [], world.Today.AddMonths(-11), months: 12);
        (await Follow(world)).ShouldBe(1);
        (await Follow(world)).ShouldBe(0, "once");
        (await world.As(Role.Viewer).See((DocumentViews views) => views.List(new(Filter: "overdue:yes"), default))).Items.ShouldHaveSingleItem().Ref.ShouldBe("DOC-7");
        var action = await Action(world);
        (action.State, action.Source, action.DueOn, action.OwnerId).ShouldBe((ActionState.Open, "DOC-7", world.Today.AddDays(30), await world.PersonId(Role.RiskOwner)));

        // Ended by hand, by its owner or by who plans, it is asked for again: nobody has reviewed the document.
        await world.As(Role.RiskOwner).Do((ActionRegister actions, Actor actor) => actions.Finish(action.Ref, action.Version, "It is fine, I think.", actor, default));
        (await Follow(world)).ShouldBe(1);
        action = await Action(world);
        action.State.ShouldBe(ActionState.Open);
        await world.As(Role.AimsManager).Do((ActionRegister actions, Actor actor) => actions.Drop(action.Ref, action.Version, "Nobody reads it.", actor, default));
        (await Follow(world)).ShouldBe(1);
        (await Follow(world)).ShouldBe(0);
        action = await Action(world);
        (action.State, action.OwnerId, action.Outcome).ShouldBe((ActionState.Open, await world.PersonId(Role.RiskOwner), ""));

        await world.As(Role.RiskOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.Confirm("DOC-7", 99, "Holds.", actor, default)).ShouldBeRefused(Refusal.Stale);
        await world.As(Role.AimsManager).Do((DocumentDecisions decisions, Actor actor) => decisions.Confirm("DOC-7", 0, "Holds.", actor, default)).ShouldBeRefused("DOCUMENT-OWN");
        await world.As(Role.RiskOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.Confirm("DOC-7", 0, "Holds as it is.", actor, default));
        (await Follow(world)).ShouldBe(1);
        action = await Action(world);
        action.State.ShouldBe(ActionState.Done);
        action.Outcome.ShouldContain("found still valid");
        (await Follow(world)).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_is_kept_beside_the_logs_under_its_hash_and_verified_with_them()
    {
        await using var world = await World.Create(backend);
        await Registered(world);
        await Attach(world, "first", "../../Plan <2026>.pdf", "application/pdf");
        await Attach(world, "second bytes", "Plan.pdf", "text/html; charset=x");

        var revision = (await Detail(world)).Open!;
        (revision.Content, revision.FileName, revision.MediaType, revision.Bytes).ShouldBe((DocumentContent.File, "Plan.pdf", "application/octet-stream", 12L));
        Directory.GetFiles(world.Location.Absolute("documents"), "*", SearchOption.AllDirectories).ShouldHaveSingleItem("the file that was replaced is gone");
        await Send(world, Role.RiskOwner);
        await Approve(world, Role.RiskOwner);
        var stored = await world.As(Role.Viewer).See((DocumentViews views) => views.File("DOC-0001", 1, default));
        using (var file = new DocumentFiles(world.Location).Open(stored)) new StreamReader(file).ReadToEnd().ShouldBe("second bytes");
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();
        await File.WriteAllTextAsync(world.Location.Absolute(stored.Path), "forged");
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).Damages.ShouldContain(damage => damage.Kind == DamageKind.File);
        await Attach(world, "third", "x", null).ShouldBeRefused("DOCUMENT-NOT-DRAFT");
    }

    [Fact]
    public async Task An_empty_file_and_one_that_is_too_large_are_refused_and_leave_nothing()
    {
        await using var world = await World.Create(backend);
        await Registered(world);
        await Attach(world, "", "x.pdf", null).ShouldBeRefused("DOCUMENT-FILE-EMPTY");
        var large = Path.Combine(world.Folder, "large");
        await using (var file = File.Create(large)) file.SetLength(DocumentFiles.MostBytes + 1);
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.AttachFile("DOC-0001", 1, 0, large, "x.pdf", null, actor, default)).ShouldBeRefused("DOCUMENT-FILE-LARGE");
        Directory.Exists(world.Location.Absolute("documents")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_not_permitted_unknown_or_out_of_sight_is_refused()
    {
        await using var world = await World.Create(backend);
        await world.As(Role.Viewer).Do((DocumentRegister register, Actor actor) => register.Register(new("T", "policy", null, 12), actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.Register(new("T", "policy", "PERSON-9", 12), actor, default)).ShouldBeRefused(Refusal.NotFound);
        await Written(world);
        await Save(world, Role.SystemOwner, Policy, requirements: ["ISO42001:99"]).ShouldBeRefused("REQUIREMENT-UNKNOWN");
        await Save(world, Role.SystemOwner, Policy, number: 3).ShouldBeRefused(Refusal.NotFound);
        await Detail(world, "DOC-9").ShouldBeRefused(Refusal.NotFound);

        var markets = await world.Unit("MARKETS");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: markets), new(Role.SystemOwner, markets), default));
        await world.Document("DOC-R", [], world.Today, unit: "RETAIL");
        await world.As("rita@example.test").See((DocumentViews views) => views.Detail("DOC-R", default)).ShouldBeRefused(Refusal.NotFound);
        var rita = (await world.As("rita@example.test").Actor()).Ref;
        var version = (await Detail(world)).Open!.Version;
        await world.As(Role.SystemOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.SendToReview("DOC-0001", 1, version, [rita], actor, default)).ShouldBeRefused("DOCUMENT-APPROVER-ROLE");
    }

    private static async Task Registered(World world) =>
        await world.As(Role.SystemOwner).Do(async (DocumentRegister register, Actor actor) => await register.Register(new("AI policy", "Policy", actor.Ref, 12, RetentionRule.AfterForce, 60), actor, default));

    private static async Task Written(World world, IReadOnlyList<SectionMapping>? sections = null)
    {
        await Registered(world);
        await Save(world, Role.SystemOwner, Policy, sections: sections);
    }

    private static async Task Published(World world, IReadOnlyList<SectionMapping>? sections = null, Role[]? asked = null)
    {
        await Written(world, sections);
        await Send(world, Role.RiskOwner);
        await Approve(world, Role.RiskOwner);
        await Publish(world, 1, asked ?? []);
    }

    private static async Task Save(World world, Role role, string text, int? version = null, int number = 1, IReadOnlyList<SectionMapping>? sections = null, IReadOnlyList<string>? requirements = null)
    {
        var seen = version ?? await Version(world, number);
        await world.As(role).Do((DocumentRegister register, Actor actor) => register.Save("DOC-0001", number, seen, new(text, "Said more clearly.", requirements ?? [], sections ?? []), actor, default));
    }

    private static Task Send(World world, params Role[] approvers) => Send(world, 1, approvers);

    private static async Task Send(World world, int number, params Role[] approvers)
    {
        List<string> references = [];
        foreach (var role in approvers) references.Add((await world.As(role).Actor()).Ref);
        var seen = await Version(world, number);
        await world.As(Role.SystemOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.SendToReview("DOC-0001", number, seen, references, actor, default));
    }

    private static async Task Approve(World world, Role role, Via via = Via.Page, int number = 1)
    {
        var seen = await Version(world, number);
        await world.As(role, via).Do((DocumentDecisions decisions, Actor actor) => decisions.Approve("DOC-0001", number, seen, "", actor, default));
    }

    private static async Task Publish(World world, int number, params Role[] asked)
    {
        var seen = await Version(world, number);
        await world.As(Role.SystemOwner).Do((DocumentDecisions decisions, Actor actor) => decisions.Publish("DOC-0001", number, seen, asked, [], actor, default));
    }

    private static async Task Start(World world)
    {
        var seen = (await Detail(world)).Line.Version;
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.StartRevision("DOC-0001", seen, actor, default));
    }

    private static async Task Attach(World world, string content, string name, string? type)
    {
        var staged = await world.Write(content);
        var seen = await Version(world, 1);
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.AttachFile("DOC-0001", 1, seen, staged, name, type, actor, default));
    }

    private static Task Acknowledge(World world, Role role, int number) => world.As(role).Do((DocumentDecisions decisions, Actor actor) => decisions.Acknowledge("DOC-0001", number, actor, default));

    private static Task<AcknowledgementState?> Acknowledgements(World world) => world.As(Role.Viewer).See((DocumentViews views) => views.Acknowledgements("DOC-0001", default));

    private static async Task<int> Version(World world, int number) => (await Detail(world)).Revisions.FirstOrDefault(revision => revision.Number == number)?.Version ?? 0;

    private static Task<DocumentDetail> Detail(World world, string reference = "DOC-0001") => world.As(Role.Viewer).See((DocumentViews views) => views.Detail(reference, default));

    private static Task<int> Follow(World world) => world.AsSystem(db => new DocumentReviews(db, new ActionRegister(db, Concord.Standards.StandardsLibrary.Load(Concord.Standards.StandardsLibrary.DefaultFolder))).Follow(default));

    private static Task<PlannedAction> Action(World world) => world.AsSystem(db => db.Set<PlannedAction>().AsNoTracking().SingleAsync());

    private static Task<List<string>> Told(World world) => world.AsSystem(db => db.Set<JournalEntry>().AsNoTracking().Where(entry => entry.Act.StartsWith("document.")).OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync());
}

public sealed class DocumentsOnSqlite() : DocumentContract(Backend.Sqlite);

public sealed class DocumentsOnPostgres() : DocumentContract(Backend.Postgres);
