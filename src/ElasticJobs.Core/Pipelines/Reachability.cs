using System.Collections;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Which tasks come before which, for many questions about one graph: the first that is not about a direct edge costs edges × tasks / 64 steps and tasks² / 8 bytes, the others nothing.</summary>
internal sealed class Reachability(PipelineGraph graph)
{
    private BitArray?[]? _before;

    /// <summary>True as well where a cycle lies in between: nobody can say, and the cycle is told by itself.</summary>
    public bool IsBefore(int earlier, int later)
    {
        if (graph.UpstreamOf(later).Contains(earlier))
        {
            return true;
        }

        _before ??= Close();
        return _before[later]?[earlier] ?? true;
    }

    private BitArray?[] Close()
    {
        var before = new BitArray?[graph.Tasks.Count];
        foreach (var task in graph.Order())
        {
            var own = new BitArray(graph.Tasks.Count);
            foreach (var upstream in graph.UpstreamOf(task))
            {
                own.Or(before[upstream]!);
                own[upstream] = true;
            }

            before[task] = own;
        }

        return before;
    }
}
