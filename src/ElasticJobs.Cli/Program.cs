using System.CommandLine;
using ElasticJobs.Cli.Commands;
using ElasticJobs.Cli.Server;

namespace ElasticJobs.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, new CommandContext(CliSettings.DefaultPath), new InvocationConfiguration(), CancellationToken.None);

    public static async Task<int> RunAsync(string[] args, CommandContext context, InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        var parsed = RootCommandFactory.Create(context).Parse(args);
        var code = await parsed.InvokeAsync(invocation, cancellationToken);
        // The parser's own code for wrong usage, 1, would look like a failed run.
        return parsed.Errors.Count > 0 ? ExitCodes.Error : code;
    }
}
