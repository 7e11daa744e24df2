using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>A pod on a simulated node, and what its container, which does nothing for a while and succeeds, would say.</summary>
internal sealed class SimulatedPod(V1Pod made, string node, string address)
{
    /// <summary>What our script around a command leaves when there are no outputs; bare pods leave nothing.</summary>
    private const string NoOutputs = "\u0002\u0004";

    private readonly string? _frame = made.Spec!.Containers[0].Env?.FirstOrDefault(variable => variable.Name == "EJ_FRAME")?.Value;
    private readonly TaskCompletionSource<DateTimeOffset> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _startedAt;

    public string Name { get; } = made.Metadata.Name!;

    public string Namespace { get; } = made.Metadata.Namespace!;

    public string Uid { get; } = made.Metadata.Uid!;

    public string Node { get; } = node;

    public ChainTask Task { get; } = ChainTask.Of(made);

    /// <summary>Completes with the container's end.</summary>
    public Task<DateTimeOffset> End => _ended.Task;

    public bool IsRunning => _startedAt != default && !_ended.Task.IsCompleted;

    /// <summary>The container begins.</summary>
    /// <returns>The pod's status then, as a merge patch.</returns>
    public JsonObject Begin(DateTimeOffset now)
    {
        _startedAt = now;
        return Status("Running", isReady: true, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Time(now) } });
    }

    /// <summary>The container ends, and so does what reads its log.</summary>
    /// <inheritdoc cref="Begin"/>
    public JsonObject Finish(DateTimeOffset now, int exitCode)
    {
        _ended.TrySetResult(now);
        var terminated = new JsonObject
        {
            ["exitCode"] = exitCode,
            ["reason"] = exitCode == 0 ? "Completed" : "Error",
            ["message"] = _frame is null ? null : NoOutputs,
            ["startedAt"] = Time(_startedAt),
            ["finishedAt"] = Time(now),
            ["containerID"] = $"simulated://{Uid}",
        };
        return Status(exitCode == 0 ? "Succeeded" : "Failed", isReady: false, new JsonObject { ["terminated"] = terminated });
    }

    /// <summary>The container's log once it has ended: the marks that our script puts behind the output of a command.</summary>
    public string LogAt(DateTimeOffset end, bool timestamps)
    {
        if (_frame is null)
            return "";
        var prefix = timestamps ? $"{end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} " : "";
        return new StringBuilder().Append(prefix).Append($"\u001e{_frame} err\n").Append(prefix).Append($"\u001e{_frame} end\n").ToString();
    }

    private JsonObject Status(string phase, bool isReady, JsonObject state)
    {
        var ready = isReady ? "True" : "False";
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["phase"] = phase,
                ["hostIP"] = address,
                ["podIP"] = $"198.18.{Task.Chain % 256}.{Task.Place % 256}",
                ["startTime"] = Time(_startedAt),
                ["conditions"] = new JsonArray(Condition("Initialized", "True"), Condition("Ready", ready), Condition("ContainersReady", ready), Condition("PodScheduled", "True")),
                ["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = made.Spec!.Containers[0].Name,
                    ["image"] = made.Spec.Containers[0].Image,
                    ["imageID"] = "sha256:0000000000000000000000000000000000000000000000000000000000000000",
                    ["containerID"] = $"simulated://{Uid}",
                    ["ready"] = isReady,
                    ["started"] = isReady,
                    ["restartCount"] = 0,
                    ["state"] = state,
                }),
            },
        };
    }

    private JsonObject Condition(string type, string status) => new() { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = Time(_startedAt) };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
