using System.Collections.Concurrent;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>What goes wrong with a watch.</summary>
public enum WatchFault
{
    /// <summary>Answered with 410 right away.</summary>
    Gone,

    /// <summary>Begins well, and then tells the same as an ERROR event.</summary>
    GoneAsEvent,

    /// <summary>The connection is cut in the middle of the first event.</summary>
    CutWithinEvent,

    /// <summary>The connection is cut after the first event.</summary>
    CutAfterEvent,

    /// <summary>Every event comes twice.</summary>
    Duplicates,

    /// <summary>Events that are ready together come last one first.</summary>
    Reordered,

    /// <summary>Ends at once, without an event.</summary>
    Ends,
}

/// <summary>Faults that a test has ordered. Requests are named as <see cref="FakeRequest.ToString"/> names them: <c>POST pods</c>, <c>GET pods/p1/log</c>; the beginning is enough.</summary>
public sealed class FakeFaults
{
    private readonly ConcurrentQueue<WatchFault> _watches = [];
    private readonly Lock _gate = new();
    private readonly List<Ordered> _ordered = [];

    /// <summary>The next requests of that name are refused before they do anything.</summary>
    public void Refuse(string request, FakeStatus status, int times = 1) => Order(new Ordered(request, times, status, null, null));

    /// <summary>The next requests of that name are done, and then answered as if they had failed.</summary>
    public void RefuseWhenDone(string request, FakeStatus status, int times = 1) => Order(new Ordered(request, times, null, status, null));

    /// <summary>The next requests of that name are done, but their connection is cut before the answer.</summary>
    public void CutWhenDone(string request, int times = 1) => Order(new Ordered(request, times, null, new FakeStatus(0, "", ""), null));

    /// <summary>The next requests of that name wait, without an answer, until the source completes.</summary>
    public TaskCompletionSource Hold(string request, int times = 1)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Order(new Ordered(request, times, null, null, release.Task));
        return release;
    }

    /// <summary>The next watches go wrong like this, one each.</summary>
    public void Watch(params IEnumerable<WatchFault> faults)
    {
        foreach (var fault in faults)
            _watches.Enqueue(fault);
    }

    public void Clear()
    {
        _watches.Clear();
        lock (_gate)
        {
            _ordered.Clear();
        }
    }

    internal WatchFault? NextWatch() => _watches.TryDequeue(out var fault) ? fault : null;

    internal Ordered? Take(string request)
    {
        lock (_gate)
        {
            if (_ordered.Find(ordered => request.StartsWith(ordered.Request, StringComparison.Ordinal)) is not { } found)
                return null;
            if (--found.Left == 0)
                _ordered.Remove(found);
            return found;
        }
    }

    private void Order(Ordered fault)
    {
        lock (_gate)
        {
            _ordered.Add(fault);
        }
    }

    internal sealed record Ordered(string Request, int Times, FakeStatus? Before, FakeStatus? After, Task? Hold)
    {
        public int Left { get; set; } = Times;
    }
}
