using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>A random graph of at most a dozen tasks, and how each attempt of each would end.</summary>
internal sealed class RandomPipeline
{
    private readonly Dictionary<(string Task, int Attempt), PodFate> _fates = [];
    private readonly int _seed;

    public RandomPipeline(int seed)
    {
        _seed = seed;
        var random = new Random(seed);
        var count = random.Next(1, 13);
        var tasks = Enumerable.Range(0, count).Select(place => new TaskSpec
        {
            Id = $"t{place}",
            Template = "shell",
            Skip = random.Next(10) == 0,
            Retry = random.Next(3) == 0 ? new RetrySpec(random.Next(1, 3), (RetryOn)random.Next(3)) : null,
            StartTimeout = random.Next(8) == 0 ? TimeSpan.FromMinutes(1) : null,
            After = [.. Enumerable.Range(0, place).Where(_ => random.Next(4) == 0).Select(from => new TaskEdge($"t{from}", (EdgeCondition)random.Next(3)))],
        });
        Document = new PipelineDocument { Spec = new PipelineSpec { Parallelism = random.Next(1, 5), Tasks = [.. tasks] } };
    }

    public PipelineDocument Document { get; }

    /// <summary>The same for the same task and attempt, whatever happened before.</summary>
    public PodFate FateOf(string task, int attempt)
    {
        if (Document.Task(task)!.StartTimeout is not null)
            return PodFate.Hangs;
        if (!_fates.TryGetValue((task, attempt), out var fate))
        {
            var random = new Random(unchecked((_seed * 7919) + (int.Parse(task[1..]) * 31) + attempt));
            fate = random.Next(10) switch
            {
                < 6 => PodFate.Succeeds,
                < 8 => PodFate.Fails,
                8 => PodFate.IsLost,
                _ => PodFate.NeverStarts,
            };
            _fates[(task, attempt)] = fate;
        }

        return fate;
    }
}

internal enum PodFate
{
    Succeeds,
    Fails,
    IsLost,
    NeverStarts,

    /// <summary>Finds no node, until it is stopped.</summary>
    Hangs,
}
