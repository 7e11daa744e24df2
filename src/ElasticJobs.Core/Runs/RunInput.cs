using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>Something that a <see cref="RunMachine"/> is told. Any of them may be told twice.</summary>
public abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>A pod of this run, as the runtime sees it now.</summary>
    public sealed record PodSeen(PodStatus Status) : RunInput;

    /// <summary>The runtime has told of all its pods; of this run it knows these and no others.</summary>
    public sealed record PodsListed(IReadOnlySet<string> PodNames) : RunInput;

    /// <summary>The pod can never start as it is specified.</summary>
    public sealed record StartRefused(string PodName, string Message) : RunInput;

    /// <summary>The start was given up because the pod was to stop; as far as anyone knows it never ran.</summary>
    public sealed record StartAbandoned(string PodName) : RunInput;

    /// <summary>A stop or kill was asked, and is committed.</summary>
    public sealed record StopAsked(StopRequest Request, string Actor) : RunInput;

    /// <summary>Run again from the failure point. Nothing happens unless <see cref="RunMachine.CanRetry"/>.</summary>
    public sealed record RetryAsked(string Actor) : RunInput;
}
