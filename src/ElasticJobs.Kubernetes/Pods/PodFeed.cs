using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Those who watch the runtime, told of all boards alike.</summary>
internal sealed class PodFeed
{
    private readonly List<Func<IEnumerable<PodStatus>>> _boards = [];
    private readonly PodWatchers _watchers;

    public PodFeed() => _watchers = new PodWatchers(Gate);

    /// <summary>Held while anything on a board changes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Before anybody watches.</summary>
    public void Add(Func<IEnumerable<PodStatus>> board) => _boards.Add(board);

    /// <summary>To be called with the gate held.</summary>
    public void Tell(PodStatus status) => _watchers.Tell(status);

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => _watchers.WatchAsync(() => _boards.SelectMany(board => board()), cancellationToken);

    /// <summary>Ends every watch.</summary>
    public void Complete() => _watchers.Complete();
}
