using Concord.Documents;
using Concord.Foundation;

namespace Concord.Tests.Documents;

/// <summary>The rules of a document and its revisions, without a record.</summary>
public sealed class DocumentTests
{
    private static readonly DateTimeOffset At = World.Beginning;
    private static readonly DateOnly Day = DateOnly.FromDateTime(At.UtcDateTime);
    private static readonly (PersonId Id, string Ref, string Name) Writer = (Id.New<PersonId>(), "PERSON-W", "Wilma");
    private static readonly (PersonId Id, string Ref, string Name) Approver = (Id.New<PersonId>(), "PERSON-A", "Anna");
    private static readonly (PersonId Id, string Ref, string Name) Second = (Id.New<PersonId>(), "PERSON-B", "Berta");

    [Fact]
    public void A_revision_goes_from_draft_over_review_and_approval_to_publication()
    {
        var document = Fresh();
        var revision = Written(document);
        (document.State, document.ApprovedOn, document.ReviewDueOn).ShouldBe((DocumentState.Draft, null, null));

        revision.SendToReview([Approver], At);
        document.Stand();
        document.State.ShouldBe(DocumentState.InReview);
        revision.Approve(Approver.Id, Approver.Ref, "", At);
        document.Stand();
        (document.State, document.ApprovedOn, document.ReviewDueOn).ShouldBe((DocumentState.Approved, Day, Day.AddMonths(12)));

        document.Publish(revision, [], [], At);
        document.State.ShouldBe(DocumentState.Published);
    }

    [Fact]
    public void A_published_revision_supersedes_the_one_before_and_says_until_when_that_is_kept()
    {
        var document = Fresh(retention: RetentionRule.AfterForce, keep: 60);
        var first = Published(document);
        document.KeepUntil(first).ShouldBeNull("in force: not known yet");
        var second = Published(document, at: At.AddDays(30));

        (first.State, second.State, document.Published).ShouldBe((DocumentState.Superseded, DocumentState.Published, second));
        document.KeepUntil(first).ShouldBe(Day.AddDays(30).AddMonths(60));
        document.ApprovedOn.ShouldBe(Day.AddDays(30));
    }

    [Fact]
    public void While_a_draft_is_written_the_revision_in_force_counts()
    {
        var document = Fresh();
        Published(document, requirements: ["ISO42001:5.2"]);
        var draft = document.Start(Writer.Ref, At);
        draft.WriteText("# New", Writer.Ref, At);
        draft.Explain("", ["ISO42001:9.1"], [], new HashSet<string>(), Writer.Ref, At);
        document.Stand();

        (document.State, document.ApprovedOn).ShouldBe((DocumentState.Published, Day));
        document.Requirements.ShouldBe(["ISO42001:5.2"], "what a draft says does not count");
    }

    [Fact]
    public void One_revision_is_worked_on_at_a_time()
    {
        var document = Fresh();
        var revision = Written(document);
        Refused(() => document.Start(Writer.Ref, At)).ShouldBe("DOCUMENT-OPEN");
        revision.SendToReview([Approver], At);
        Refused(() => document.Start(Writer.Ref, At)).ShouldBe("DOCUMENT-OPEN");
        revision.Approve(Approver.Id, Approver.Ref, "", At);
        Refused(() => document.Start(Writer.Ref, At)).ShouldBe("DOCUMENT-OPEN");
        document.Publish(revision, [], [], At);
        document.Start(Writer.Ref, At).Number.ShouldBe(2);
    }

    [Fact]
    public void Nobody_approves_what_they_wrote_a_part_of()
    {
        var document = Fresh();
        var revision = Written(document);
        Refused(() => revision.SendToReview([Writer], At)).ShouldBe("DOCUMENT-APPROVER-AUTHOR");
        revision.WriteText("# Better", Second.Ref, At);
        Refused(() => revision.SendToReview([Approver, Second], At)).ShouldBe("DOCUMENT-APPROVER-AUTHOR", "whoever changed a word is an author");
        revision.SendToReview([Approver], At);
        Refused(() => revision.Approve(Writer.Id, Writer.Ref, "", At)).ShouldBe("DOCUMENT-OWN");
    }

    [Fact]
    public void All_who_were_named_must_approve_each_once_and_nobody_else_can()
    {
        var document = Fresh();
        var revision = Written(document);
        Refused(() => revision.SendToReview([], At)).ShouldBe("DOCUMENT-APPROVERS");
        revision.SendToReview([Approver, Second], At);
        revision.Approve(Approver.Id, Approver.Ref, "fine", At);
        revision.State.ShouldBe(DocumentState.InReview);
        Refused(() => revision.Approve(Approver.Id, Approver.Ref, "", At)).ShouldBe("DOCUMENT-DECIDED");
        Refused(() => revision.Approve(Id.New<PersonId>(), "PERSON-C", "", At)).ShouldBe("DOCUMENT-NOT-NAMED");
        revision.Approve(Second.Id, Second.Ref, "", At);
        revision.State.ShouldBe(DocumentState.Approved);
    }

