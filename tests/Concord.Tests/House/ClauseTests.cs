using System.Text.RegularExpressions;

namespace Concord.Tests.House;

/// <summary>Clause numbers are data: a new edition of a standard must not need a programmer.</summary>
public sealed partial class ClauseTests
{
    [Fact]
    public void No_clause_number_stands_in_code()
    {
        var allowed = Repository.LinesOf("clauses.txt").Select(line => line.Split(" because ", 2)).ToDictionary(parts => parts[0].Trim(), parts => parts[1], StringComparer.Ordinal);

        var found = Repository.Texts("src", ".cs", ".razor").Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal) && !file.Path.Contains("/Generated/", StringComparison.Ordinal))
            .SelectMany(file => In(file.Path, file.Text).Select(clause => $"{file.Path}: {clause}")).ToHashSet(StringComparer.Ordinal);

        found.Except(allowed.Keys, StringComparer.Ordinal).ShouldBeEmpty("put them into standards/, or the line with a reason into clauses.txt");
        allowed.Keys.Except(found, StringComparer.Ordinal).ShouldBeEmpty("these lines of clauses.txt have outlived their use");
    }

    [Theory]
    [InlineData("var key = \"A.6.2.6\";", "A.6.2.6")]
    [InlineData("var text = $\"see {x} and clause 9.1\";", "clause 9.1")]
    [InlineData("var key = \"iso42001:2023/9.1\";", "iso42001:2023/9.1")]
    [InlineData("var key = @\"6.1.2\";", "6.1.2")]
    [InlineData("Raise(\"\"\"under Article 26(5)\"\"\");", "Article 26")]
    [InlineData("var s = \"high-risk, Annex III\";", "Annex III")]
    public void A_clause_number_in_a_text_is_found(string code, string clause) => In("Some.cs", code).ShouldBe([clause]);

    [Theory]
    [InlineData("// Clause 6.1.2 asks for criteria.\nvar criteria = Read();")]
    [InlineData("/// <summary>A.6.2.6 in words.</summary>")]
    [InlineData("/* 6.1.2 */ var limit = 6.12;")]
    [InlineData("var version = \"1.5.6.1\";")]
    [InlineData("var format = \"0.000\"; var share = 9.1;")]
    [InlineData("var url = \"http://127.0.0.1:5080\";")]
    public void A_comment_a_number_and_a_version_are_none(string code) => In("Some.cs", code).ShouldBeEmpty();

    [Fact]
    public void The_text_of_a_page_is_read_too_but_not_the_drawing()
    {
        In("Page.razor", "<p>Required by A.9.3</p>").ShouldBe(["A.9.3"]);
        In("Page.razor", "@* A.9.3 *@ <path d=\"M6.5.8 4.6.8h5.1.2\" />").ShouldBeEmpty();
    }

    private static IEnumerable<string> In(string path, string text) => path.EndsWith(".razor", StringComparison.Ordinal)
        ? Clauses(Drawing().Replace(RazorComment().Replace(text, ""), ""))
        : Literal().Matches(text).Where(match => match.Groups["text"].Success).SelectMany(match => Clauses(match.Groups["text"].Value));

    private static IEnumerable<string> Clauses(string text) => Clause().Matches(text).Select(match => match.Value);

    // Comments come first, so that a quotation mark inside one opens nothing; then raw, verbatim and ordinary literals.
    [GeneratedRegex("""
        //[^\n]* | /\*.*?\*/ | '(\\.|[^'\\])' |
        \$*(?<raw>"{3,})(?<text>.*?)\k<raw> |
        (\$@|@\$|@)"(?<text>([^"]|"")*)" |
        "(?<text>(\\.|[^"\\\n])*)"
        """, RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();

    // Annex controls, three-part clauses of the harmonised structure, two-part ones where a word or a key says that they are clauses, and articles of law.
    [GeneratedRegex("""
        \bA\.\d{1,2}(\.\d{1,2}){1,2}\b |
        (?<![\d.])(4|5|6|7|8|9|10)\.\d{1,2}\.\d{1,2}(?![\d.]) |
        \b[Cc]lause\s\d+(\.\d+)* |
        \biso\d{4,5}(:\d{4})?/[A-Z0-9][\d.]* |
        \bArt(icle|\.)\s?\d+ | \bAnnex\s[IVX]+\b
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Clause();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex RazorComment();

    [GeneratedRegex("\\b(d|points|viewBox)=\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Drawing();
}
