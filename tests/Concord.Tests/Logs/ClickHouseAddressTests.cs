using Concord.Foundation;
using Concord.Logs.ClickHouse;

namespace Concord.Tests.Logs;

public sealed class ClickHouseAddressTests
{
    [Fact]
    public void An_address_names_a_host_of_each_shard_a_database_and_the_cluster()
    {
        var address = ClickHouseAddress.Parse("clickhouse://concord:p%40ss@one:9123,two/logs?cluster=main%20one");
        address.Hosts.Select(host => host.ToString()).ShouldBe(["http://one:9123/", "http://two:8123/"]);
        (address.Database, address.Cluster, address.User, address.Password).ShouldBe(("logs", "main one", "concord", "p@ss"));
        ClickHouseAddress.Parse("clickhouses://[::1]").Hosts.Single().ToString().ShouldBe("https://[::1]:8443/");
        ClickHouseAddress.Parse("clickhouse://one", "fromElsewhere").Password.ShouldBe("fromElsewhere");
    }

    [Fact]
    public void Where_an_address_is_shown_its_user_and_password_are_not() =>
        ClickHouseAddress.Parse("clickhouse://me:s3cret@one/logs").ToString().ShouldBe("one:8123, database logs");

    [Theory]
    [InlineData("postgres://one/x")]
    [InlineData("clickhouse://s3cret@")]
    [InlineData("clickhouse://s3cret@one,two/x")]
    [InlineData("clickhouse://s3cret@one,one/x?cluster=c")]
    [InlineData("clickhouse://s3cret@one/x;DROP")]
    [InlineData("clickhouse://s3cret@one/x?readonly=0")]
    [InlineData("clickhouse://s3cret@one/x/../y")]
    [InlineData("clickhouse://s3cret@one#y/x")]
    public void What_is_no_address_is_refused_without_being_repeated(string text)
    {
        var refused = Should.Throw<RuleViolation>(() => ClickHouseAddress.Parse(text));
        refused.Code.ShouldBe("ENGINE-ADDRESS");
        refused.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void The_quoting_function_leaves_no_way_out_of_a_literal() => ClickHouseSql.Quoted("a'b\\c\0d\n").ShouldBe("'a\\'b\\\\c\\0d\n'");

    [Fact]
    public void A_column_name_that_was_not_generated_never_reaches_the_server() =>
        Should.Throw<InvalidDataException>(() => ClickHouseShape.Generated("n0; DROP"));
}
