using System.Text.RegularExpressions;

namespace Concord.Tests.House;

/// <summary>Nothing of the machine it was written on, and nothing half done, stands in the repository.</summary>
public sealed partial class WordTests
{
    [Fact]
    public void No_path_of_a_machine_stands_in_the_repository() => Found(MachinePath()).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later_without_a_place() => Found(LeftForLater(), "src").ShouldBeEmpty("say it in an issue, or do it");

    [Theory]
    [InlineData("see /home/anna/notes.md", true)]
    [InlineData(@"C:\Users\anna", true)]
    [InlineData("/usr/bin/chromium and /var/lib/postgresql", false)]
    [InlineData("https://example.org/home/anna and docs/home/anna", false)]
    public void A_path_below_somebodys_home_is_one_of_a_machine(string text, bool found) => MachinePath().IsMatch(text).ShouldBe(found);

    private static IEnumerable<string> Found(Regex pattern, params string[] folders) =>
        from folder in folders is [] ? ["."] : folders
        from file in Repository.Texts(folder, ".cs", ".razor", ".css", ".md", ".csproj", ".props", ".txt", ".json", ".yaml", ".yml", ".csv", ".sh", ".svg", "/dev", "/.ci/run")
        where !file.Path.EndsWith("House/WordTests.cs", StringComparison.Ordinal)
        from Match match in pattern.Matches(file.Text)
        select $"{file.Path}: {match.Value}";

    [GeneratedRegex(@"(?<![\w.:/-])/(home|root|Users|work|tmp)/[\w.-]+|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LeftForLater();
}
