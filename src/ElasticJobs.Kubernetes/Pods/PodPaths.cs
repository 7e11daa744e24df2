namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Where things are inside our containers.</summary>
internal static class PodPaths
{
    /// <summary>An emptyDir of the pod.</summary>
    public const string Root = "/ej";

    public const string Files = "/ej/pod";
    public const string Outputs = "/ej/outputs";
    public const string Results = "/ej/results";
    public const string Workspace = "/ej/workspace";
    public const string SourceWorkspace = "/ej/source";

    /// <summary>Is there once a terminal's container is prepared.</summary>
    public const string Ready = "/ej/ready";

    /// <summary>Where a group's member finds <see cref="GateFile"/>.</summary>
    public const string Group = "/ej/group";

    public const string GateFile = "go";

    public const string SharedMemory = "/dev/shm";

    /// <summary>Where the workspaces of all runs are in a pod that works on them.</summary>
    public const string AllWorkspaces = "/workspaces";
}
