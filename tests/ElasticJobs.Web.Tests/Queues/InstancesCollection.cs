namespace ElasticJobs.Web.Tests.Queues;

/// <summary>Tests that start instances with their workers, each a program of its own: one after the other, beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InstancesCollection
{
    public const string Name = "Instances";
}
