using System.CommandLine;
using System.Globalization;
using Concord.Foundation;
using Concord.Logs.ClickHouse;

namespace Concord.Cli.Record;

internal enum OutputFormat
{
    Table,
    Json,
}

/// <summary>What every command on the record takes: which record, who acts, how to print.</summary>
internal static class RecordOptions
{
    public const string ServerVariable = "CONCORD_SERVER";
    public const string KeyVariable = "CONCORD_KEY";
    public const string DataVariable = "CONCORD_DATA";
    public const string PersonVariable = "CONCORD_PERSON";
    public const string DatabaseVariable = "CONCORD_DATABASE";
    public const string EngineVariable = ClickHouseAddress.Variable;
    public const string EnginePasswordVariable = ClickHouseAddress.PasswordVariable;
    public const string DefaultData = "data";

    public static readonly Option<Uri?> Server = new("--server")
    {
        Description = $"Address of a Concord server, for example https://concord.example. Also {ServerVariable}. Without it the command works on --data.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
            result.AddError($"--server is an address such as https://concord.example, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = $"Key with which to act on the server; its owner acts. Also {KeyVariable}, which keeps it out of the list of processes.",
        HelpName = "KEY",
    };

    public static readonly Option<string?> Data = new("--data")
    {
        Description = $"Data folder to work on when no server is named; {DefaultData} unless told. Also {DataVariable}; {DatabaseVariable} names a PostgreSQL database, {EngineVariable} a ClickHouse cluster that counts the log.",
        HelpName = "DIR",
    };

    public static readonly Option<string?> As = new("--as")
    {
        Description = $"E-mail address of the person who acts on a data folder. Also {PersonVariable}. Acts under separation of duties need a key instead.",
        HelpName = "EMAIL",
    };

    public static readonly Option<OutputFormat> Format = new("--format")
    {
        Description = "table for people, json for programs.",
        HelpName = "table|json",
    };

    /// <summary>A number as data writes it: with a point. A comma could be a decimal one or stand between thousands, so it is neither.</summary>
    public static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
            result.AddError($"{name} is a number with a point, such as 0.93 or -1.5, not '{text}'.");
            return null;
        },
    };

    /// <summary>A command that writes a file has a format of its own, and then no other.</summary>
    public static Command OnTheRecord(this Command command)
    {
        foreach (var option in new Option[] { Server, Key, Data, As, Format })
            if (!command.Options.Any(own => own.Name == option.Name)) command.Options.Add(option);
        return command;
    }

    /// <summary>The option, else the variable of the environment; null when neither says anything.</summary>
    public static string? Told(this ParseResult parsed, Option<string?> option, string variable) =>
        parsed.GetValue(option) is { Length: > 0 } told ? told : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : null;

    public static Uri? ToldServer(this ParseResult parsed) => parsed.GetValue(Server) ?? Environment.GetEnvironmentVariable(ServerVariable) switch
    {
        null or "" => null,
        var set when Uri.TryCreate(set, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" => address,
        var set => throw new RuleViolation("CLI-SERVER", $"{ServerVariable} is '{set}', which is no address such as https://concord.example."),
    };
}