    [Fact]
    public void One_rejection_makes_it_a_draft_again_and_the_next_round_asks_anew()
    {
        var revision = Written(Fresh());
        revision.SendToReview([Approver, Second], At);
        revision.Approve(Approver.Id, Approver.Ref, "", At);
        Refused(() => revision.Reject(Second.Id, Second.Ref, " ", At)).ShouldBe("DOCUMENT-REJECT-REASON");
        revision.Reject(Second.Id, Second.Ref, "Say who owns it.", At);
        revision.State.ShouldBe(DocumentState.Draft);

        revision.WriteText("# Owned", Writer.Ref, At);
        revision.SendToReview([Approver], At);
        (revision.Round, revision.Asked.Count(), revision.Approvals.Count).ShouldBe((2, 1, 3), "what was decided before stays on record");
        revision.Asked.ShouldHaveSingleItem().Decision.ShouldBe(ApprovalDecision.Waiting);
    }

    [Theory]
    [InlineData(nameof(DocumentState.InReview))]
    [InlineData(nameof(DocumentState.Approved))]
    [InlineData(nameof(DocumentState.Published))]
    [InlineData(nameof(DocumentState.Superseded))]
    [InlineData(nameof(DocumentState.Withdrawn))]
    public void Only_a_draft_can_be_changed(string state)
    {
        var revision = In(Enum.Parse<DocumentState>(state));
        Refused(() => revision.WriteText("# Other", Writer.Ref, At)).ShouldBe("DOCUMENT-NOT-DRAFT");
        Refused(() => revision.WriteFile(new("documents/x", "x.pdf", "application/pdf", 1, "00"), Writer.Ref, At)).ShouldBe("DOCUMENT-NOT-DRAFT");
        Refused(() => revision.WriteLocation("elsewhere", Writer.Ref, At)).ShouldBe("DOCUMENT-NOT-DRAFT");
        Refused(() => revision.Explain("", [], [], new HashSet<string>(), Writer.Ref, At)).ShouldBe("DOCUMENT-NOT-DRAFT");
        revision.Sha256.ShouldBe(DocumentRevision.HashOf("# Text"));
    }

    [Fact]
    public void Every_move_that_is_not_allowed_is_refused()
    {
        (DocumentState From, Action<DocumentRevision> Move)[] illegal =
        [
            (DocumentState.Draft, revision => revision.Approve(Approver.Id, Approver.Ref, "", At)), (DocumentState.Draft, revision => revision.Publish([], [], At)),
            (DocumentState.Draft, revision => revision.Supersede(At)), (DocumentState.InReview, revision => revision.Publish([], [], At)), (DocumentState.InReview, revision => revision.Withdraw("why", At)),
            (DocumentState.Approved, revision => revision.TakeBack(At)), (DocumentState.Published, revision => revision.SendToReview([Approver], At)), (DocumentState.Published, revision => revision.Publish([], [], At)),
            (DocumentState.Superseded, revision => revision.Publish([], [], At)), (DocumentState.Superseded, revision => revision.Withdraw("why", At)), (DocumentState.Withdrawn, revision => revision.TakeBack(At)),
            (DocumentState.Withdrawn, revision => revision.SendToReview([Approver], At)),
        ];
        foreach (var (from, move) in illegal) Refused(() => move(In(from))).ShouldBe("DOCUMENT-STATE", from.ToString());
    }

    [Fact]
    public void What_is_withdrawn_counts_no_more_and_needs_a_reason()
    {
        var document = Fresh();
        var revision = Published(document);
        Refused(() => revision.Withdraw("", At)).ShouldBe("DOCUMENT-WITHDRAW-REASON");
        revision.Withdraw("Replaced by law.", At);
        document.Stand();
        (document.State, document.ApprovedOn, document.ReviewDueOn).ShouldBe((DocumentState.Withdrawn, null, null));
    }

    [Fact]
    public void A_second_revision_says_what_changed_and_nothing_empty_is_sent()
    {
        Refused(() => Fresh().Start(Writer.Ref, At).SendToReview([Approver], At)).ShouldBe("DOCUMENT-EMPTY");
        var document = Fresh();
        Published(document);
        var second = document.Start(Writer.Ref, At);
        second.WriteText("# Text two", Writer.Ref, At);
        Refused(() => second.SendToReview([Approver], At)).ShouldBe("DOCUMENT-NOTE");
    }

