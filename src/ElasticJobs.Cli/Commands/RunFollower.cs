using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;

namespace ElasticJobs.Cli.Commands;

/// <summary>Shows a run's changes of state and the logs of its tasks, each line with its task's name, until all has ended.</summary>
internal sealed class RunFollower(ApiClient client, TextWriter output, Guid run)
{
    private readonly Dictionary<string, string> _states = [];
    private readonly Dictionary<(string Task, int Attempt), Task> _logs = [];
    private readonly Lock _line = new();

    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        var state = "Failed";
        await foreach (var now in client.EventsAsync(client.InProject($"runs/{run}"), cancellationToken))
        {
            state = now["state"]!.GetValue<string>();
            foreach (var task in now["tasks"]!.AsArray())
            {
                Show(task!, cancellationToken);
            }
        }

        await Task.WhenAll(_logs.Values);
        Write($"run {run} {state}");
        return ExitCodes.Of(state);
    }

    private void Show(JsonNode task, CancellationToken cancellationToken)
    {
        var id = task["id"]!.GetValue<string>();
        var attempt = task["attempt"]!.GetValue<int>();
        var text = $"{task["state"]}" + (attempt > 1 ? $" (attempt {attempt})" : "") + (task["reason"]?["message"] is { } reason ? $": {reason}" : "");
        if (!_states.TryGetValue(id, out var before) || before != text)
        {
            _states[id] = text;
            Write($"{id}: {text}");
        }

        foreach (var row in task["attempts"]!.AsArray().Where(row => row!["startedAt"] is not null))
        {
            var number = row!["number"]!.GetValue<int>();
            if (!_logs.ContainsKey((id, number)))
            {
                _logs[(id, number)] = FollowLogAsync(id, number, cancellationToken);
            }
        }
    }

    private async Task FollowLogAsync(string task, int attempt, CancellationToken cancellationToken)
    {
        await foreach (var batch in client.EventsAsync(client.InProject($"runs/{run}/tasks/{task}/log?attempt={attempt}"), cancellationToken))
        {
            foreach (var line in batch["lines"]!.AsArray())
            {
                Write($"{task} | {line!["x"]}");
            }
        }
    }

    /// <summary>One whole line at a time, whichever task it comes from.</summary>
    private void Write(string text)
    {
        lock (_line)
        {
            output.WriteLine(text);
        }
    }
}
