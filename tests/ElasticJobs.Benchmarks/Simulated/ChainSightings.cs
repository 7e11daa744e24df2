using System.Diagnostics;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>When the pods of chains came and ended, until all that are expected have ended. Safe for threads.</summary>
/// <param name="expected">Pods.</param>
internal sealed class ChainSightings(int expected)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChainTask, long> _begins = [];
    private readonly Dictionary<ChainTask, long> _ends = [];
    private readonly Dictionary<ChainTask, long> _endsSeen = [];
    private readonly TaskCompletionSource<ChainFigures> _figures = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atOnce;

    public Task<ChainFigures> Figures => _figures.Task;

    /// <summary>A watch told of a new pod.</summary>
    public void SawBegin(ChainTask task)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _begins.TryAdd(task, now);
            _atOnce = Math.Max(_atOnce, _begins.Count - _ends.Count);
        }
    }

    /// <summary>The API server has taken that the pod ended.</summary>
    public void ToldEnd(ChainTask task) => Keep(_ends, task);

    /// <summary>A watch told that the pod ended.</summary>
    public void SawEnd(ChainTask task) => Keep(_endsSeen, task);

    public void Failed(Exception exception) => _figures.TrySetException(exception);

    private void Keep(Dictionary<ChainTask, long> times, ChainTask task)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            times.TryAdd(task, now);
            if (_ends.Count == expected && _endsSeen.Count == expected)
                _figures.TrySetResult(Add());
        }
    }

    private ChainFigures Add()
    {
        var (first, last) = (_begins.Values.Min(), _begins.Values.Max());
        var next = _begins.Where(begin => begin.Key.Place > 0).Select(begin => (Before: begin.Key with { Place = begin.Key.Place - 1 }, Begin: begin.Value)).ToList();
        return new ChainFigures(
            Stopwatch.GetElapsedTime(first, _ends.Values.Max()).TotalSeconds,
            (_begins.Count - 1) / Stopwatch.GetElapsedTime(first, last).TotalSeconds,
            _atOnce,
            Sorted(next.Select(pair => (_ends[pair.Before], pair.Begin))),
            Sorted(_ends.Select(end => (end.Value, _endsSeen[end.Key]))),
            Sorted(next.Select(pair => (_endsSeen[pair.Before], pair.Begin))));
    }

    private static List<double> Sorted(IEnumerable<(long From, long To)> spans) => [.. spans.Select(span => Stopwatch.GetElapsedTime(span.From, span.To).TotalMilliseconds).Order()];
}
