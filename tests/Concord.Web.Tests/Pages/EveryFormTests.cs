using System.Net;
using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>Whatever a program sends in the name of a form is answered in words: the form without its fields, and with what no field expects.</summary>
public sealed partial class EveryFormTests
{
    /// <summary>Pages of one kind differ by their record; so many of each are opened.</summary>
    private const int OfEachKind = 2;

    private const string Odd = "x\u202e\"<b>😀 -1";

    [Theory]
    [InlineData(nameof(Role.AimsManager))]
    [InlineData(nameof(Role.Administrator))]
    public async Task No_form_fails_on_what_is_missing_or_odd(string role)
    {
        await using var world = await MonitoredWorld.Make();
        await using var app = await RunningApp.OverAsync(world);
        using var person = await app.Visitor().SignIn(world, Enum.Parse<Role>(role));
        var (failed, sent) = (new List<string>(), 0);

        foreach (var (path, form) in await Forms(person, failed))
        {
            var names = Names().Matches(form).Select(match => WebUtility.HtmlDecode(match.Groups["name"].Value)).Where(name => name is not ("_handler" or "__RequestVerificationToken")).Distinct(StringComparer.Ordinal).ToList();
            foreach (var fields in (IEnumerable<KeyValuePair<string, string>>[])[[], .. new[] { names.Select(name => KeyValuePair.Create(name, Odd)), Hidden(form) }])
            {
                using var body = new FormUrlEncodedContent([.. Hidden(form).Where(field => field.Key is "_handler" or "__RequestVerificationToken"), .. fields.Where(field => field.Key is not ("_handler" or "__RequestVerificationToken"))]);
                var answer = await person.Http.PostAsync(path, body);
                sent++;
                if ((int)answer.StatusCode >= 500 || (answer.StatusCode != HttpStatusCode.Found && answer.Content.Headers.ContentLength == 0)) failed.Add($"{path}: {await body.ReadAsStringAsync()} is answered by {(int)answer.StatusCode}");
            }
        }

        failed.ShouldBeEmpty();
        sent.ShouldBeGreaterThan(30);
    }

    /// <summary>The forms of every kind of page that can be reached by links, each as it stands on its page.</summary>
    private static async Task<IReadOnlyList<(string Path, string Form)>> Forms(FormClient person, List<string> failed)
    {
        var (waiting, opened, found) = (new Queue<string>(["/"]), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, (string, string)>(StringComparer.Ordinal));
        while (waiting.TryDequeue(out var path))
        {
            var answer = await person.Open(path);
            if ((int)answer.StatusCode >= 500) failed.Add($"{path} is answered by {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var page = await answer.Content.ReadAsStringAsync();
            foreach (var form in FormsSent().Matches(page).Select(match => match.Value))
                found.TryAdd($"{Kind(path)} {string.Join(' ', Hidden(form).Where(field => field.Key == "_handler").Select(field => field.Value))}", (path, form));
            foreach (var link in Links().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["path"].Value)).Where(link => !link.Contains("export", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            {
                var kind = Kind(link);
                if (opened.GetValueOrDefault(kind) == OfEachKind) continue;
                opened[kind] = opened.GetValueOrDefault(kind) + 1;
                waiting.Enqueue(link);
            }
        }
        return [.. found.Where(form => !form.Key.Contains("sign-out", StringComparison.Ordinal)).Select(form => form.Value)];
    }

    private static IEnumerable<KeyValuePair<string, string>> Hidden(string form) => HiddenInputs().Matches(form).Select(match => match.Value)
        .Select(input => KeyValuePair.Create(Attribute(input, "name"), Attribute(input, "value")));

    private static string Attribute(string input, string name) => WebUtility.HtmlDecode(Regex.Match(input, $"{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    /// <summary>The address without the record it is about, and without what stands behind it.</summary>
    private static string Kind(string path) => Records().Replace(path.Split('?')[0], "…");

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex FormsSent();

    [GeneratedRegex("<input(?=[^>]*type=\"hidden\")[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex HiddenInputs();

    [GeneratedRegex("name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Names();

    [GeneratedRegex("href=\"(?<path>/[^/\"#][^\"#]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Links();

    [GeneratedRegex("(?<=/)[^/]*[0-9][^/]*", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Records();
}
