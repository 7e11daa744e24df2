using ElasticJobs.Core.Runs;
using ElasticJobs.Crash.Tests.Work;

namespace ElasticJobs.Crash.Tests.Cluster.Faults;

/// <summary>Pipelines that write, fail, go on to a next attempt and hand on outputs while the cluster goes wrong.</summary>
internal static class FaultWork
{
    /// <summary>Where each run counts its starts, in a shell's words.</summary>
    public const string Counter = "$EJ_WORKSPACE/starts";

    private const int LinesPerSecond = 200;

    /// <param name="seconds">How long its longest task runs.</param>
    public static WorkPipeline Lasting(string name, int seconds) => new(
        name,
        RunState.Succeeded,
        [
            new("steady", $$"""
                from=1
                while [ $from -le {{seconds * LinesPerSecond}} ]; do
                  seq -f 'out %.0f' $from $((from + {{LinesPerSecond - 1}}))
                  seq -f 'err %.0f' $from $((from + {{LinesPerSecond - 1}})) >&2
                  from=$((from + {{LinesPerSecond}}))
                  sleep 1
                done
                printf steady > "$EJ_OUTPUTS/value"
                """)
            {
                Lines = seconds * LinesPerSecond,
                Output = "steady",
            },
            new("flaky", $"echo 'out 1'; sleep {seconds / 3}; echo 'err 1' >&2; [ \"$EJ_ATTEMPT\" = 2 ]") { Retries = 1, Attempts = 2, Lines = 1 },
            new("after", "echo '{{tasks.steady.outputs.value}}'") { After = "steady, flaky", LastLines = ["steady"] },
        ]);
}
