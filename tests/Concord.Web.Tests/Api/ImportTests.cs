using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Api;

/// <summary>Long imports: how far they are, that they can be stopped, and that nothing is left of one that was.</summary>
public sealed class ImportTests(SharedBrowser browser)
{
    private const int ManyRows = 400_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_answers_at_once_tells_how_far_it_is_and_ends_with_the_receipt()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var other = await ApiClient.As(world, app, Role.AimsManager);
        await InboxApiContract.Monitored(owner);

        var begun = (await owner.Raw("/models/scores/log?async=true", Many(ManyRows), "text/csv")).ShouldBe(202);
        begun.Response.Headers.Location!.ToString().ShouldBe($"/api/v1/imports/{begun["id"]}");
        begun["state"].ShouldBe("running");
        (await other.Get($"/imports/{begun["id"]}")).ShouldBe(404);
        List<(long Rows, int Percent)> seen = [];
        var import = begun;
        while (import["endedAt"].Length == 0)
        {
            await Task.Delay(50, Stop);
            import = (await owner.Get($"/imports/{begun["id"]}")).ShouldBe(200);
            if (import["state"] == "running" && import["percent"].Length > 0) seen.Add((long.Parse(import["rowsRead"], CultureInfo.InvariantCulture), int.Parse(import["percent"], CultureInfo.InvariantCulture)));
        }

