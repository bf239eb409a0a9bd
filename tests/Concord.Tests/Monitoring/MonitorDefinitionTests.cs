using Concord.Foundation;
using Concord.Logs;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

public sealed class MonitorDefinitionTests
{
    [Fact]
    public void Only_the_model_and_one_list_of_columns_are_required()
    {
        var definition = MonitorDefinition.Parse("""{ "modelId": "m", "numeric": ["age"] }""");
        definition.FavourableDecision.ShouldBe(1);
        definition.PositiveLabel.ShouldBe("1");
        definition.TopShare.ShouldBe(0.05);
        definition.Window.ShouldBe(WindowLength.Month);
        definition.Score.ShouldBe(new LogRole("score"));
        definition.LabelTimestamp.ShouldBe(new LogRole("label_timestamp"));
    }

    [Fact]
    public void A_named_role_is_required_and_a_default_one_is_not()
    {
        var columns = MonitorDefinition.Parse("""{ "modelId": "m", "categorical": ["c"], "protected": ["sex", "c"], "score": "p", "threshold": 0.6, "positiveLabel": 1.0 }""").ToColumns();
        columns.Score.ShouldBe(new LogRole("p", Named: true));
        columns.Decision.Named.ShouldBeFalse();
        columns.Categorical.ShouldBe(["c", "sex"]);
        columns.Threshold.ShouldBe(0.6);
        columns.PositiveLabel.ShouldBe("1");
        columns.ExpectedModelId.ShouldBe("m");
    }

    [Fact]
    public void The_same_meaning_has_the_same_text_and_hash()
    {
        var one = MonitorDefinition.Parse("""{ "numeric": ["age"], "modelId": "m", "topShare": 0.05, "threshold": "as shipped" }""");
        var other = MonitorDefinition.Parse("""{"modelId":"m","threshold":"as shipped","numeric":["age"],"window":"month","positiveLabel":"1"}""");
        other.ToJson().ShouldBe(one.ToJson());
        other.Sha256().ShouldBe(one.Sha256());
        MonitorDefinition.Parse(one.ToJson()).Sha256().ShouldBe(one.Sha256());
        MonitorDefinition.Parse("""{"modelId":"m","numeric":["age"],"score":"score"}""").Sha256().ShouldNotBe(one.Sha256());
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var wrong = Should.Throw<FindingsException>(() => MonitorDefinition.Parse("""
            { "modelID": "m", "favourableDecision": 2, "topShare": 0, "numeric": ["age", "age", 3], "categorical": ["age", "score"], "window": "fortnight",
              "protected": "sex", "intersections": [["sex", "race"], ["sex"]] }
            """, "monitor.json"));
        wrong.Findings.ShouldAllBe(finding => finding.Severity == Severity.Error && finding.Place == "monitor.json");
        var text = wrong.Message;
        text.ShouldContain("\"modelID\" is not known. Known keys: modelId, threshold, favourableDecision, positiveLabel, topShare, numeric");
        text.ShouldContain("\"modelId\" is missing");
        text.ShouldContain("\"favourableDecision\" is 0 or 1");
        text.ShouldContain("\"topShare\" lies above 0");
        text.ShouldContain("\"numeric\" lists \"age\" twice");
        text.ShouldContain("\"numeric\" holds 3, which is no column name");
        text.ShouldContain("\"categorical\" lists \"age\", which \"numeric\" lists as well");
        text.ShouldContain("\"categorical\" lists \"score\", which is the column of the score");
        text.ShouldContain("\"window\" is \"fortnight\". Known windows: hour, day, week, month, quarter, year, all.");
        text.ShouldContain("\"protected\" is \"sex\", but must be a list");
        text.ShouldContain("\"intersections\" names \"race\", which is not in \"protected\"");
        text.ShouldContain("\"intersections\" is a list of lists");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "modelId": "a", "modelId": "b", "numeric": ["x"] }""")]
    [InlineData("""{ "modelId": "a", "numeric": ["x"] } {}""")]
    [InlineData("")]
    public void What_is_no_single_JSON_object_is_refused(string json) =>
        Should.Throw<FindingsException>(() => MonitorDefinition.Parse(json)).Findings.ShouldHaveSingleItem().Code.ShouldBe("definition-json");

    [Theory]
    [InlineData("""{"modelId": "m" "numeric": []}""", 1, "line 1, position 17. Look there")]
    [InlineData("{\n  \"modelId\": \"müller\",\n  \"ü\": \"ü\" 1\n}", 3, "line 3, position 12. Look there")]
    [InlineData("", 1, "line 1, position 1. Look there")]
    [InlineData("""{ "modelId": "a", "modelId": "b", "numeric": ["x"] }""", null, "\"modelId\" stands twice in it. Remove one of the two.")]
    public void Broken_JSON_is_told_with_line_and_position_and_what_to_do(string json, int? row, string says)
    {
        var finding = Should.Throw<FindingsException>(() => MonitorDefinition.Parse(json)).Findings.ShouldHaveSingleItem();
        finding.Row.ShouldBe(row);
        finding.Message.ShouldContain(says);
        finding.Message.ShouldNotContain("BytePositionInLine");
    }

    [Fact]
    public void A_definition_without_columns_says_which_lists_there_are() =>
        Should.Throw<FindingsException>(() => MonitorDefinition.Parse("""{ "modelId": "m", "numeric": [] }""")).Message.ShouldContain("list at least one column");
}
