using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Runs;

/// <summary>The tasks of one run by their place in the document, and the edges between them. Edges from tasks outside the run are left out: they count as satisfied.</summary>
internal sealed class RunGraph
{
    private RunGraph(IReadOnlyList<TaskSpec> tasks, Edge[][] upstream, int[][] downstream)
    {
        Tasks = tasks;
        Upstream = upstream;
        Downstream = downstream;
    }

    public IReadOnlyList<TaskSpec> Tasks { get; }

    /// <summary>By task: what it comes after.</summary>
    public Edge[][] Upstream { get; }

    /// <summary>By task: what comes after it, once for each edge.</summary>
    public int[][] Downstream { get; }

    public static RunGraph Of(PipelineDocument document, IReadOnlyCollection<string> tasks)
    {
        var included = tasks.ToHashSet();
        var specs = document.Spec.Tasks.Where(task => included.Contains(task.Id)).ToList();
        if (specs.Count != included.Count)
            throw new InvalidOperationException($"The run has the tasks {string.Join(", ", included.Except(specs.Select(spec => spec.Id)))}, which its pipeline does not have.");

        var places = specs.Select((spec, place) => (spec.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        var upstream = specs
            .Select(spec => spec.After.Where(edge => places.ContainsKey(edge.Task)).Select(edge => new Edge(places[edge.Task], edge.When)).ToArray())
            .ToArray();
        var downstream = specs.Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < upstream.Length; place++)
        {
            foreach (var edge in upstream[place])
                downstream[edge.From].Add(place);
        }

        return new RunGraph(specs, upstream, [.. downstream.Select(list => list.ToArray())]);
    }

    /// <summary>These tasks and everything that follows them.</summary>
    public IReadOnlySet<int> WithDownstream(IEnumerable<int> places)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>(places);
        while (open.TryPop(out var place))
        {
            if (!found.Add(place))
                continue;
            foreach (var next in Downstream[place])
                open.Push(next);
        }

        return found;
    }

    internal readonly record struct Edge(int From, EdgeCondition When);
}
