using System.Net;
using System.Net.Sockets;

namespace Concord.Tests.Cli;

/// <summary>What a person reads who starts a server where it cannot listen.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_named_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var folder = Directory.CreateTempSubdirectory("concord-listening-").FullName;
        var taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        var refused = (await CommandLine.Run("serve", "--data", folder, "--urls", taken)).ShouldBeRefused($"ADDRESS-TAKEN: Another program already listens at {taken}.");
        refused.Errors.Trim().ShouldNotContain("\n");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:5217")]
    [InlineData("http://127.0.0.1:99999")]
    public async Task An_address_nobody_can_listen_at_is_refused(string url)
    {
        var folder = Directory.CreateTempSubdirectory("concord-listening-").FullName;
        (await CommandLine.Run("serve", "--data", folder, "--urls", url)).ShouldBeRefused($"ADDRESS-FORM: '{url}' is no address to listen at");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_demo_refuses_a_port_before_it_builds_anything() => (await CommandLine.Run("demo", "--port", "99999")).ShouldBeRefused("--port takes a number up to 65535");
}
