namespace ElasticJobs.Worker.Tasks;

/// <summary>Why a task that was not done goes back to the queue.</summary>
/// <param name="Code">In EAS's grammar: words in Pascal case, at most 20 characters.</param>
/// <param name="Reason">In words.</param>
internal sealed record GivenBack(string Code, string Reason)
{
    /// <summary>The queue doesn't count this as a failed delivery.</summary>
    public static readonly GivenBack Shutdown = new("Shutdown", "The instance is about to end.");

    public static readonly GivenBack InstanceLost = new("InstanceLost", "The instance's main process has ended.");

    public static GivenBack Failed(int exitCode) => new("TaskFailed", $"exit code {exitCode}");

    public static GivenBack NoPayload(string url) => new("PayloadLost", $"Its payload can't be had from {url}.");

    public static GivenBack ServiceFailed(string reason) => new("ServiceFailed", reason);

    public static GivenBack WorkerFailed(string reason) => new("WorkerFailed", reason);
}
