namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Which pods of services there are, on the console that leads.</summary>
internal interface IServicePodList
{
    /// <summary>Completes once the runtime has told of all pods. From then on <see cref="Has"/> is right.</summary>
    Task Listed { get; }

    bool Has(string service, string pod);
}