    [Fact]
    public void A_review_without_a_new_text_moves_the_due_date_and_is_not_for_its_author()
    {
        var document = Fresh();
        Published(document);
        var later = Day.AddMonths(13);
        document.IsOverdue(Day.AddMonths(12)).ShouldBeFalse("on the day itself it is not late");
        document.IsOverdue(later).ShouldBeTrue();
        Refused(() => document.Confirm(Writer.Id, Writer.Ref, "fine", later)).ShouldBe("DOCUMENT-OWN");
        Refused(() => document.Confirm(Approver.Id, Approver.Ref, " ", later)).ShouldBe("DOCUMENT-REVIEW-NOTE");
        document.Confirm(Approver.Id, Approver.Ref, "Read against the law of this year.", later);
        (document.ReviewedOn, document.ReviewDueOn, document.IsOverdue(later)).ShouldBe((later, later.AddMonths(12), false));

        Published(document, at: At.AddMonths(14));
        (document.ReviewedOn, document.ReviewDueOn).ShouldBe((null, Day.AddMonths(26)), "a new revision is dated by its approval");
    }

    [Fact]
    public void Sections_carry_their_requirements_to_the_next_draft_and_lose_them_with_their_heading()
    {
        var document = Fresh();
        var first = Published(document, sections: [new("Scope", ["ISO42001:4.3"]), new("Roles", ["ISO42001:5.3"])]);
        document.Requirements.ShouldBe(["ISO42001:4.3", "ISO42001:5.3"]);
        var second = document.Start(Writer.Ref, At);
        second.Sections.Select(section => section.Heading).ShouldBe(["Scope", "Roles"]);

        second.Explain("", [], [new("Scope", ["ISO42001:4.3", "ISO42001:4.1"]), new("Roles", ["ISO42001:5.3"])], new HashSet<string> { "Scope" }, Writer.Ref, At);
        second.Sections.ShouldHaveSingleItem().Requirements.ShouldBe(["ISO42001:4.3", "ISO42001:4.1"]);
        first.Sections.Count.ShouldBe(2, "what was approved stays as it was");
    }

    [Theory]
    [InlineData("", "policy", 12, "DOCUMENT-TITLE")]
    [InlineData("T", " ", 12, "DOCUMENT-KIND")]
    [InlineData("T", "policy", 0, "DOCUMENT-CADENCE")]
    [InlineData("T", "policy", 121, "DOCUMENT-CADENCE")]
    public void What_is_said_of_a_document_is_checked(string title, string kind, int months, string code) =>
        Refused(() => _ = new Document("DOC-1", Id.New<OrganisationUnitId>(), new(title, kind, null, "", months))).ShouldBe(code);

    private static Document Fresh(RetentionRule? retention = null, int? keep = null) => new("DOC-1", Id.New<OrganisationUnitId>(), new("Policy", "Policy", null, "Risk", 12, retention, keep));

    private static DocumentRevision Written(Document document, DateTimeOffset? at = null, IReadOnlyList<string>? requirements = null, IReadOnlyList<SectionMapping>? sections = null)
    {
        var revision = document.Start(Writer.Ref, at ?? At);
        revision.WriteText("# Text", Writer.Ref, at ?? At);
        revision.Explain("Reworded.", requirements ?? [], sections ?? [], (sections ?? []).Select(section => section.Heading).ToHashSet(), Writer.Ref, at ?? At);
        return revision;
    }

    private static DocumentRevision Published(Document document, DateTimeOffset? at = null, IReadOnlyList<string>? requirements = null, IReadOnlyList<SectionMapping>? sections = null)
    {
        var revision = Written(document, at, requirements, sections);
        revision.SendToReview([Approver], at ?? At);
        revision.Approve(Approver.Id, Approver.Ref, "", at ?? At);
        document.Publish(revision, [], [], at ?? At);
        return revision;
    }

    private static DocumentRevision In(DocumentState state)
    {
        var document = Fresh();
        var revision = state is DocumentState.Published or DocumentState.Superseded or DocumentState.Withdrawn ? Published(document) : Written(document);
        if (state is DocumentState.InReview or DocumentState.Approved) revision.SendToReview([Approver], At);
        if (state == DocumentState.Approved) revision.Approve(Approver.Id, Approver.Ref, "", At);
        if (state == DocumentState.Superseded) revision.Supersede(At);
        if (state == DocumentState.Withdrawn) revision.Withdraw("Gone.", At);
        revision.State.ShouldBe(state);
        return revision;
    }

    private static string Refused(Action act) => Should.Throw<RuleViolation>(act).Code;
}
