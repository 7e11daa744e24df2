using ElasticJobs.Core.Runs;

namespace ElasticJobs.Crash.Tests.Work;

/// <summary>Pipelines that are in every state when a kill comes: fanned out, between attempts, writing much, between two quick tasks.</summary>
internal static class Workload
{
    private const int SlowLines = 120;
    private const int NoisyLines = 12_000;

    public static WorkPipeline FanOut { get; } = new(
        "fan-out",
        RunState.Succeeded,
        [
            new("source", "printf 21 > \"$EJ_OUTPUTS/value\"") { Output = "21" },
            Slow("one", 10),
            Slow("two", 20),
            Slow("three", 30),
            new("join", """
                echo "sum $(({{tasks.source.outputs.value}} + {{tasks.one.outputs.value}} + {{tasks.two.outputs.value}} + {{tasks.three.outputs.value}}))"
                cat "$EJ_WORKSPACE"/from-* | sort
                """)
            {
                After = "source, one, two, three",
                LastLines = ["sum 81", "one", "three", "two"],
            },
        ]);

    public static WorkPipeline Retries { get; } = new(
        "retries",
        RunState.Failed,
        [
            new("flaky", "echo \"out 1\"; echo \"err 1\" >&2; sleep 0.2; [ \"$EJ_ATTEMPT\" = 3 ]") { Retries = 2, Attempts = 3, Lines = 1 },
            new("after-flaky", "echo ran") { After = "flaky", LastLines = ["ran"] },
            new("doomed", "sleep 0.3; exit 4") { Retries = 1, Attempts = 2, End = TaskState.Failed },
            new("rescue", "echo ran") { After = "{task: doomed, when: failed}", LastLines = ["ran"] },
            new("never", "echo ran") { After = "doomed", Attempts = 0, End = TaskState.UpstreamFailed },
        ]);

    public static WorkPipeline Noisy { get; } = new(
        "noisy",
        RunState.Succeeded,
        [
            new("noise", $"""
                from=1
                while [ $from -le {NoisyLines} ]; do
                  seq -f 'out %.0f' $from $((from + 999))
                  seq -f 'err %.0f' $from $((from + 999)) >&2
                  from=$((from + 1000))
                  sleep 0.15
                done
                """)
            {
                Lines = NoisyLines,
            },
        ]);

    public static WorkPipeline Quick { get; } = new(
        "quick",
        RunState.Succeeded,
        [
            new("first", "printf a > \"$EJ_OUTPUTS/value\"") { Output = "a" },
            new("second", "printf '%s' '{{tasks.first.outputs.value}}b' > \"$EJ_OUTPUTS/value\"") { After = "first", Output = "ab" },
            new("third", "echo '{{tasks.second.outputs.value}}c'") { After = "second", LastLines = ["abc"] },
        ]);

    public static IReadOnlyList<WorkPipeline> All { get; } = [FanOut, Retries, Noisy, Quick];

    /// <summary>Writes over about a second; its last line in two halves.</summary>
    private static WorkTask Slow(string id, int value) => new(id, $$$"""
        i=0
        while [ $i -lt {{{SlowLines}}} ]; do
          i=$((i + 1)); echo "out $i"; echo "err $i" >&2
          case $i in *0) sleep 0.08 ;; esac
        done
        printf 'half of a line, '; sleep 0.2; echo 'the other half'
        echo {{{id}}} > "$EJ_WORKSPACE/from-{{{id}}}"
        printf {{{value}}} > "$EJ_OUTPUTS/value"
        """)
    {
        After = "source",
        Lines = SlowLines,
        LastLines = ["half of a line, the other half"],
        Output = $"{value}",
    };
}
