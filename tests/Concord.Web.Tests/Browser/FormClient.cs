using System.Net;
using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Tests;

namespace Concord.Web.Tests.Browser;

/// <summary>Somebody at a page without script: keeps cookies, follows no redirect, sends forms as they stand on the page.</summary>
internal sealed partial class FormClient : IDisposable
{
    public FormClient(Uri address) =>
        Http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public HttpClient Http { get; }

    public Task<HttpResponseMessage> Open(string path) => Http.GetAsync(path);

    public async Task<string> Read(string path)
    {
        var answer = await Open(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }

    /// <summary>Opens the page, fills in the form of that name and sends it, with the hidden fields that are not given.</summary>
    public async Task<HttpResponseMessage> Send(string path, string form, params (string Name, string Value)[] fields) =>
        await Http.PostAsync(path, await FillIn(path, form, fields));

    /// <summary>The form as it would be sent now, for a test that sends it later.</summary>
    public async Task<FormUrlEncodedContent> FillIn(string path, string form, params (string Name, string Value)[] fields) => FillInOn(await Read(path), form, fields);

    /// <summary>A form of a page that is read already: one that answered another form.</summary>
    public static FormUrlEncodedContent FillInOn(string page, string form, params (string Name, string Value)[] fields)
    {
        var body = FormsOn(page).SingleOrDefault(text => text.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        body.ShouldNotBeNull($"no form {form} on {page}");
        return new(Hidden(body).Where(known => fields.All(field => field.Name != known.Name)).Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value)));
    }

    /// <summary>What a form sends without being filled in.</summary>
    public static IEnumerable<(string Name, string Value)> Hidden(string form) => Inputs().Matches(form).Select(match => match.Value)
        .Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal)).Select(input => (Attribute(input, "name"), Attribute(input, "value")));

    /// <summary>The forms of a page.</summary>
    public static IEnumerable<string> FormsOn(string page) => Forms().Matches(page).Select(match => match.Value);

    /// <summary>Signs in as the prepared person of that role, with a link that works once.</summary>
    public async Task<FormClient> SignIn(World world, Role role)
    {
        (await Send($"/link?secret={await world.LinkSecret(role)}", "link")).StatusCode.ShouldBe(HttpStatusCode.Found);
        return this;
    }

    public void Dispose() => Http.Dispose();

    private static string Attribute(string input, string name) =>
        WebUtility.HtmlDecode(Regex.Match(input, $"{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Inputs();
}