        seen.ShouldContain(far => far.Rows > 0 && far.Rows < ManyRows && far.Percent > 0 && far.Percent < 100);
        seen.Select(far => far.Rows).ShouldBeInOrder();
        (import["state"], import["percent"], import["rowsRead"], import["bytesRead"]).ShouldBe(("stored", "100", ManyRows.ToString(CultureInfo.InvariantCulture), import["bytesTotal"]));
        import.Body!["receipt"]!["stored"]!.GetValue<long>().ShouldBe(ManyRows);
        (await world.LeftInStaging()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_import_leaves_no_row_no_file_and_no_process()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await InboxApiContract.Monitored(owner);
        var begun = (await owner.Raw("/models/scores/log?async=true", Many(ManyRows), "text/csv")).ShouldBe(202);
        while (Readers(world) == 0) await Task.Delay(20, Stop); // The reading process is at work.

        var cancelled = (await owner.Post($"/imports/{begun["id"]}/cancel")).ShouldBe(200);

        (cancelled["state"], cancelled.Body!["problem"]!["code"]!.GetValue<string>()).ShouldBe(("cancelled", "IMPORT-CANCELLED"));
        Readers(world).ShouldBe(0);
        (await world.LeftInStaging()).ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync(Stop))).ShouldBe(0);
        Directory.Exists(world.Location.Absolute("logs")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_stops_the_reading()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await InboxApiContract.Monitored(owner);
        var key = await world.As(Role.SystemOwner).Do((ApiKeys keys, Concord.Foundation.Actor actor) => keys.Create(actor, "leaving", 30, Stop));
        using var leaving = app.Client();
        leaving.DefaultRequestHeaders.Authorization = new("Bearer", key.Text);
        using var away = new CancellationTokenSource();
        var waiting = leaving.PostAsync("/api/v1/models/scores/log", new StringContent(Many(ManyRows), Encoding.UTF8, "text/csv"), away.Token);
        while (Readers(world) == 0) await Task.Delay(20, Stop);

        await away.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        for (var i = 0; i < 200 && Readers(world) > 0; i++) await Task.Delay(50, Stop);
        Readers(world).ShouldBe(0);
        (await world.LeftInStaging()).ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync(Stop))).ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_import_says_what_the_same_request_without_async_would_have_said()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await InboxApiContract.Monitored(owner);
        var bad = Many(3).Replace(",30,", ",thirty,", StringComparison.Ordinal);

        var refused = (await owner.Raw("/models/scores/log", bad, "text/csv")).ShouldBeRefused(422, "FINDINGS");
        var begun = (await owner.Raw("/models/scores/log?async=true", bad, "text/csv")).ShouldBe(202);
        var import = begun;
        while (import["endedAt"].Length == 0) import = await owner.Get($"/imports/{begun["id"]}");

        import["state"].ShouldBe("refused");
        import.Body!["problem"]!["findings"]!.ToJsonString().ShouldBe(refused.Body!["findings"]!.ToJsonString());
    }

    [Fact]
    public async Task The_page_of_an_import_works_without_script_and_cancels()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await InboxApiContract.Monitored(owner);
        using var visitor = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var form = new MultipartFormDataContent { { new StringContent("append"), "_handler" } };
        foreach (var field in await (await visitor.FillIn("/monitors/MON-0001/upload", "append")).ReadAsStringAsync(Stop) is var text ? text.Split('&') : [])
        {
            var parts = field.Split('=');
            if (parts[0] != "_handler") form.Add(new StringContent(Uri.UnescapeDataString(parts[1].Replace('+', ' '))), Uri.UnescapeDataString(parts[0]));
        }
        form.Add(new StringContent(Many(ManyRows)), "log", "many.csv");

        var sent = await visitor.Http.PostAsync("/monitors/MON-0001/upload", form, Stop);
        var address = sent.Headers.Location!.ToString();
        address.ShouldContain("/imports/");
        await Hold(world); // Somebody who looks at the page first takes longer than the machine.
        var page = await visitor.Open(address);
        page.Headers.GetValues("Refresh").ShouldBe(["2"]);
        (await page.Content.ReadAsStringAsync(Stop)).ShouldContain("Rows read so far");
        (await visitor.Open(address + "?still=true")).Headers.Contains("Refresh").ShouldBeFalse();

        var path = new Uri(new Uri(app.Address), address).PathAndQuery;
        using var late = await visitor.FillIn(path, "cancel");
        var answer = await visitor.Send(path, "cancel");

        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("The import was cancelled. Nothing of it is left.");
        using var ended = await visitor.Http.PostAsync(path, late, Stop);
        ended.StatusCode.ShouldBe(HttpStatusCode.OK, "a page from before it ended is told how it ended");
        Readers(world).ShouldBe(0);
        (await world.LeftInStaging()).ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync(Stop))).ShouldBe(0);
    }

    [Fact]
    public async Task A_person_in_a_browser_sees_the_progress_and_then_the_receipt()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await InboxApiContract.Monitored(owner);
        await using var visit = await browser.VisitAsync(app, Look.Phone);
        await visit.SignInAsync(world, Role.SystemOwner);
        var file = await world.Write(Many(ManyRows));

        await visit.Page.GotoAsync("/monitors/MON-0001/upload");
        await visit.Page.SetInputFilesAsync("[name=log]", file);
        var held = Hold(world); // Before the browser has followed, a fast machine may have read all of it.
        await visit.Page.ClickAsync("main form button");
        await visit.Page.ArrivesAtAsync("**/imports/*");
        await visit.Page.GetByText("Rows read so far").WaitForAsync();
        await visit.ScreenshotAsync("import-progress");
        await Signal("-CONT", await held);
        await visit.Page.GetByText("Stored as SEG-0001.").WaitForAsync(new() { Timeout = 120_000 });

        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        visit.Complaints.ShouldBeEmpty();
    }

    private static int Readers(World world) => ReaderProcesses(world).Count();

    /// <summary>Processes that work below the data folder.</summary>
    private static IEnumerable<string> ReaderProcesses(World world) => Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out _) && new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(world.Folder, StringComparison.Ordinal) == true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(process => Path.GetFileName(process));

    /// <summary>Stops the reading process where it is, without ending it: the import stays under way for as long as the test looks at it.</summary>
    /// <returns>The processes that were stopped.</returns>
    private static async Task<string[]> Hold(World world)
    {
        string[] readers;
        while ((readers = [.. ReaderProcesses(world)]).Length == 0) await Task.Delay(5, Stop);
        await Signal("-STOP", readers);
        return readers;
    }

    private static async Task Signal(string signal, string[] processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes]);
        await kill.WaitForExitAsync(Stop);
        kill.ExitCode.ShouldBe(0);
    }

    private static string Many(int rows)
    {
        var text = new StringBuilder("prediction_id,timestamp,age,region,sex,score,decision,label\n");
        for (var i = 0; i < rows; i++) text.Append(CultureInfo.InvariantCulture, $"many-{i},2025-10-{1 + (i % 28):00}T10:00:00Z,30,north,{(i % 2 == 0 ? "f" : "m")},0.5,{i % 2},{i / 2 % 2}\n");
        return text.ToString();
    }
}
