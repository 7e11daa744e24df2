using System.CommandLine;

namespace ElasticJobs.Cli.Commands;

internal static class RetryCommand
{
    public static Command Create(CommandContext context)
    {
        var run = new Argument<Guid>("run");
        var follow = new Option<bool>("--follow", "-f") { Description = "Show states and logs until the end; the exit code follows the run's" };
        var command = new Command("retry", "Run again from the failure point; succeeded tasks keep their outputs") { run, follow };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var id = parsed.GetValue(run);
            await client.PostAsync(client.InProject($"runs/{id}/retry"), null, cancellationToken);
            await output.WriteLineAsync($"run {id} goes on from its failure point");
            return parsed.GetValue(follow) ? await new RunFollower(client, output, id).FollowAsync(cancellationToken) : ExitCodes.Succeeded;
        });
        return command;
    }
}
