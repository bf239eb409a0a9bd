using Concord.Foundation;

namespace Concord.Tests.Logs;

public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("@SUM(1,1)", "\"'@SUM(1,1)\"")]
    [InlineData("\r=1+1", "\"'\r=1+1\"")]
    [InlineData("％=1+1", "'％=1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("|calc", "'|calc")]
    [InlineData("-7.5", "-7.5")]
    [InlineData("+1e3", "+1e3")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_text_that_would_be_computed_is_shown_instead(string text, string expected)
    {
        using StringWriter writer = new();
        using (CsvWriter csv = new(writer))
            csv.Row(text, "end");
        writer.ToString().ShouldBe(expected + ",end\r\n");
    }
}
