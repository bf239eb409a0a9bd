using System.Net.Sockets;
using Concord.Foundation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Concord.Cli;

/// <summary>Starts a server where it is told to listen; what goes wrong there is said in one line.</summary>
internal static class Listening
{
    /// <summary>Warnings of the server go to stderr, one line each.</summary>
    public static void LogToConsole(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // A start that fails is told by whoever started.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <param name="urls">Where the application was built to listen.</param>
    /// <param name="otherwise">How to choose another address.</param>
    /// <exception cref="RuleViolation">It cannot listen there.</exception>
    public static async Task Listen(this WebApplication app, IReadOnlyList<string> urls, string otherwise, CancellationToken stop)
    {
        foreach (var url in urls) Check(url, otherwise);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new RuleViolation("ADDRESS-TAKEN", $"Another program already listens at {string.Join(", ", urls)}. End it, or {otherwise}.");
        }
        catch (SocketException refused)
        {
            throw new RuleViolation("ADDRESS-REFUSED", $"This machine does not let Concord listen at {string.Join(", ", urls)}: {refused.Message}. To go elsewhere, {otherwise}.");
        }
    }

    private static void Check(string url, string otherwise)
    {
        try
        {
            if (BindingAddress.Parse(url) is { Scheme: "http", Port: >= 0 and <= ushort.MaxValue }) return;
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw new RuleViolation("ADDRESS-FORM", $"'{url}' is no address to listen at; one looks like {ServeCommand.DefaultUrl}. To change it, {otherwise}. TLS is spoken by a server in front of Concord.");
    }
}
