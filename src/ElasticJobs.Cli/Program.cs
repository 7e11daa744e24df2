using ElasticJobs.Cli.Commands;
using ElasticJobs.Cli.Server;

return await RootCommandFactory.Create(new CommandContext(CliSettings.DefaultPath)).Parse(args).InvokeAsync();
