using System.Net;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>The statement of applicability an organisation has, taken in on a page without script and by programs.</summary>
public sealed class StatementImportPageTests
{
    private const string Foreign = "Our ISMS\nMeasure;Applies here;Where it stands;Why\nA.5.1;ja;live-ish;Law & <order>\nA.5.2;ja;planned;\nA.7.6;nein;;No such areas\nA.8.34;ja;live-ish;\n";

    [Fact]
    public async Task A_file_is_sent_mapped_looked_at_and_confirmed()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var other = await app.Visitor().SignIn(world, Role.SystemOwner);
        (await Read(manager, "/statement/import?done=taken")).ShouldNotContain("The statement is in the record", customMessage: "an address does nothing");

        var sent = await Send(manager, "soa.csv", Foreign);
        var address = sent.Headers.Location!.OriginalString;
        var first = await Read(manager, address);
        first.ShouldContain("No column is known to hold the numbers of controls");
        first.ShouldContain("Nothing can be taken in while something above is to be changed");
        first.ShouldContain("B Applies here");

        var mapped = $"{address}&map=control%3D%231&map=applicable%3D%232&map=status%3D%233&map=justification%3D%234";
        (await Read(manager, mapped)).ShouldContain("\"live-ish\" (and in 1 more rows) is no status known here");
        var ready = $"{mapped}&status=live-ish%3Dimplemented";
        var shown = await Read(manager, ready);
        shown.ShouldContain("3 controls new, 1 exclusion");
        shown.ShouldContain("applies: Law & <order>");
        (await Raw(manager, ready)).ShouldNotContain("<order>");

