using Concord.Cli;
using Concord.Logs;

// First, and before anything of the host is loaded: the process that reads files must be there at once.
if (args is [ReadLogCommand.Name])
{
    using Stream input = Console.OpenStandardInput();
    using Stream output = Console.OpenStandardOutput();
    return ReadLogCommand.Run(input, output);
}
// Reading and comparing wait for engines and for each other; the pool would add the threads that takes one every half second.
ThreadPool.SetMinThreads(Math.Max(16, 2 * Environment.ProcessorCount), 16);
return await CommandHost.Run(args);
