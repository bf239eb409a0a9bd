using Concord.Foundation;
using Concord.Gaps.Analysis;

namespace Concord.Tests.Gaps.Analysis;

public sealed class ListedNamesTests
{
    [Fact]
    public void Lines_hold_a_name_and_perhaps_a_note_and_each_name_counts_once() =>
        ListedNames.Read("\uFEFFCredit scoring; gradient boosting\r\n\r\n\"Fraud detection\"\tvendor\ncredit-scoring\n---\n")
            .ShouldBe([new("Credit scoring", "gradient boosting"), new("Fraud detection", "vendor")]);

    [Theory]
    [InlineData("""{"registered_models":[{"name":"a-model","description":"scores","latest_versions":[{"name":"a-model"}]},{"name":"b-model"}]}""", "a-model|b-model")]
    [InlineData("""{"mlflow":{"registered_model":{"name":"c-model","tags":["x","y"]}},"system":{"user":"u","classes":["production"]}}""", "c-model")]
    [InlineData("""["one","two"]""", "one|two")]
    [InlineData("""[{"name":"one"},{"title":"none"},7]""", "one")]
    public void Json_of_a_model_registry_is_read_by_the_outermost_names(string json, string expected) =>
        string.Join('|', ListedNames.Read(json).Select(name => name.Name)).ShouldBe(expected);

    [Theory]
    [InlineData("", "no-names")]
    [InlineData(" \n;;\n--", "no-names")]
    [InlineData("{\"name\":", "broken-json")]
    [InlineData("{}", "no-names")]
    public void What_names_nothing_is_refused_with_what_to_do(string text, string code) =>
        Should.Throw<FindingsException>(() => ListedNames.Read(text)).Findings.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void Too_much_is_refused()
    {
        Refused(new string('x', ListedNames.MostLetters + 1), "too-large");
        Refused(string.Join('\n', Enumerable.Range(0, ListedNames.MostNames + 1).Select(i => $"name {i}")), "too-many-names");
        Refused(new string('x', 201), "long-name");
        Refused(string.Concat(Enumerable.Repeat("[", 40)) + "1", "broken-json");

        static void Refused(string text, string code) => Should.Throw<FindingsException>(() => ListedNames.Read(text)).Findings[0].Code.ShouldBe(code);
    }
}
