using System.CommandLine;

namespace ElasticJobs.Cli.Commands;

internal static class RootCommandFactory
{
    public static RootCommand Create(CommandContext context)
    {
        var root = new RootCommand("Applies, runs and follows pipelines and elastic jobs on an ElasticJobs console.");
        root.Options.Add(CommandContext.ServerOption);
        root.Options.Add(CommandContext.ProjectOption);
        root.Subcommands.Add(LoginCommand.Create(context));
        root.Subcommands.Add(ApplyCommand.Create(context));
        root.Subcommands.Add(GetCommand.Create(context));
        root.Subcommands.Add(ProjectCommand.Create(context));
        root.Subcommands.Add(RunCommand.Create(context));
        root.Subcommands.Add(LogsCommand.Create(context));
        root.Subcommands.Add(StopCommand.Create(context));
        root.Subcommands.Add(RetryCommand.Create(context));
        root.Subcommands.Add(ClearCommand.Create(context));
        root.Subcommands.Add(ServiceCommand.Create(context));
        root.Subcommands.Add(QueueCommand.Create(context));
        return root;
    }
}
