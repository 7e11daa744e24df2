using System.CommandLine;

namespace ElasticJobs.Cli.Commands;

internal static class ClearCommand
{
    public static Command Create(CommandContext context)
    {
        var pipeline = new Argument<string>("pipeline");
        var task = new Argument<string>("task");
        var all = new Option<bool>("--all") { Description = "What anyone started, not only what you did" };
        var command = new Command("clear", "End and remove the debug terminals and debug runs of a task") { pipeline, task, all };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var path = $"pipelines/{Uri.EscapeDataString(parsed.GetValue(pipeline)!)}/tasks/{Uri.EscapeDataString(parsed.GetValue(task)!)}/clear?all={(parsed.GetValue(all) ? "true" : "false")}";
            var answer = await client.PostAsync(client.InProject(path), null, cancellationToken);
            await output.WriteLineAsync($"{answer["removed"]} removed");
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
