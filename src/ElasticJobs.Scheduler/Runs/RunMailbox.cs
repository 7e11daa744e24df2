using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>What a run has been told and has not yet looked at. Bounded by what a run consists of: of each pod only the latest state is kept.</summary>
internal sealed class RunMailbox(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Dictionary<string, PodStatus> _pods = [];
    private List<RunInput> _inputs = [];
    private List<string> _removed = [];
    private List<RunRequest> _requests = [];
    private IReadOnlyDictionary<string, PodStatus>? _listing;
    private long? _since;
    private bool _scheduled;
    private bool _closed;

    /// <summary>Puts something in.</summary>
    /// <param name="schedule">The run must be given to a worker.</param>
    /// <returns>False: the run is no longer active.</returns>
    public bool TryPost(Action<RunMailbox> put, out bool schedule)
    {
        lock (_gate)
        {
            schedule = false;
            if (_closed)
                return false;
            put(this);
            _since ??= time.GetTimestamp();
            schedule = !_scheduled;
            _scheduled = true;
            return true;
        }
    }

    /// <summary>Called inside <see cref="TryPost"/>, as all that put.</summary>
    public void Put(PodStatus pod) => _pods[pod.Name] = pod;

    public void Put(RunInput input) => _inputs.Add(input);

    public void Put(RunRequest request) => _requests.Add(request);

    public void PutRemoved(string pod) => _removed.Add(pod);

    /// <summary>All pods of the run that the runtime has; what came before is void.</summary>
    public void PutListing(IReadOnlyDictionary<string, PodStatus> pods)
    {
        _listing = pods;
        _pods.Clear();
    }

    public RunMail Take()
    {
        lock (_gate)
        {
            var mail = new RunMail(_listing, _pods, _inputs, _removed, _requests, _since);
            (_listing, _pods, _inputs, _removed, _requests, _since) = (null, [], [], [], [], null);
            return mail;
        }
    }

    /// <summary>It takes nothing more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>The worker is done for now.</summary>
    /// <param name="close">Nothing is left to do: take nothing more, unless something came meanwhile.</param>
    public MailboxRest Rest(bool close)
    {
        lock (_gate)
        {
            _scheduled = _since is not null;
            if (_scheduled)
                return MailboxRest.MoreMail;
            _closed = close;
            return close ? MailboxRest.Closed : MailboxRest.Idle;
        }
    }
}

internal enum MailboxRest
{
    Idle,

    /// <summary>Something came meanwhile; the run stays scheduled.</summary>
    MoreMail,
    Closed,
}

/// <param name="Since">Timestamp at which the first of it came. Null: only woken.</param>
internal sealed record RunMail(
    IReadOnlyDictionary<string, PodStatus>? Listing,
    IReadOnlyDictionary<string, PodStatus> Pods,
    IReadOnlyList<RunInput> Inputs,
    IReadOnlyList<string> Removed,
    IReadOnlyList<RunRequest> Requests,
    long? Since);
