namespace ElasticJobs.Core.Pipelines;

/// <summary>The tasks of a document as a graph, by their index in it. Edges to unknown tasks, to the task itself and repeated edges are left out; everything is linear in tasks and edges.</summary>
public sealed class PipelineGraph
{
    private readonly Dictionary<string, int> _indexes = [];
    private readonly List<int>[] _up;
    private readonly List<int>[] _down;

    public PipelineGraph(IReadOnlyList<TaskSpec> tasks)
    {
        Tasks = tasks;
        for (var i = 0; i < tasks.Count; i++)
        {
            _indexes.TryAdd(tasks[i].Id, i);
        }

        _up = [.. tasks.Select(_ => new List<int>())];
        _down = [.. tasks.Select(_ => new List<int>())];
        for (var i = 0; i < tasks.Count; i++)
        {
            foreach (var upstream in tasks[i].After.Select(edge => edge.Task).Distinct())
            {
                if (_indexes.TryGetValue(upstream, out var from) && from != i)
                {
                    _up[i].Add(from);
                    _down[from].Add(i);
                }
            }
        }
    }

    public IReadOnlyList<TaskSpec> Tasks { get; }

    /// <summary>Of the first task with this id. Null: there is none.</summary>
    internal int? IndexOf(string task) => _indexes.TryGetValue(task, out var index) ? index : null;

    internal IReadOnlyList<int> UpstreamOf(int task) => _up[task];

    public IEnumerable<string> Upstream(string task) => Neighbours(_up, task);

    public IEnumerable<string> Downstream(string task) => Neighbours(_down, task);

    /// <summary>Every task before this one, at any distance, without itself.</summary>
    public IReadOnlySet<string> Ancestors(string task) => Reach(_up, task);

    /// <summary>Every task after this one, at any distance, without itself.</summary>
    public IReadOnlySet<string> Descendants(string task) => Reach(_down, task);

    /// <summary>Indexes so that each comes after its upstream; what lies on or behind a cycle is left out.</summary>
    public IReadOnlyList<int> Order()
    {
        var waiting = _up.Select(upstream => upstream.Count).ToArray();
        var ready = new Queue<int>(Enumerable.Range(0, Tasks.Count).Where(i => waiting[i] == 0));
        List<int> order = new(Tasks.Count);
        while (ready.TryDequeue(out var next))
        {
            order.Add(next);
            foreach (var after in _down[next])
            {
                if (--waiting[after] == 0)
                {
                    ready.Enqueue(after);
                }
            }
        }

        return order;
    }

    /// <summary>Longest distance from a root for each task; 0 for those on a cycle.</summary>
    public IReadOnlyList<int> Layers()
    {
        var layers = new int[Tasks.Count];
        foreach (var i in Order())
        {
            foreach (var after in _down[i])
            {
                layers[after] = Math.Max(layers[after], layers[i] + 1);
            }
        }

        return layers;
    }

    /// <summary>A cycle's ids with the first one again at the end, e.g. a, b, a. Null: there is none.</summary>
    public IReadOnlyList<string>? FindCycle()
    {
        var done = new byte[Tasks.Count];
        for (var root = 0; root < Tasks.Count; root++)
        {
            if (done[root] == 0 && FindCycleFrom(root, done) is { } cycle)
            {
                return cycle;
            }
        }

        return null;
    }

    /// <summary>The path that an edge from <paramref name="source"/> to <paramref name="target"/> would close: target … source, target. Null: it would close none.</summary>
    public IReadOnlyList<string>? CycleWith(string source, string target)
    {
        if (source == target)
        {
            return [source, source];
        }

        if (!_indexes.TryGetValue(source, out var goal) || !_indexes.TryGetValue(target, out var start))
        {
            return null;
        }

        var from = new Dictionary<int, int> { [start] = -1 };
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var next))
        {
            if (next == goal)
            {
                List<string> path = [];
                for (var i = goal; i >= 0; i = from[i])
                {
                    path.Add(Tasks[i].Id);
                }

                path.Reverse();
                return [.. path, target];
            }

            foreach (var after in _down[next].Where(after => from.TryAdd(after, next)))
            {
                queue.Enqueue(after);
            }
        }

        return null;
    }

    /// <summary>Depth first with an own stack: a chain of 20,000 tasks must not end the process.</summary>
    private List<string>? FindCycleFrom(int root, byte[] done)
    {
        const byte OnPath = 1;
        const byte Finished = 2;
        List<(int Task, int Next)> path = [(root, 0)];
        done[root] = OnPath;
        while (path.Count > 0)
        {
            var (task, next) = path[^1];
            if (next == _down[task].Count)
            {
                done[task] = Finished;
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (task, next + 1);
            var after = _down[task][next];
            if (done[after] == OnPath)
            {
                var begin = path.FindIndex(step => step.Task == after);
                return [.. path.Skip(begin).Select(step => Tasks[step.Task].Id), Tasks[after].Id];
            }

            if (done[after] == 0)
            {
                done[after] = OnPath;
                path.Add((after, 0));
            }
        }

        return null;
    }

    private IEnumerable<string> Neighbours(List<int>[] edges, string task) =>
        _indexes.TryGetValue(task, out var index) ? edges[index].Select(i => Tasks[i].Id) : [];

    private HashSet<string> Reach(List<int>[] edges, string task)
    {
        HashSet<string> reached = [];
        if (!_indexes.TryGetValue(task, out var start))
        {
            return reached;
        }

        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var next))
        {
            foreach (var neighbour in edges[next].Where(neighbour => neighbour != start && reached.Add(Tasks[neighbour].Id)))
            {
                queue.Enqueue(neighbour);
            }
        }

        return reached;
    }
}
