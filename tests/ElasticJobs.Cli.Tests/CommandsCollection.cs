namespace ElasticJobs.Cli.Tests;

/// <summary>The commands read this process's standard input, which only one test at a time can stand in for.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CommandsCollection : ICollectionFixture<ServedConsole>
{
    public const string Name = "Commands";
}
