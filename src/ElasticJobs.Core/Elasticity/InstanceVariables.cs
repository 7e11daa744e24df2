namespace ElasticJobs.Core.Elasticity;

/// <summary>Names of the environment variables that an instance of an elastic job is started with.</summary>
public static class InstanceVariables
{
    /// <summary>The directory that both of the instance's processes share. Absent: <c>instance</c> beside <see cref="PodDirectory"/>, which works in every runtime's pods.</summary>
    public const string Directory = "EJ_DIR";

    /// <summary>Set by the runtimes.</summary>
    public const string PodDirectory = "EJ_POD_DIR";

    /// <summary>Of the main process: a shell command line that is run to its end before the first task. Absent: none.</summary>
    public const string Init = "EJ_INIT";

    /// <summary>Of the main process: a shell command line that runs as long as the instance. Absent: none.</summary>
    public const string Command = "EJ_COMMAND";

    /// <summary>Of the worker, as all that follow: <c>http://HOST:PORT/api/predict/SERVICE</c>.</summary>
    public const string QueueUrl = "EJ_QUEUE_URL";

    public const string QueueToken = "EJ_QUEUE_TOKEN";

    /// <summary>The service's name, which is the group id of its workers.</summary>
    public const string Service = "EJ_SERVICE";

    /// <summary>The pod's name, which is the worker's uid in the group.</summary>
    public const string Instance = "EJ_INSTANCE";

    /// <summary>How many tasks it has at once. Absent: 1.</summary>
    public const string Window = "EJ_WINDOW";

    /// <summary>Port of the service command's server. Absent: there is none, and queries are refused.</summary>
    public const string Port = "EJ_PORT";

    /// <summary><c>true</c> or <c>false</c>: whether output goes to the sink. Absent: true.</summary>
    public const string WriteLog = "EJ_WRITE_LOG";

    /// <summary>Seconds that running tasks get when the worker is told to end. Absent: as long as they take.</summary>
    public const string Grace = "EJ_GRACE";
}
