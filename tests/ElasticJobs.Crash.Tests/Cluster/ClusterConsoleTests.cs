using System.Text.Json.Nodes;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>The whole console on the real cluster.</summary>
[Trait("Category", "Cluster")]
public sealed class ClusterConsoleTests
{
    private const int Chunk = 10_000;
    private const int Chunks = 26;
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Samples_OnACluster_RunUnchanged()
    {
        await using var console = await ClusterConsole.StartAsync("samples");
        var penguins = await console.Api.StartRunAsync("penguins");
        var tour = await console.Api.StartRunAsync("shell-tour");
        var failing = await console.Api.StartRunAsync("failing");

        await RunsEnd.WaitAsync(console.Api, EndCap);

        Assert.Equal("Succeeded", (string?)(await console.Api.RunAsync(penguins))["state"]);
        Assert.Equal("Succeeded", (string?)(await console.Api.RunAsync(tour))["state"]);
        Assert.Equal("Failed", (string?)(await console.Api.RunAsync(failing))["state"]);
        Assert.Contains("342 of 344 penguins", (string)(await console.Api.LogAsync(penguins, "clean", 1))[0]["x"]!, StringComparison.Ordinal);
    }

    /// <summary>About 30 MB, so that the kubelet puts files aside while nobody follows.</summary>
    [Fact]
    public async Task Console_KilledWhileATaskWritesMuch_HasEveryLineOnceAndStartsNothingTwice()
    {
        await using var console = await ClusterConsole.StartAsync("killed");
        await console.Api.SaveAsync("writer", Document());
        var run = await console.Api.StartRunAsync("writer");
        await LinesAsync(console.Api, run, 1);

        for (var kill = 0; kill < 2; kill++)
        {
            await console.Process.KillAsync();
            // The task writes on; twelve seconds are long enough for the kubelet to look at its file.
            await Task.Delay(TimeSpan.FromSeconds(12));
            await console.Process.StartAsync();
        }

        await RunsEnd.WaitAsync(console.Api, EndCap);
        var detail = await console.Api.RunAsync(run);
        Assert.Equal("Succeeded", (string?)detail["state"]);
        Assert.All(detail["tasks"]!.AsArray(), task => Assert.Equal(1, (int)task!["attempt"]!));
        var lines = await console.Api.LogAsync(run, "writer", 1);
        for (var i = 0; i < Math.Min(lines.Count, Chunk * Chunks); i++)
            Assert.StartsWith($"line {i + 1:000000000000} ", (string)lines[i]["x"]!, StringComparison.Ordinal);
        Assert.Equal(Chunk * Chunks, lines.Count);
        Assert.Equal(["started"], (await console.Api.LogAsync(run, "after", 1)).Select(line => (string)line["x"]!));
    }

    private static string Document() => $$"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {name: writer}
        spec:
          tasks:
            - id: writer
              template: shell
              args:
                command: |
                  from=1
                  while [ $from -le {{Chunk * Chunks}} ]; do
                    seq -f 'line %012.0f ........................................................................................' $from $((from + {{Chunk - 1}}))
                    from=$((from + {{Chunk}}))
                    sleep 1
                  done
                  echo started >> "$EJ_WORKSPACE/starts"
            - id: after
              template: shell
              after: [writer]
              args:
                command: cat "$EJ_WORKSPACE/starts"
        """;

    private static Task LinesAsync(ConsoleApi api, Guid run, int count) => Eventually.TrueAsync(
        async () => ((JsonNode)await api.RunAsync(run))["tasks"]![0]!["state"]!.ToString() == "Running" && (await api.LogAsync(run, "writer", 1)).Count >= count,
        "the writer writes",
        TimeSpan.FromSeconds(60));
}
