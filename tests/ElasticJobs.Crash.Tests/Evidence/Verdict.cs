using System.Text.Json.Nodes;
using ElasticJobs.Crash.Tests.Work;

namespace ElasticJobs.Crash.Tests.Evidence;

/// <summary>Compares what became of the runs with what their pipelines say must become of them. Collects everything that is wrong.</summary>
/// <param name="pipelines">Those of the runs.</param>
internal sealed class Verdict(ConsoleApi api, IReadOnlyList<WorkPipeline> pipelines, IReadOnlyDictionary<string, int> starts)
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _expectedStarts = [];

    /// <summary>The runtime has one stream for what tasks write: a line of the standard error is known by its beginning.</summary>
    public bool IsMerged { get; init; }

    public async Task<IReadOnlyList<string>> JudgeAsync(IReadOnlyList<JsonNode> runs, IReadOnlyList<Guid> answered)
    {
        var known = runs.Select(run => (Guid)run["id"]!).ToHashSet();
        _faults.AddRange(answered.Where(run => !known.Contains(run)).Select(run => $"run {run} was answered with 202 and does not exist"));
        foreach (var run in runs)
        {
            await JudgeAsync(run, pipelines.Single(pipeline => pipeline.Name == (string)run["pipeline"]!));
        }

        _faults.AddRange(starts.Keys.Where(start => !_expectedStarts.Contains(start)).Select(start => $"'{start}' was started and is no attempt that should have been"));
        return _faults;
    }

    private async Task JudgeAsync(JsonNode run, WorkPipeline pipeline)
    {
        var id = (Guid)run["id"]!;
        Expect($"run {id} of {pipeline.Name}", "state", pipeline.End.ToString(), (string?)run["state"]);
        foreach (var task in pipeline.Tasks)
        {
            var found = run["tasks"]!.AsArray().Single(row => (string)row!["id"]! == task.Id)!;
            var name = $"{pipeline.Name} {id} {task.Id}";
            Expect(name, "state", task.End.ToString(), (string?)found["state"]);
            Expect(name, "attempts", Numbers(task.Attempts), string.Join(' ', found["attempts"]!.AsArray().Select(attempt => $"{attempt!["number"]}")));
            Expect(name, "output", task.Output, (string?)found["outputs"]!["value"]);
            for (var attempt = 1; attempt <= task.Attempts; attempt++)
            {
                var key = Counter.Key(id, task.Id, attempt);
                _expectedStarts.Add(key);
                Expect($"{name} attempt {attempt}", "starts", "1", $"{starts.GetValueOrDefault(key)}");
                await JudgeLogAsync($"{name} attempt {attempt}", id, task, attempt);
            }
        }
    }

    private async Task JudgeLogAsync(string name, Guid run, WorkTask task, int attempt)
    {
        var lines = await api.LogAsync(run, task.Id, attempt);
        ExpectLines(name, "stdout", task.ExpectedOut, Texts(lines, 0));
        ExpectLines(name, "stderr", task.ExpectedErr, Texts(lines, 1));
        if (!lines.Select(line => (long)line["n"]!).SequenceEqual(Enumerable.Range(0, lines.Count).Select(number => (long)number)))
        {
            _faults.Add($"{name}: the log's numbers are not 0 to {lines.Count - 1}");
        }
    }

    private void ExpectLines(string name, string stream, IEnumerable<string> expected, List<string> found)
    {
        var wanted = expected.ToList();
        if (wanted.SequenceEqual(found))
        {
            return;
        }

        var same = wanted.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        _faults.Add($"{name}: {stream} has {found.Count} lines instead of {wanted.Count}; line {same} is {At(found, same)} instead of {At(wanted, same)}");
    }

    private void Expect(string name, string what, string? expected, string? found)
    {
        if (expected != found)
        {
            _faults.Add($"{name}: {what} is '{found}' instead of '{expected}'");
        }
    }

    private List<string> Texts(IEnumerable<JsonNode> lines, int stream) => [.. lines.Where(line => StreamOf(line) == stream).Select(line => (string)line["x"]!)];

    private int StreamOf(JsonNode line) => IsMerged && ((string)line["x"]!).StartsWith("err ", StringComparison.Ordinal) ? 1 : (int)line["s"]!;

    private static string Numbers(int count) => string.Join(' ', Enumerable.Range(1, count));

    private static string At(List<string> lines, int index) => index < lines.Count ? $"'{lines[index]}'" : "missing";
}
