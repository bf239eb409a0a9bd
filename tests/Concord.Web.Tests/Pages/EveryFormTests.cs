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
        var (failed, answers) = (new List<string>(), new List<HttpStatusCode>());

        foreach (var (path, form) in await Forms(person, failed))
        {
            var (always, hidden) = (FormClient.Hidden(form).Where(IsOfTheFramework).ToList(), FormClient.Hidden(form).Where(field => !IsOfTheFramework(field)));
            var odd = Names().Matches(form).Select(match => (Name: WebUtility.HtmlDecode(match.Groups["name"].Value), Odd)).Where(field => !IsOfTheFramework(field)).DistinctBy(field => field.Name);
            foreach (var fields in (IEnumerable<(string, string)>[])[[], odd, hidden])
            {
                using var body = new FormUrlEncodedContent(always.Concat(fields).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
                var answer = await person.Http.PostAsync(path, body);
                answers.Add(answer.StatusCode);
                if ((int)answer.StatusCode >= 500 || (answer.StatusCode != HttpStatusCode.Found && answer.Content.Headers.ContentLength == 0)) failed.Add($"{path}: {await body.ReadAsStringAsync()} is answered by {(int)answer.StatusCode}");
            }
        }

        failed.ShouldBeEmpty();
        // What is refused by its rules, and not by a door before them.
        answers.Count(answer => answer == HttpStatusCode.UnprocessableEntity).ShouldBeGreaterThan(10, string.Join(' ', answers.CountBy(answer => answer)));
    }

    private static bool IsOfTheFramework((string Name, string Value) field) => field.Name is "_handler" or "__RequestVerificationToken";

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
            foreach (var form in FormClient.FormsOn(page).Where(form => form.Contains("method=\"post\"", StringComparison.Ordinal)))
                found.TryAdd($"{Kind(path)} {FormClient.Hidden(form).FirstOrDefault(field => field.Name == "_handler").Value}", (path, form));
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

    /// <summary>The address without the record it is about, and without what stands behind it.</summary>
    private static string Kind(string path) => Records().Replace(path.Split('?')[0], "…");

    [GeneratedRegex("name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Names();

    [GeneratedRegex("href=\"(?<path>/[^/\"#][^\"#]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Links();

    [GeneratedRegex("(?<=/)[^/]*[0-9][^/]*", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Records();
}
