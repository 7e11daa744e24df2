using System.CommandLine;

namespace ElasticJobs.Cli.Commands;

internal static class StopCommand
{
    public static Command Create(CommandContext context)
    {
        var run = new Argument<Guid>("run");
        var kill = new Option<bool>("--kill") { Description = "KILL at once instead of TERM and the grace time" };
        var command = new Command("stop", "Stop a run") { run, kill };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var verb = parsed.GetValue(kill) ? "kill" : "stop";
            await client.PostAsync(client.InProject($"runs/{parsed.GetValue(run)}/{verb}"), null, cancellationToken);
            await output.WriteLineAsync($"run {parsed.GetValue(run)} is told to {verb}");
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