        using var taken = await manager.Send(ready, "take");
        taken.Headers.Location!.OriginalString.ShouldEndWith("/statement/import?done=taken");
        (await (await other.Open("/statement/import?done=taken")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("The statement is in the record", customMessage: "another person has done nothing");
        (await Read(manager, "/statement/import?done=taken")).ShouldContain("The statement is in the record");
        (await Read(manager, "/statement/import?done=taken")).ShouldNotContain("The statement is in the record", customMessage: "it is said once");
        (await Read(manager, "/controls")).ShouldContain("Policies for information security");
        (await manager.Open(address)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "the file is gone");
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_its_sender_s_alone_and_gone_after_an_hour()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var administrator = await app.Visitor().SignIn(world, Role.Administrator);

        var address = (await Send(manager, "soa.csv", Foreign)).Headers.Location!.OriginalString;
        (await manager.Open(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await administrator.Open(address)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        (await manager.Open(address)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Programs_see_all_findings_in_a_dry_run_and_take_in_what_they_saw()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var client = await ApiClient.As(world, app, Role.AimsManager);
        const string Map = "&standard=iso27001&map=control%3DMeasure&map=applicable%3Dapplies%20here&map=status%3DWhere%20it%20stands&map=justification%3DWhy";

        var dry = (await client.Raw($"/imports/soa?dryRun=true{Map}", Foreign, "text/csv")).ShouldBe(200);
        dry.Body!["findings"]!.AsArray().Count.ShouldBe(1);
        (dry["dryRun"], dry["takenIn"], dry["newControls"]).ShouldBe(("true", "false", "1"));
        (await client.Raw($"/imports/soa?{Map}", Foreign, "text/csv")).ShouldBe(422).Body!["findings"]!.AsArray().Count.ShouldBe(1);

        var seen = (await client.Raw($"/imports/soa?dryRun=true{Map}&status=live-ish%3Dimplemented", Foreign, "text/csv")).ShouldBe(200);
        (await client.Raw($"/imports/soa?plan=other{Map}&status=live-ish%3Dimplemented", Foreign, "text/csv")).ShouldBeRefused(412, "STALE-VERSION");
        var taken = (await client.Raw($"/imports/soa?plan={seen["plan"]}{Map}&status=live-ish%3Dimplemented", Foreign, "text/csv")).ShouldBe(200);
        (taken["takenIn"], taken["newControls"], taken["exclusions"]).ShouldBe(("true", "3", "1"));
        (await client.Raw($"/imports/soa?{Map}&status=live-ish%3Dimplemented", Foreign, "text/csv")).ShouldBe(200)["summary"].ShouldBe("Nothing to change: all 4 rows say what the record says.");
    }

    [Fact]
    public async Task All_changes_are_reached_page_by_page_and_by_programs()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        var file = "Control;Applicable;Status;Evidence;Evidence date\n" + string.Concat(Enumerable.Range(1, 34).Select(number => $"A.8.{number};yes;implemented;DOC-{number};03/02/2026\n"));

        var address = (await Send(manager, "soa.csv", file)).Headers.Location!.OriginalString + "&standard=iso27001";
        (await Read(manager, address)).ShouldContain("can be read with the day first or the month first");
        address += "&dates=dayFirst";
        var first = await Read(manager, address);
        first.ShouldContain("1–50 of 68");
        first.ShouldContain($"{new Uri(address).PathAndQuery}&page=2");
        first.ShouldNotContain("DOC-34");
        (await Read(manager, $"{address}&page=2")).ShouldContain("DOC-34");

        using var client = await ApiClient.As(world, app, Role.AimsManager);
        const string Asked = "/imports/soa?dryRun=true&standard=iso27001&dates=day-first";
        (await client.Raw(Asked, file, "text/csv")).ShouldBe(200).Body!["changes"]!.AsArray().Count.ShouldBe(68, "all where no part is asked for");
        var part = (await client.Raw($"{Asked}&page=2&size=60", file, "text/csv")).ShouldBe(200);
        (part.Body!["changes"]!.AsArray().Count, part["changesTotal"], part["page"], part["pages"]).ShouldBe((8, "68", "2", "2"));
        (await client.Raw($"{Asked}&size=201", file, "text/csv")).ShouldBeRefused(422, "LIST-SIZE");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_called_by_its_name_and_by_what_it_is()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var client = await ApiClient.As(world, app, Role.AimsManager);

        (await Read(manager, (await Send(manager, "e.pdf", "%PDF-1.7 …")).Headers.Location!.OriginalString)).ShouldMatch(@"<code>e\.pdf</code>\s*This is a PDF document\.");
        using var form = new MultipartFormDataContent { { new StringContent("%PDF-1.7 …"), "file", "e.docx" } };
        var finding = (await client.Send(HttpMethod.Post, "/imports/soa?dryRun=true", form)).ShouldBe(422).Body!["findings"]![0]!;
        (finding["place"]!.GetValue<string>(), finding["message"]!.GetValue<string>()).ShouldBe(("e.docx", "This is a PDF document. Tables are read as .csv or .xlsx: save the table as one of these."));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_answered_with_the_limit_of_this_page_and_what_to_do()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[18 << 20]), "statement", "soa.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/statement/import") { Content = form };
        request.Headers.ExpectContinue = true;

        using var answer = await manager.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("at most 16 MiB. Keep the sheet that matters, without pictures.");
    }

    private static async Task<HttpResponseMessage> Send(FormClient visitor, string name, string text)
    {
        var form = new MultipartFormDataContent();
        var fields = await (await visitor.FillIn("/statement/import", "send")).ReadAsStringAsync();
        foreach (var field in fields.Split('&').Select(pair => pair.Split('=')))
            form.Add(new StringContent(WebUtility.UrlDecode(field[1])), WebUtility.UrlDecode(field[0]));
        form.Add(new StringContent(text), "statement", name);
        return await visitor.Http.PostAsync("/statement/import", form);
    }

    private static async Task<string> Raw(FormClient visitor, string path)
    {
        using var answer = await visitor.Open(path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> Read(FormClient visitor, string path) => WebUtility.HtmlDecode(await Raw(visitor, path));
}
