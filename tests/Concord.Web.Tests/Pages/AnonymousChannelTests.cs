using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Tests.Pages;

/// <summary>A concern is sent by somebody who is easy to recognise; then everything that was written down is searched for that person.</summary>
public sealed partial class AnonymousChannelTests
{
    private const string Address = "127.0.0.77";
    private const string Browser = "Canary-Browser/77.7";

    [Fact]
    public async Task Nothing_in_the_data_folder_and_no_log_tells_who_sent_a_concern_or_when()
    {
        await using var world = await World.Create();
        using var logged = new Logged();
        await using var app = await RunningApp.OverAsync(world, services: services => services.AddSingleton<ILoggerProvider>(logged));
        using var sender = new Client(app);
        (await sender.SignIn(world, Role.Viewer)).ShouldBe(HttpStatusCode.Found);

        world.Clock.Advance(new TimeSpan(0, 3, 17, 41, 123, 457));
        var sentAt = world.Clock.GetUtcNow();
        var began = TimeProvider.System.GetUtcNow();
        var before = logged.All;
        var page = await sender.Get("/concern");
        logged.All.ShouldBe(before, "a line of the log has a moment, whatever it says");
        page.Text.ShouldContain("Your browser is signed in here");
        page.Text.ShouldNotContain("Viewer Person", Case.Sensitive, "the session is not read");
        page.Cookies.ShouldNotContain("concord-session");
        var answer = await sender.Post("/concern", "concern", page, ("text", "The model is wrong about farmers."), ("about", "credit"));
        await sender.Get("/concern/answer");
        logged.All.ShouldBe(before);
        var ended = TimeProvider.System.GetUtcNow();
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Cookies.ShouldNotContain("concord-session");
        answer.NoStore.ShouldBeTrue();
        var receipt = Receipt().Match(answer.Text).Value;
        receipt.Length.ShouldBe(34);
        world.Clock.Advance(TimeSpan.FromMinutes(9));

        string[] tell = [Address, Browser, receipt, receipt.Replace("-", "", StringComparison.Ordinal), "198.51.100.77", "canary.example"];
        List<string> traces =
        [
            .. tell, .. tell.Select(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
            sentAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture), sentAt.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture),
            sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), sentAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
        ];
        // Ids that sort by time hold the millisecond they were made in.
        for (var at = began.ToUnixTimeMilliseconds(); at <= ended.ToUnixTimeMilliseconds(); at++)
        {
            var hex = at.ToString("x12", CultureInfo.InvariantCulture);
            traces.Add($"{hex[..8]}-{hex[8..]}");
        }
        Found(world.Folder, "farmers").ShouldNotBeEmpty("the search sees what is there");
        foreach (var trace in traces) Found(world.Folder, trace).ShouldBeEmpty(trace);
        Found(world.Folder, [127, 0, 0, 77]).ShouldBeEmpty("the address as bytes");
        logged.All.ShouldNotContain("farmers");
        foreach (var trace in tell) logged.All.ShouldNotContain(trace);

        // Taken in and answered, nothing is added to what is known; and the receipt works for somebody at another computer.
        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);
        (await auditor.Send("/concerns", "take-in")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await auditor.Read("/concerns/CONC-0001")).ShouldContain("The model is wrong about farmers.");
        (await auditor.Send("/concerns/CONC-0001", "answer", ("answer", "Thank you, we look."))).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var elsewhere = app.Visitor();
        var thread = await (await elsewhere.Send("/concern/answer", "read", ("receipt", receipt.ToLowerInvariant()))).Content.ReadAsStringAsync();
        thread.ShouldContain("Thank you, we look.");
        thread.ShouldNotContain("Auditor Person", Case.Sensitive, "answers are the organisation's");
        using var words = await elsewhere.Http.PostAsync("/concern/answer", FormClient.FillInOn(thread, "add", ("receipt", receipt), ("text", "And about tenants.")));
        (await words.Content.ReadAsStringAsync()).ShouldContain("Your words are sent.");
        foreach (var trace in traces) Found(world.Folder, trace).ShouldBeEmpty(trace);
        (await auditor.Send("/concerns", "take-in")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await auditor.Read("/concerns/CONC-0001")).ShouldContain("And about tenants.");
        using var manager = await app.Visitor().SignIn(world, Role.SystemOwner);
        (await manager.Open("/concerns/CONC-0001")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_that_sends_too_often_waits_and_a_wrong_receipt_opens_nothing()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { GuessesPerMinute = 2 });
        using var visitor = app.Visitor();
        (await visitor.Read("/concern")).ShouldNotContain("Your browser is signed in here");
        var wrong = await visitor.Send("/concern/answer", "read", ("receipt", "AAAA-BBBB"));
        (wrong.StatusCode, (await wrong.Content.ReadAsStringAsync()).Contains("CONCERN-RECEIPT", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        (await visitor.Send("/concern", "concern", ("text", "One"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.Send("/concern", "concern", ("text", "Two"))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static IReadOnlyList<string> Found(string folder, string text) =>
        [.. Found(folder, Encoding.UTF8.GetBytes(text)), .. Found(folder, Encoding.Unicode.GetBytes(text)), .. Found(folder, Encoding.UTF8.GetBytes(text.ToUpperInvariant())), .. Found(folder, Encoding.UTF8.GetBytes(text.ToLowerInvariant()))];

    private static IReadOnlyList<string> Found(string folder, byte[] bytes) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => Read(file).AsSpan().IndexOf(bytes) >= 0)];

    private static byte[] Read(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[open.Length];
        open.ReadExactly(content);
        return content;
    }

    [GeneratedRegex("[2-9A-Z]{4}(-[2-9A-Z]{4}){6}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();

    private sealed record Got(HttpStatusCode Status, string Text, string Cookies, bool NoStore);

    /// <summary>Somebody with an address and a browser of their own.</summary>
    private sealed partial class Client : IDisposable
    {
        private readonly HttpClient http;

        public Client(RunningApp app)
        {
            var handler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectCallback = async (context, stop) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(Address), 0));
                    await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            };
            http = new(handler) { BaseAddress = new Uri(app.Address) };
            http.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
            http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.77");
            http.DefaultRequestHeaders.Referrer = new Uri("https://canary.example/");
        }

        public async Task<HttpStatusCode> SignIn(World world, Role role)
        {
            var path = $"/link?secret={await world.LinkSecret(role)}";
            return (await Post(path, "link", await Get(path))).Status;
        }

        public async Task<Got> Get(string path) => await Answer(await http.GetAsync(path));

        public async Task<Got> Post(string path, string form, Got page, params (string Name, string Value)[] fields)
        {
            var body = Forms().Matches(page.Text).Select(match => match.Value).Single(text => text.Contains($"value=\"{form}\"", StringComparison.Ordinal));
            var hidden = Hidden().Matches(body).Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
            using var content = new FormUrlEncodedContent(hidden.Concat(fields).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
            return await Answer(await http.PostAsync(path, content));
        }

        public void Dispose() => http.Dispose();

        private static async Task<Got> Answer(HttpResponseMessage answer) => new(answer.StatusCode, await answer.Content.ReadAsStringAsync(),
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join('\n', cookies) : "", answer.Headers.CacheControl?.NoStore == true);

        [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Forms();

        [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Hidden();
    }

    private sealed class Logged : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public string All => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
