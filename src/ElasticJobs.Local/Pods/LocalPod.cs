using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>What this console remembers of a pod; all of it can be read again from the directory. Guarded by <see cref="Gate"/>.</summary>
internal sealed class LocalPod(StoredPod stored, PodDirectory directory)
{
    public Lock Gate { get; } = new();

    public StoredPod Stored { get; } = stored;

    public PodDirectory Directory { get; } = directory;

    public string Name => Directory.Name;

    public PodStatus Status { get; set; } = new() { Name = directory.Name, Phase = PodPhase.Pending, Labels = stored.Spec.Labels };

    public ProcessIdentity? Wrapper { get; set; }

    /// <summary>The main container's command, once it was begun.</summary>
    public ProcessIdentity? MainTask { get; set; }

    public PodStop? Stop { get; set; }

    /// <summary>When a wrapper was last started, and how often.</summary>
    public DateTimeOffset? SpawnedAt { get; set; }

    public int Spawns { get; set; }

    /// <summary>Since when the wrapper has been gone without an exit code.</summary>
    public DateTimeOffset? GoneSince { get; set; }

    /// <summary>Since when the command has been over while its output is still held open.</summary>
    public DateTimeOffset? DrainingSince { get; set; }

    public DateTimeOffset? NextKill { get; set; }
}
