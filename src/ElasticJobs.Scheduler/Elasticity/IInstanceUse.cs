namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>What instances use of the machine, read now and then for those services whose autoscaler asks for it.</summary>
internal interface IInstanceUse
{
    /// <summary>From now on these are read, and no others of the service.</summary>
    /// <param name="pods">None: nothing is.</param>
    /// <param name="changed">Called after each reading.</param>
    void Want(string service, IReadOnlyList<string> pods, Action changed);

    /// <summary>Null: nothing is known yet, or not any more.</summary>
    PodUse? Of(string pod);
}

/// <param name="Cpu">Cores, on average since the reading before. Null: there was none.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Gpu">GPUs busy, summed over the pod's. Null: nobody tells.</param>
internal readonly record struct PodUse(double? Cpu, long Memory, double? Gpu);
