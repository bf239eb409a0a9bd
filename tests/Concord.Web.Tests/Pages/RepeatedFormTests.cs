using System.Net;
using Concord.Incidents;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Pages;

/// <summary>Second clicks: what was meant once happens once.</summary>
public sealed class RepeatedFormTests
{
    private static readonly (string, string)[] Report = [("title", "Unequal"), ("summary", "Women were declined"), ("kind", "near_miss"), ("date", "2026-03-01"), ("affected", "")];

    [Fact]
    public async Task A_form_sent_three_times_at_once_and_again_at_once_acts_once_and_leads_to_the_same_page()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings());
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);

        var body = await (await viewer.FillIn("/incidents/new", "report", Report)).ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Post(viewer, "/incidents/new", body)));
        var back = await Post(viewer, "/incidents/new", body);

        foreach (var answer in answers.Append(back)) (answer.StatusCode, new Uri(viewer.Http.BaseAddress!, answer.Headers.Location!).AbsolutePath).ShouldBe((HttpStatusCode.Found, "/incidents/INC-0001"));
        (await world.AsSystem(db => db.Set<Incident>().CountAsync(TestContext.Current.CancellationToken))).ShouldBe(1);

        // Opened anew it is another form, however alike its words are.
        (await viewer.Send("/incidents/new", "report", Report)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await world.AsSystem(db => db.Set<Incident>().CountAsync(TestContext.Current.CancellationToken))).ShouldBe(2);
    }

    [Fact]
    public async Task A_form_that_was_refused_is_read_again()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings());
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);

        var body = await (await viewer.FillIn("/incidents/new", "report", [.. Report, ("system", "SYS-01")])).ReadAsStringAsync(TestContext.Current.CancellationToken);
        (await Post(viewer, "/incidents/new", body)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await world.System("SYS-01");
        (await Post(viewer, "/incidents/new", body)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>A receipt stands in the answer itself: whoever clicked twice must see that of the one concern there is, and nobody may find it afterwards.</summary>
    [Fact]
    public async Task An_answer_in_place_is_given_to_all_who_wait_for_it_and_then_forgotten()
    {
        var forms = new RepeatedForms();
        var (acts, ends) = (0, new TaskCompletionSource());
        async Task Act(HttpContext context)
        {
            var number = Interlocked.Increment(ref acts);
            await ends.Task;
            DoneActs.Note(context);
            await context.Response.WriteAsync($"receipt {number}", TestContext.Current.CancellationToken);
        }

        var (first, second) = (Sent(), Sent());
        var both = Task.WhenAll(forms.Once(first, Act), forms.Once(second, Act));
        ends.SetResult();
        await both;
        (Said(first), Said(second), acts).ShouldBe(("receipt 1", "receipt 1", 1));

        var later = Sent();
        await forms.Once(later, Act);
        Said(later).ShouldBe("receipt 2");

        static DefaultHttpContext Sent() => new() { Request = { Path = "/concern", Form = new FormCollection(new() { ["text"] = "It declines the old" }) }, Response = { Body = new MemoryStream() } };
        static string Said(HttpContext context) => System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }

    private static Task<HttpResponseMessage> Post(FormClient client, string path, string body) =>
        client.Http.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"), TestContext.Current.CancellationToken);
}
