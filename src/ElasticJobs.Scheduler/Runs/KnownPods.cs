using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>The pods of one run as the runtime last told them: what a machine that is loaded again is given to converge with.</summary>
internal sealed class KnownPods
{
    private readonly HashSet<string> _removed = [];
    private Dictionary<string, PodStatus> _pods = [];

    /// <summary>Pods that are being released; the run stays in memory until they are gone.</summary>
    private readonly HashSet<string> _releasing = [];

    public IReadOnlyCollection<PodStatus> All => _pods.Values;

    public bool IsEmpty => _pods.Count == 0 && _releasing.Count == 0;

    /// <summary>Takes in the mail and says what the machine must be told of it.</summary>
    public IEnumerable<RunInput> Take(RunMail mail)
    {
        foreach (var pod in mail.Removed)
        {
            _pods.Remove(pod);
            _releasing.Remove(pod);
            _removed.Add(pod);
        }

        if (mail.Listing is { } listing)
            _pods = listing.Where(pair => !_removed.Contains(pair.Key)).ToDictionary();

        // A state that was told before the removal may arrive after it.
        foreach (var (name, pod) in mail.Pods.Where(pair => !_removed.Contains(pair.Key)))
            _pods[name] = pod;
        return mail.Listing is not null ? Everything() : mail.Pods.Values.Where(pod => !_removed.Contains(pod.Name)).Select(pod => new RunInput.PodSeen(pod));
    }

    /// <summary>For a machine that knows nothing yet.</summary>
    public IEnumerable<RunInput> Everything() =>
        [.. _pods.Values.Select(pod => new RunInput.PodSeen(pod)), new RunInput.PodsListed(_pods.Keys.ToHashSet())];

    public void Releasing(string pod) => _releasing.Add(pod);
}
