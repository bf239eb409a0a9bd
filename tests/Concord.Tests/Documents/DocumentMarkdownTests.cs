using System.Diagnostics;
using Concord.Documents;
using Concord.Foundation;

namespace Concord.Tests.Documents;

/// <summary>Whoever writes a text writes text: nothing of it becomes a script, a foreign picture or a server that is busy.</summary>
public sealed class DocumentMarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("text <b onclick=alert(1)>bold</b>")]
    [InlineData("<iframe src=\"https://example.test\"></iframe>")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<!-- comment --> <?php ?>")]
    [InlineData("<svg/onload=alert(1)>")]
    public void HTML_is_shown_as_it_was_typed(string text)
    {
        var html = DocumentMarkdown.Html(text);
        html.ShouldContain("&lt;");
        html.Split('<').Skip(1).Select(part => string.Concat(part.TakeWhile(char.IsAsciiLetter))).Where(tag => tag.Length > 0).ShouldAllBe(tag => tag == "p");
    }

    [Fact]
    public void Brackets_in_brackets_are_refused_and_shown_as_typed_where_they_are_kept_already()
    {
        var text = new string('[', 3000);
        Should.Throw<RuleViolation>(() => DocumentMarkdown.Demand(text)).Code.ShouldBe("DOCUMENT-NESTING");
        DocumentMarkdown.Html(text).ShouldBe($"<pre>{text}</pre>");
    }

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](java&#10;script:alert(1))")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](javascript&colon;alert(1))")]
    [InlineData("[a](<java\tscript:alert(1)>)")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,x>")]
    [InlineData("[a][b]\n\n[b]: javascript:alert(1)")]
    [InlineData("[a](\\\\server\\share)")]
    public void A_link_that_leads_elsewhere_than_web_or_mail_is_none(string text) => DocumentMarkdown.Html(text).ShouldNotContain("href", Case.Insensitive);

    [Theory]
    [InlineData("[a](https://example.test/x?y=1)", "href=\"https://example.test/x?y=1\"")]
    [InlineData("[a](mailto:risk@example.test)", "href=\"mailto:risk@example.test\"")]
    [InlineData("[a](/requirements/x)", "href=\"/requirements/x\"")]
    [InlineData("[a](#s-1)", "href=\"#s-1\"")]
    [InlineData("[a](page?at=10:30)", "href=\"page?at=10:30\"")]
    [InlineData("<https://example.test>", "href=\"https://example.test\"")]
    public void Links_to_the_web_to_mail_and_within_stay(string text, string link) => DocumentMarkdown.Html(text).ShouldContain(link);

    [Fact]
    public void A_picture_is_named_and_not_fetched()
    {
        var html = DocumentMarkdown.Html("![the matrix](https://example.test/pixel.png)");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("example.test");
        html.ShouldContain("[picture: the matrix]");
    }

    [Fact]
    public void Headings_begin_below_the_title_of_the_page_and_can_be_linked()
    {
        var html = DocumentMarkdown.Html("# Policy\n\n## Scope\n\n## Scope\n");
        html.ShouldContain("<h2 id=\"s-1\">Policy</h2>");
        html.ShouldContain("<h3 id=\"s-2\">Scope</h3>");
        DocumentMarkdown.Headings("# Policy\n\n## Scope\n\n## *Scope*\n\n## `Code` & more").Select(heading => heading.Key).ShouldBe(["Policy", "Scope", "Scope (2)", "Code & more"]);
    }

    [Fact]
    public void Tables_and_lists_are_shown()
    {
        var html = DocumentMarkdown.Html("| Level | Who |\n|---|---|\n| High | committee |\n\n1. one\n2. two\n");
        html.ShouldContain("<th>Level</th>");
        html.ShouldContain("<ol>");
    }

    public static TheoryData<string, string> Hostile() => new()
    {
        { new string('>', 100_000) + " a", "DOCUMENT-NESTING" },
        { string.Concat(Enumerable.Repeat("- ", 50_000)) + "a", "DOCUMENT-NESTING" },
        { string.Concat(Enumerable.Repeat("1. ", 50_000)) + "a", "DOCUMENT-NESTING" },
        { string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', i * 2) + "- a\n")), "DOCUMENT-NESTING" },
        { new string('[', 200_000), "DOCUMENT-MARKS" },
        { string.Concat(Enumerable.Repeat("*a_ ", 50_000)), "DOCUMENT-MARKS" },
        { string.Concat(Enumerable.Range(1, 1000).Select(i => new string('`', i) + " ")), "DOCUMENT-MARKS" },
        { new string('a', DocumentMarkdown.MostBytes + 1), "DOCUMENT-LONG" },
        { new string('é', (DocumentMarkdown.MostBytes / 2) + 1), "DOCUMENT-LONG" },
        { "a\0b", "DOCUMENT-TEXT" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_text_built_to_keep_the_server_busy_is_refused_at_once(string text, string code)
    {
        var began = Stopwatch.GetTimestamp();
        Should.Throw<RuleViolation>(() => DocumentMarkdown.Demand(text)).Code.ShouldBe(code);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void The_largest_honest_text_is_taken_and_shown()
    {
        var text = string.Concat(Enumerable.Repeat("## A heading\n\nA sentence with *emphasis*, a [link](https://example.test) and `code`, as people write them.\n\n- one\n- two\n\n", 7_500));
        DocumentMarkdown.Demand(text[..Math.Min(text.Length, DocumentMarkdown.MostBytes)]);
        DocumentMarkdown.Html(text).Length.ShouldBeGreaterThan(text.Length);
    }
}
