using System.Diagnostics;
using System.Runtime.Versioning;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Postgres;
using ElasticJobs.Tests.Shared.Time;
using Npgsql;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>The console runs in the cluster as its manifests say, and its pods are deleted in the middle of a run.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Cluster")]
[Collection("Cluster")]
public sealed class ConsoleInClusterTests(ITestOutputHelper output)
{
    private const string Pipeline = "penguins";
    private const string Leads = "The run engine begins";
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Console_DeletedInTheMiddleOfARun_GoesOnWithIt()
    {
        await using var console = await InstalledConsole.InstallAsync("sqlite");
        var run = await StartAsync(console);

        await console.ReplacePodAsync();

        await SucceededAsync(console, run);
        Assert.DoesNotContain("forbidden", await console.OutputAsync(Assert.Single(await console.PodsAsync())), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Leader_DeletedInTheMiddleOfARun_IsFollowedByTheOtherReplica()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var sockets = new NpgsqlConnectionStringBuilder(database.ConnectionString).Host!;
        // Its directory is the server's alone; the console's user reaches the socket in it.
        File.SetUnixFileMode(sockets, File.GetUnixFileMode(sockets) | UnixFileMode.OtherExecute);
        await using var console = await InstalledConsole.InstallAsync("postgres", database.ConnectionString, sockets);
        await BothAreReadyAsync(console);
        var run = await StartAsync(console);

        var leader = await LeaderAsync(console, but: null);
        await console.KillAsync(leader);
        var killed = Stopwatch.GetTimestamp();
        await LeaderAsync(console, but: leader);
        output.WriteLine($"Taken over {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the pod was deleted");
        await console.WaitUntilReadyAsync();

        await SucceededAsync(console, run);
    }

    [Fact]
    [Trait("Category", "Helm")]
    public async Task Console_UpgradedByHelmInTheMiddleOfARun_GoesOnWithItAndLeavesItsDataWhenRemoved()
    {
        await using var console = await InstalledConsole.InstallReleaseAsync();
        var before = Assert.Single(await console.PodsAsync());
        var run = await StartAsync(console);

        await console.Release.UpgradeAsync("podLabels.upgraded=yes");

        await SucceededAsync(console, run);
        var after = Assert.Single(await console.PodsAsync(), pod => pod.Metadata.Labels!.ContainsKey("upgraded"));
        Assert.NotEqual(before.Metadata.Uid, after.Metadata.Uid);
        Assert.DoesNotContain("forbidden", await console.OutputAsync(after), StringComparison.OrdinalIgnoreCase);

        await console.Release.UninstallAsync();
        await Eventually.TrueAsync(async () => (await console.PodsAsync()).Count == 0, "the console's pod is gone", Cap);
        Assert.True(await console.HasClaimAsync("elasticjobs-data"));
    }

    [Fact]
    public async Task ElasticJob_GrowsFromNone_DoesEachTaskOnce_ThoughTheConsoleIsDeletedInTheMiddle()
    {
        await using var console = await InstalledConsole.InstallAsync("sqlite");
        var queue = await console.Api.DeployAsync("""
            {"metadata": {"name": "train", "type": "ScalableJob"}, "containers": [{"image": "localhost/busybox:1"}],
             "autoscaler": {"min": 0, "max": 3, "strategies": {"avg_waiting_length": 1}, "behavior": {"onZero": {"scaleDownGracePeriodSeconds": 1}}}}
            """);
        for (var i = 1; i <= 9; i++)
            await queue.PutAsync($"taskType=command&requestId=r{i}", $"echo begin {i}; sleep 5; echo end {i}");
        await queue.ResultsAsync(1, Cap);

        await console.ReplacePodAsync();

        var results = await queue.ResultsAsync(9, Cap);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => $"r{i}"), results.Select(result => result.RequestId).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal("0", result.ExitCode));
        await Eventually.TrueAsync(async () => await console.Api.InstancesAsync("train") == 0, "all instances have left", Cap);
    }

    /// <summary>Until tasks are under way.</summary>
    private static async Task<Guid> StartAsync(InstalledConsole console)
    {
        var run = await console.Api.StartRunAsync(Pipeline);
        await Eventually.TrueAsync(
            async () => (await console.Api.RunAsync(run))["tasks"]!.AsArray().Any(task => (string)task!["id"]! == "softmax" && (string)task["state"]! is "Starting" or "Running"), "softmax is under way", Cap);
        return run;
    }

    private async Task SucceededAsync(InstalledConsole console, Guid id)
    {
        var run = Assert.Single(await RunsEnd.WaitAsync(console.Api, Cap));
        var tasks = run["tasks"]!.AsArray();
        Assert.Equal(id, (Guid)run["id"]!);
        Assert.True((string)run["state"]! == "Succeeded", run.ToString());
        Assert.All(tasks, task => Assert.Equal(1, (int)task!["attempt"]!));

        var starts = await console.StartsAsync();
        output.WriteLine(string.Join(", ", starts));
        Assert.Equal(tasks.Count, starts.Count);
        Assert.All(starts, pod => Assert.Equal(1, pod.Value));

        var log = (await console.Api.LogAsync(id, "softmax", 1)).Select(line => (string)line["x"]!).ToList();
        Assert.Equal([" 10", " 20", " 30", " 40", " 50", " 60"], log.Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).Select(line => line[6..9]));
        Assert.StartsWith("accuracy", log[^1], StringComparison.Ordinal);
        Assert.Equal(3, (await console.Api.LogAsync(id, "compare", 1)).Count);
    }

    private static Task BothAreReadyAsync(InstalledConsole console) => Eventually.TrueAsync(
        async () => (await console.PodsAsync()).Count(pod => pod.Status?.ContainerStatuses?.All(container => container.Ready) == true) == 2, "both replicas are ready", Cap);

    private static Task<V1Pod> LeaderAsync(InstalledConsole console, V1Pod? but) => Eventually.ValueAsync(
        async () =>
        {
            foreach (var pod in (await console.PodsAsync()).Where(pod => pod.Metadata.Uid != but?.Metadata.Uid))
            {
                if ((await console.OutputAsync(pod)).Contains(Leads, StringComparison.Ordinal))
                    return pod;
            }

            return null;
        },
        "a replica leads",
        Cap);
}
