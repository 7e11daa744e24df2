namespace ElasticJobs.Web.Tests.Serving;

/// <summary>Tests that share one console. Each makes pipelines under names of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleCollection : ICollectionFixture<TestConsole>
{
    public const string Name = "console";
}
