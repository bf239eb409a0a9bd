using Concord.Cli;
using Concord.Gaps;
using Concord.Library;
using Concord.Logs;
using Concord.Tables;

// First, and before anything of the host is loaded: the process that reads files must be there at once.
if (args is [ReadLogCommand.Name])
{
    using Stream input = Console.OpenStandardInput();
    using Stream output = Console.OpenStandardOutput();
    return ReadLogCommand.Run(input, output);
}
if (args is [ReadPolicyCommand.Name])
{
    using Stream input = Console.OpenStandardInput();
    using Stream output = Console.OpenStandardOutput();
    return ReadPolicyCommand.Run(input, output);
}
if (args is [ReadTableCommand.Name])
{
    using Stream input = Console.OpenStandardInput();
    using Stream output = Console.OpenStandardOutput();
    return ReadTableCommand.Run(input, output);
}
if (args is [ReadLibraryCommand.Name])
{
    using Stream output = Console.OpenStandardOutput();
    return ReadLibraryCommand.Run(output);
}
return await CommandHost.Run(args);
