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
    [InlineData("""{"links":[{"rel":"next"}],"models":[{"name":"one"}]}""", "one")]
    public void Json_of_a_model_registry_is_read_by_the_outermost_names(string json, string expected) =>
        string.Join('|', ListedNames.Read(json).Select(name => name.Name)).ShouldBe(expected);

    [Theory]
    [InlineData("", "no-names")]
    [InlineData(" \n;;\n--", "no-names")]
    [InlineData("{\"name\":", "broken-json")]
    [InlineData("{}", "no-names")]
    public void What_names_nothing_is_refused_with_what_to_do(string text, string code) =>
        Should.Throw<FindingsException>(() => ListedNames.Read(text)).Findings.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Theory]
    [InlineData("ID,System,Owner,Notes\n1,\"Scoring, cards\",Ann,\"a \"\"b\"\"\"\n2,Fraud,Bob,\n", "Scoring, cards=a \"b\"|Fraud=")]
    [InlineData("Name;Vendor;Cost\n\"Scoring; cards\";Acme;10\nFraud;Beta;20\n", "Scoring; cards=Acme|Fraud=Beta")]
    [InlineData("\uFEFFname\tdescription\r\nScoring\tcards\r\n", "Scoring=cards")]
    [InlineData("Register of systems,,\n,,\nApplication,Comment,Owner\nScoring,old,Ann\n", "Scoring=old")]
    [InlineData("\"Scoring, cards\",\"Acme\"\n\"Fraud\",\"Beta\"\n", "Scoring, cards=Acme|Fraud=Beta")]
    [InlineData("Scoring, cards\nFraud, payments\n", "Scoring, cards=|Fraud, payments=")]
    [InlineData("Tool\nModel\n", "Tool=|Model=")]
    public void A_table_is_read_by_its_header_with_any_delimiter_and_quotes(string text, string expected) =>
        string.Join('|', ListedNames.Read(text).Select(name => $"{name.Name}={name.Note}")).ShouldBe(expected);

    [Fact]
    public void Every_entry_without_a_name_is_told_and_nothing_is_lost_silently()
    {
        Findings("""[{"name":"one"},{"title":"none"},7,{"name":5},{"name":" "},"two"]""").ShouldBe([("the list, entry 2", "no-name"), ("the list, entry 3", "no-name"), ("the list, entry 4", "no-name"), ("the list, entry 5", "no-name")]);
        Findings("""{"registered_models":[{"name":"a"},{"version":1}]}""").ShouldBe([("registered_models, entry 2", "no-name")]);
        Findings("name,note\nScoring,x\n,y\n").ShouldBe([("the list", "no-name")]);
        Findings("name,note\n\"Scoring,x\nFraud,y\n").ShouldBe([("the list", "broken-quotes")]);
        Findings("Scoring\nFra\u202Eud\nChu\u200Brn")[1].ShouldBe(("the name \"Chu<U+200B>rn\"", "hidden-character"));

        static List<(string, string)> Findings(string text) => [.. Should.Throw<FindingsException>(() => ListedNames.Read(text)).Findings.Select(finding => (finding.Place, finding.Code))];
    }

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
