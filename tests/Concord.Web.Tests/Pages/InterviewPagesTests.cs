using System.Net;
using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Pages;

/// <summary>Interviews as they are noted with a tablet in hand, and signed off by those who were asked.</summary>
public sealed partial class InterviewPagesTests(SharedBrowser browser)
{
    private const string List = "/gaps/GAP-0001/interviews";
    private const string Draft = "/gaps/GAP-0001/interviews/INT-0001";
    private static readonly Look Tablet = new(820, Dark: false);

    [Fact]
    public async Task The_pages_are_accessible_small_and_quiet_and_wide_enough_for_a_thumb()
    {
        await using var world = await Begun();
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody <b>signed</b>. " + new string('w', 200));
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.SignInAsync(world, Role.AimsManager);

        foreach (var path in new[] { List, Draft })
            (await visit.FaultsAsync(path, [Look.Desk, Look.PhoneDark, Look.WiderPhone, Tablet, Tablet with { Dark = true }], "interview" + path.Replace('/', '-'))).ShouldBeEmpty();
        await visit.SeeAsAsync(Look.WiderPhone);
        var heights = await visit.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.rating label, .saving button')].map(target => target.getBoundingClientRect().height)");
        heights.Length.ShouldBe(51);
        heights.Min().ShouldBeGreaterThanOrEqualTo(44);

        var address = await Send(world);
        await using var interviewee = await browser.VisitAsync(app, Look.PhoneDark.WithScript);
        (await interviewee.FaultsAsync(address, [Look.Desk, Look.PhoneDark, Look.WiderPhone, Tablet], "interview-sign")).ShouldBeEmpty();
        (await visit.FaultsAsync(Draft, Look.Both, "interview-sent")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_it_is_begun_noted_sent_and_signed_off_by_forms()
    {
        await using var world = await Analysis();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        var refused = await manager.Send(List, "begin", ("held", "yesterday"), ("name", "Grace"), ("interviewee", (await world.As(Role.Viewer).Actor()).Ref));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        foreach (var fault in new[] { "Choose whose questions", "Keep one of the two", "This is no day" }) said.ShouldContain(fault);
        var begun = await manager.Send(List, "begin", ("role", "legal"), ("name", "Grace Outside"), ("email", "grace@elsewhere.example"), ("held", "2026-03-02"));
        begun.Headers.Location!.ToString().ShouldEndWith("INT-0001?done=begun");

        var saved = await manager.Send(Draft, "answers", ("rating-Q-LEG-02", "gap"), ("text-Q-LEG-02", "Nobody signed.\r\nReally."), ("rating-Q-LEG-03", "notAnswered"));
        saved.Headers.Location!.ToString().ShouldContain("done=saved");
        var page = WebUtility.HtmlDecode(await manager.Read(Draft));
        page.ShouldContain("Nobody signed.\nReally.");
        page.ShouldContain("1 of 10 answered");
        page.ShouldContain("What to listen for");

        var sent = await manager.Send(Draft, "send");
        sent.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var link = WebUtility.HtmlDecode(Link().Match(await sent.Content.ReadAsStringAsync()).Value);
        (await manager.Read(Draft)).ShouldNotContain(link, Case.Sensitive, "it is shown once");
        (await manager.Open(link)).StatusCode.ShouldBe(HttpStatusCode.Gone, "the interviewer is signed in and is not the interviewee");

        using var grace = app.Visitor();
        var opened = await grace.Open(link);
        (opened.Headers.CacheControl!.NoStore, opened.Headers.GetValues("X-Robots-Tag").Single(), opened.Headers.GetValues("Referrer-Policy").Single()).ShouldBe((true, "noindex, nofollow", "no-referrer"));
        WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync()).ShouldContain("one answer and one question without one, and say whether it is what you said", Case.Sensitive, "what somebody could not tell is no answer");
        opened.Headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentPolicy]);
        (await grace.Send(link, "sign", ("verdict", "object"), ("objection", " "))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var objected = await grace.Send(link, "sign", ("verdict", "object"), ("objection", "I said until May."), ("remark-Q-LEG-02", "Until May."));
        (await objected.Content.ReadAsStringAsync()).ShouldContain("sends you the corrected notes");
        (await grace.Open(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);

        var back = WebUtility.HtmlDecode(await manager.Read(Draft));
        back.ShouldContain("I said until May.");
        back.ShouldContain("Until May.");
        (await manager.Send(Draft, "answers", ("rating-Q-LEG-02", "partial"), ("text-Q-LEG-02", "Nobody until May."))).StatusCode.ShouldBe(HttpStatusCode.Found);
        var again = WebUtility.HtmlDecode(Link().Match(await (await manager.Send(Draft, "send")).Content.ReadAsStringAsync()).Value);
        (await (await grace.Send(again, "sign", ("verdict", "confirm"))).Content.ReadAsStringAsync()).ShouldContain("signed off");
        var done = WebUtility.HtmlDecode(await manager.Read(Draft));
        done.ShouldContain("signed off");
        done.ShouldContain("unchanged since");
        done.ShouldNotContain("name=\"text-");
        WebUtility.HtmlDecode(await manager.Read(List)).ShouldContain("One interview signed off, which counts in the result");
    }

    [Fact]
    public async Task The_link_for_somebody_with_an_account_leads_through_sign_in_and_shows_nothing_before()
    {
        await using var world = await Analysis();
        var known = await world.PersonId(Role.RiskOwner);
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(known)), actor, default));
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody signed.");
        await using var app = await RunningApp.OverAsync(world);
        var link = await Send(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        (await manager.Read(Draft)).ShouldNotContain(link);
        using var own = await manager.Open(link);
        own.StatusCode.ShouldBe(HttpStatusCode.Gone);
        WebUtility.HtmlDecode(await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("You held this interview, so you cannot sign it off");

        using var somebody = app.Visitor();
        using var opened = await somebody.Open(link);
        opened.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain($"href=\"/sign-in?returnUrl={Uri.EscapeDataString(link)}\"");
        foreach (var word in new[] { "Nobody signed", "RiskOwner Person", "name=\"verdict\"" }) page.ShouldNotContain(word);
        await using (var visit = await browser.VisitAsync(app, Look.PhoneDark.WithScript))
        {
            await visit.OpenAsync(link);
            (await visit.AxeAsync()).ShouldBeEmpty();
        }

        using var interviewee = await app.Visitor().SignIn(world, Role.RiskOwner);
        (await (await interviewee.Send(link, "sign", ("verdict", "confirm"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("signed off");
        WebUtility.HtmlDecode(await manager.Read(Draft)).ShouldContain("signed in as RiskOwner Person");
    }

    [Fact]
    public async Task A_rating_that_is_none_is_refused_and_the_one_that_is_kept_stays()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        WebUtility.HtmlDecode(await manager.Read(Draft)).ShouldContain("None of ten questions are answered.");
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "There is none.");
        WebUtility.HtmlDecode(await manager.Read(Draft)).ShouldContain("One of ten questions is answered.");
        (await manager.Send(Draft, "answers", ("rating-Q-LEG-01", "excellent"), ("text-Q-LEG-01", "Other."))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = (await Detail(world)).Answers[0];
        (answer.Rating, answer.Text).ShouldBe((AnswerRating.Gap, "There is none."));
    }

    [Fact]
    public async Task Two_editors_without_script_keep_both_texts_and_touch_only_what_they_changed()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        var stale = await manager.FillIn(Draft, "answers", ("rating-Q-LEG-01", "full"), ("text-Q-LEG-01", "My text."), ("rating-Q-LEG-02", "notAsked"), ("text-Q-LEG-02", ""), ("rating-Q-LEG-03", "gap"), ("text-Q-LEG-03", "Nobody knows."));
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "Their text.", Role.Auditor);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Their other text.", Role.Auditor);

        var answer = await manager.Http.PostAsync(Draft, stale, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var text in new[] { ">My text.</textarea>", "Their text.", "Changed by Auditor Person meanwhile", ">Their other text.</textarea>", ">Nobody knows.</textarea>" }) page.ShouldContain(text);
        var detail = await Detail(world);
        detail.Answers.Take(3).Select(one => one.Text).ShouldBe(["Their text.", "Their other text.", "Nobody knows."]);
    }

    [Fact]
    public async Task What_is_typed_is_saved_and_is_there_after_a_reload()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        var page = visit.Page;

        await page.CheckAsync("input[name='rating-Q-LEG-02'][value='gap']");
        await page.Locator("textarea[name='text-Q-LEG-02']").PressSequentiallyAsync("Nobody signed a classification.");
        await Says(page, "saved \\d\\d:\\d\\d");
        await page.Locator("textarea[name='text-Q-LEG-02']").PressSequentiallyAsync(" Not one.");
        await Says(page, "saved \\d\\d:\\d\\d");
        (await page.Locator("[data-progress]").TextContentAsync()).ShouldBe("1 of 10 answered");
        await page.ReloadAsync();

        (await page.InputValueAsync("textarea[name='text-Q-LEG-02']")).ShouldBe("Nobody signed a classification. Not one.");
        (await page.IsCheckedAsync("input[name='rating-Q-LEG-02'][value='gap']")).ShouldBeTrue();
        (await Detail(world)).Answers[1].Text.ShouldBe("Nobody signed a classification. Not one.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_connection_the_text_is_kept_and_saved_when_it_is_back()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        var page = visit.Page;

        await page.Context.SetOfflineAsync(true);
        await page.FillAsync("textarea[name='text-Q-LEG-01']", "Said in the cellar.");
        await Says(page, "not saved: no connection, trying again");
        await page.FillAsync("textarea[name='text-Q-LEG-01']", "Said in the cellar, and more.");
        (await Detail(world)).Answers[0].Text.ShouldBe("");
        await page.Context.SetOfflineAsync(false);

        await Says(page, "saved \\d\\d:\\d\\d");
        (await Detail(world)).Answers[0].Text.ShouldBe("Said in the cellar, and more.");
    }

    [Fact]
    public async Task An_answer_that_was_saved_but_whose_receipt_was_lost_is_no_conflict()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        var page = visit.Page;
        var lost = 0;
        await page.RouteAsync("**/answers/**", async route =>
        {
            if (Interlocked.Increment(ref lost) > 1)
            {
                await route.ContinueAsync();
                return;
            }
            await route.FetchAsync();
            await route.AbortAsync();
        });

        await page.FillAsync("textarea[name='text-Q-LEG-01']", "Said once.");
        await Says(page, "not saved: no connection, trying again");
        await page.FillAsync("textarea[name='text-Q-LEG-01']", "Said once, and more.");

        await Says(page, "saved \\d\\d:\\d\\d");
        (await Detail(world)).Answers[0].ShouldSatisfyAllConditions(answer => answer.Text.ShouldBe("Said once, and more."), answer => answer.Version.ShouldBe(2));
    }

    [Fact]
    public async Task Two_editors_note_different_questions_and_on_the_same_one_both_texts_are_shown()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        await using var other = await Editor(app, world, Role.Auditor);

        await visit.Page.FillAsync("textarea[name='text-Q-LEG-01']", "Mine.");
        await Says(visit.Page, "saved \\d\\d:\\d\\d");
        await other.Page.FillAsync("textarea[name='text-Q-LEG-02']", "Another question.");
        await Says(other.Page, "saved \\d\\d:\\d\\d");
        await other.Page.FillAsync("textarea[name='text-Q-LEG-01']", "Theirs <b>.");
        await Says(other.Page, "changed by somebody else");

        var conflict = other.Page.Locator("[data-question='Q-LEG-01'] [data-conflict]");
        (await conflict.TextContentAsync())!.ShouldContain("Changed by AimsManager Person meanwhile: your text is kept here, theirs is");
        (await conflict.Locator("blockquote").TextContentAsync()).ShouldBe("Mine.");
        (await other.Page.InputValueAsync("textarea[name='text-Q-LEG-01']")).ShouldBe("Theirs <b>.");
        (await other.AxeAsync()).ShouldBeEmpty();
        (await Detail(world)).Answers[0].Text.ShouldBe("Mine.");
        await conflict.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync();
        await Says(other.Page, "saved \\d\\d:\\d\\d");
        (await Detail(world)).Answers.Take(2).Select(answer => answer.Text).ShouldBe(["Theirs <b>.", "Another question."]);
    }

    [Fact]
    public async Task It_can_be_noted_with_the_keyboard_alone()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        var page = visit.Page;
        await page.FocusAsync("input[name='rating-Q-LEG-01']:checked");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("None of us keeps a list.");
        await Says(page, "saved \\d\\d:\\d\\d");
        var answer = (await Detail(world)).Answers[0];
        (answer.Rating, answer.Text).ShouldBe((AnswerRating.Gap, "None of us keeps a list."));
    }

    [Fact]
    public async Task Only_the_page_that_saves_may_run_script_and_only_who_may_note_can_save()
    {
        await using var world = await Begun();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Policy(manager, Draft)).ShouldBe(SecurityHeaders.ContentPolicyWithScript);
        (await Policy(manager, List)).ShouldBe(SecurityHeaders.ContentPolicy);
        (await manager.Read(List)).ShouldNotContain("<script");
        (await viewer.Read(Draft)).ShouldNotContain("<script");
        WebUtility.HtmlDecode(await viewer.Read(Draft)).ShouldContain("not signed off yet");

        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["text-Q-LEG-01"] = "x", ["rating-Q-LEG-01"] = "gap", ["version-Q-LEG-01"] = "0" };
        (await viewer.Http.PostAsync(Draft + "/answers/Q-LEG-01", new FormUrlEncodedContent(body), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var withoutToken = await manager.Http.PostAsync(Draft + "/answers/Q-LEG-01", new FormUrlEncodedContent(body), TestContext.Current.CancellationToken);
        withoutToken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await withoutToken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("FORM-EXPIRED");
        (await Detail(world)).Answers[0].Text.ShouldBe("");
    }

    [Fact]
    public async Task On_paper_the_answers_stand_as_a_document()
    {
        await using var world = await Begun();
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody signed.");
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await Editor(app, world, Role.AimsManager);
        var paper = visit.Page.Locator(".onpaper");
        (await paper.IsVisibleAsync()).ShouldBeFalse();
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        (await paper.IsVisibleAsync()).ShouldBeTrue();
        (await paper.InnerTextAsync()).ShouldContain("Nobody signed.");
        (await visit.Page.Locator("form.interview").IsVisibleAsync()).ShouldBeFalse();
    }

    private static async Task<string> Policy(FormClient visitor, string path) => (await visitor.Open(path)).Headers.GetValues("Content-Security-Policy").Single();

    private static Task Says(IPage page, string status) => Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync(new Regex(status, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 20_000 });

    private async Task<Visit> Editor(RunningApp app, World world, Role role)
    {
        var visit = await browser.VisitAsync(app, Tablet.WithScript);
        await visit.SignInAsync(world, role);
        await visit.OpenAsync(Draft);
        return visit;
    }

    private static async Task<World> Analysis()
    {
        var world = await World.Create();
        var (unit, lead) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager));
        await world.As(Role.AimsManager).Do((GapRegister register, Actor actor) => register.Start(unit, "Before certification", lead, null, actor, default));
        return world;
    }

    private static async Task<World> Begun()
    {
        var world = await Analysis();
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace Outside", "grace@elsewhere.example")), actor, default));
        return world;
    }

    private static Task<Interview> Note(World world, string question, AnswerRating rating, string text, Role by = Role.AimsManager) =>
        world.As(by).Do((InterviewRegister register, Actor actor) => register.Answer("INT-0001", [new(question, rating, text, 0)], actor, default));

    private static async Task<string> Send(World world)
    {
        var sent = await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.SendForSignOff("INT-0001", 0, actor, default));
        return $"/interviews/sign?secret={sent.LinkSecret}";
    }

    private static Task<InterviewDetail> Detail(World world) => world.As(Role.AimsManager).Do((InterviewViews views, Actor actor) => views.Detail("GAP-0001", "INT-0001", actor, default));

    [GeneratedRegex("/interviews/sign\\?secret=[A-Za-z0-9_%-]+", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Link();
}
