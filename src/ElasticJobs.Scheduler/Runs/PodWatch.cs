using System.Runtime.CompilerServices;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>The one watch on the runtime: sorts what it tells by run, and begins anew when it breaks.</summary>
internal sealed partial class PodWatch(TaskPods pods, TimeProvider time, ILogger<PodWatch> logger)
{
    /// <summary>A task's pod has changed.</summary>
    public Action<RunId, PodStatus> Seen { get; set; } = (_, _) => { };

    /// <summary>All pods of tasks that there are.</summary>
    public Action<IReadOnlyDictionary<RunId, IReadOnlyDictionary<string, PodStatus>>> Listed { get; set; } = _ => { };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await foreach (var change in Changes(() => failures = 1, cancellationToken))
                    Seen(change.Run, change.Pod);
                LogEnded();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogBroke(pods.RuntimeName, e);
            }

            await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
    }

    private async IAsyncEnumerable<(RunId Run, PodStatus Pod)> Changes(
        Action healthy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<RunId, Dictionary<string, PodStatus>>? snapshot = [];
        await foreach (var change in pods.WatchAsync(cancellationToken))
        {
            if (change.Status is not { } pod)
            {
                Listed(snapshot!.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, PodStatus>)pair.Value));
                snapshot = null;
                healthy();
            }
            else if (RunOf(pod) is not { } run)
            {
                // A debug terminal, or not ours.
            }
            else if (snapshot is null)
            {
                yield return (run, pod);
            }
            else if (snapshot.TryGetValue(run, out var own))
            {
                own[pod.Name] = pod;
            }
            else
            {
                snapshot[run] = new Dictionary<string, PodStatus> { [pod.Name] = pod };
            }
        }
    }

    private static RunId? RunOf(PodStatus pod) =>
        pod.Labels.GetValueOrDefault(PodLabels.Kind) == PodLabels.TaskKind && RunId.TryParse(pod.Labels.GetValueOrDefault(PodLabels.Run), out var run) ? run : null;

    [LoggerMessage(LogLevel.Warning, "The watch on runtime {Runtime} broke and is begun anew.")]
    private partial void LogBroke(string runtime, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The runtime ended its watch; it is begun anew.")]
    private partial void LogEnded();
}
