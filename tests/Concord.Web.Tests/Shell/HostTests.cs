using System.Net;
using Concord.Foundation;
using Concord.Web.Access;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Tests.Shell;

public sealed class HostTests
{
    [Fact]
    public async Task A_host_with_an_undeclared_endpoint_does_not_start_and_names_it()
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => RunningApp.ShellAsync(app =>
        {
            app.MapGet("/declared", () => "fine").Permit(Permission.ViewRegister);
            app.MapPost("/forgotten", () => "open to all");
            app.MapGet("/forgotten/too", () => "open to all").RequireAuthorization();
        }));

        refusal.Message.ShouldContain("POST /forgotten");
        refusal.Message.ShouldContain("GET /forgotten/too");
        refusal.Message.ShouldNotContain("/declared");
    }

    [Fact]
    public async Task Without_the_permission_a_route_and_a_page_are_refused()
    {
        await using var app = await RunningApp.ShellAsync(
            app => app.MapGet("/api/v1/things", () => "secret").Permit(Permission.ManagePeople),
            may: permission => permission == Permission.OwnAccount);
        using var client = app.Client();

        (await client.GetAsync("/api/v1/things", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await client.GetAsync("/", Cancel);
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("Your role does not permit this");
    }

    [Fact]
    public async Task A_bug_shows_a_reference_and_nothing_else()
    {
        await using var app = await RunningApp.ShellAsync(app =>
        {
            app.MapGet("/broken", string () => throw new InvalidOperationException("the password is swordfish")).WithMetadata(new AllowAnonymousAttribute());
            app.MapPost("/broken", string () => throw new InvalidOperationException("the password is swordfish")).WithMetadata(new AllowAnonymousAttribute());
            app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("the password is swordfish")).WithMetadata(new AllowAnonymousAttribute());
        });
        using var client = app.Client();

        foreach (var response in new[] { await client.GetAsync("/gallery/broken", Cancel), await client.GetAsync("/broken", Cancel), await client.PostAsync("/broken", null, Cancel), await client.GetAsync("/api/v1/broken", Cancel) })
        {
            var body = await response.Content.ReadAsStringAsync(Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            body.ShouldNotContain("swordfish");
            body.ShouldNotContain(" at Concord");
            body.ShouldMatch("(?i)reference.{0,20}[0-9A-Z]{8,}:[0-9]+");
            response.Headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentPolicy]);
        }
    }

    [Fact]
    public async Task A_refusal_is_told_in_its_own_words_with_its_code()
    {
        static string Refuse() => throw new RuleViolation("RISK-ACCEPT-REASON", "Say why the risk is accepted.");
        await using var app = await RunningApp.ShellAsync(app =>
        {
            app.MapPost("/api/v1/risks/accept", Refuse).Permit(Permission.EditRisks);
            app.MapPost("/risks/accept", Refuse).Permit(Permission.EditRisks);
        });
        using var client = app.Client();

        var api = await client.PostAsync("/api/v1/risks/accept", null, Cancel);
        api.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        api.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await api.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"code\":\"RISK-ACCEPT-REASON\"");

        foreach (var page in new[] { await client.PostAsync("/risks/accept", null, Cancel), await client.GetAsync("/gallery/broken?refuse=yes", Cancel) })
        {
            page.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("Say why the risk is accepted.");
        }
    }

    [Fact]
    public async Task Imperfect_input_is_answered_with_all_findings()
    {
        await using var app = await RunningApp.ShellAsync(app => app.MapPost("/api/v1/log", string () => throw new FindingsException(
            [Finding.Error("log.csv", "bad-decision", "Write the decision as 0 or 1.", 14), Finding.Error("log.csv", "missing-column", "Add the column age.")])).Permit(Permission.AppendLog));
        using var client = app.Client();

        var answer = await client.PostAsync("/api/v1/log", null, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        body.ShouldContain("bad-decision");
        body.ShouldContain("\"row\":14");
        body.ShouldContain("missing-column");
    }

    [Fact]
    public async Task An_unknown_address_is_not_found_for_people_and_for_machines()
    {
        await using var app = await RunningApp.ShellAsync();
        using var client = app.Client();

        foreach (var path in new[] { "/nowhere", "/error", "/_framework/blazor.web.js", "/assets/none.css", "/api/v1/nowhere" })
            (await client.GetAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await client.GetAsync("/api/v1/nowhere", Cancel)).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var app = await RunningApp.ShellAsync();
        using var client = app.Client();

        foreach (var path in new[] { "/gallery/parts", "/nowhere", "/health/live", SiteFiles.AddressOf("concord.css") })
        {
            var headers = (await client.GetAsync(path, Cancel)).Headers;
            headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentPolicy], path);
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"], path);
            headers.Contains("Server").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task The_stylesheet_may_be_kept_for_ever_and_a_page_may_not()
    {
        await using var app = await RunningApp.ShellAsync();
        using var client = app.Client();

        var style = await client.GetAsync(SiteFiles.AddressOf("concord.css"), Cancel);
        style.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await client.GetAsync("/gallery/parts", Cancel)).Headers.CacheControl!.ToString().ShouldNotContain("max-age=3");
    }

    [Fact]
    public async Task Text_is_compressed()
    {
        await using var app = await RunningApp.ShellAsync();
        using var client = app.Client();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");

        (await client.GetAsync("/gallery/charts", Cancel)).Content.Headers.ContentEncoding.ShouldBe(["br"]);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_as_too_large()
    {
        await using var app = await RunningApp.ShellAsync(
            app => app.MapPost("/api/v1/echo", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                return (await reader.ReadToEndAsync()).Length;
            }).Permit(Permission.AppendLog),
            settings: new WebSettings { MaxRequestBytes = 1000 });
        using var client = app.Client();

        (await client.PostAsync("/api/v1/echo", new StringContent(new string('a', 900)), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("/api/v1/echo", new StringContent(new string('a', 1100)), Cancel)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>The first start on PostgreSQL asks for a table that is not there yet: no reason to greet the administrator with a failure.</summary>
    [Fact]
    public async Task A_failed_command_is_told_by_who_catches_it_and_not_a_second_time()
    {
        await using var app = WebHost.CreateBuilder(new WebSettings()).Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        loggers.CreateLogger("Microsoft.EntityFrameworkCore.Database.Command").IsEnabled(LogLevel.Error).ShouldBeFalse();
        loggers.CreateLogger("Microsoft.EntityFrameworkCore.Database.Connection").IsEnabled(LogLevel.Error).ShouldBeTrue();
        loggers.CreateLogger<Failures>().IsEnabled(LogLevel.Error).ShouldBeTrue();
    }

    [Fact]
    public async Task Health_answers_anybody()
    {
        await using var app = await RunningApp.ShellAsync(may: _ => false);
        using var client = app.Client();

        (await client.GetAsync("/health/live", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
