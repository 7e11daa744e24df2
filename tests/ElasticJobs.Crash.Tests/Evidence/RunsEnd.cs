using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Evidence;

/// <summary>Waits until every run has ended.</summary>
internal static class RunsEnd
{
    private static readonly HashSet<string> Ends = [nameof(RunState.Succeeded), nameof(RunState.Failed), nameof(RunState.Stopped), nameof(RunState.TimedOut)];

    /// <returns>All runs with their tasks.</returns>
    public static async Task<IReadOnlyList<JsonNode>> WaitAsync(ConsoleApi api, TimeSpan cap)
    {
        IReadOnlyList<JsonNode> open = [];
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    open = [.. (await api.RunsAsync()).Where(run => !Ends.Contains((string)run["state"]!))];
                    return open.Count == 0;
                },
                "every run has ended",
                cap);
        }
        catch (TimeoutException exception)
        {
            var details = await Task.WhenAll(open.Take(5).Select(run => api.RunAsync((Guid)run["id"]!)));
            throw new TimeoutException($"{exception.Message} {open.Count} go on:\n{string.Join('\n', details.Select(Describe))}", exception);
        }

        return await Task.WhenAll((await api.RunsAsync()).Select(run => api.RunAsync((Guid)run["id"]!)));
    }

    private static string Describe(JsonNode run) =>
        $"{run["pipeline"]} {run["id"]} {run["state"]}: " + string.Join(", ", run["tasks"]!.AsArray().Select(task => $"{task!["id"]} {task["state"]} attempt {task["attempt"]} {task["reason"]?["message"]}"));
}
