using Concord.Foundation;
using Concord.Gaps;
using Concord.Tests.Logs;

namespace Concord.Tests.Gaps;

public sealed class PolicyVocabularyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-vocabulary-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_requirement_has_a_general_home() =>
        PolicyTexts.Vocabulary.Requirements.Where(one => !PolicyTexts.Vocabulary.Homes.Any(home => home.Reasons.Any(reason => reason.Requirements.Contains(one.Requirement.Key)))).ShouldBeEmpty();

    [Theory]
    [InlineData("requirements.csv", "ISO42001:6.1.2,ai", "ISO42001:6.1.99,ai", "unknown-key")]
    [InlineData("requirements.csv", "ISO42001:6.1.2,ai", "ISO42001:6.1.2,robots", "wrong-value")]
    [InlineData("requirements.csv", "ISO42001:6.1.2,ai", "ISO42001:6.1.1,ai", "missing-requirement")]
    [InlineData("requirements.csv", "@period", "@perriod", "unknown-class")]
    [InlineData("homes.csv", "supplier,Suppliers", "suppliers,Suppliers", "no-reason")]
    [InlineData("set-aside.csv", "placeholder,«", "placeholder,(«", "broken-pattern")]
    [InlineData("words.csv", "laws,", "lows,", "missing-class")]
    [InlineData("denials.csv", "rescue,", "refers-back,", "missing-kind")]
    public void A_fault_of_the_library_is_told_with_its_code(string file, string right, string wrong, string code)
    {
        Directory.CreateDirectory(Path.Combine(folder, "policy"));
        foreach (var table in Directory.EnumerateFiles(Path.Combine(Repository.Root, "standards", "policy")))
            File.WriteAllText(Path.Combine(folder, "policy", Path.GetFileName(table)), Path.GetFileName(table) == file ? Broken(File.ReadAllText(table)) : File.ReadAllText(table));

        Should.Throw<FindingsException>(() => PolicyVocabulary.Read(PolicyTexts.Library, folder)).Findings.ShouldContain(finding => finding.Code == code && finding.Place.Contains(file, StringComparison.Ordinal));

        string Broken(string text)
        {
            text.ShouldContain(right);
            return text.Replace(right, wrong, StringComparison.Ordinal);
        }
    }
}
