using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Processes;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>An instance as a pod of the Local runtime: the script and the worker find each other, live through an accident, and end together.</summary>
[Collection(InstancesCollection.Name)]
public sealed class LocalInstanceTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>
{
    [Fact]
    public async Task Instance_OnThisMachine_WorksLivesOnAndEnds()
    {
        using var logs = new TemporaryDirectory();
        var (service, token) = await fixture.DeployAsync();
        using var client = new QueueClient(fixture.Console, service, token);
        await using var runtime = new WatchedRuntime(fixture.Console.Services.GetRequiredService<IPodRuntime>());
        var pod = Pod(service, token, logs.Path);
        await runtime.StartAsync(pod);
        try
        {
            await LiveAsync(client, runtime, pod);
        }
        finally
        {
            await runtime.Runtime.StopAsync(pod.Name, TimeSpan.Zero, CancellationToken.None);
        }
    }

    private async Task LiveAsync(QueueClient client, WatchedRuntime runtime, PodSpec pod)
    {
        await client.PutAsync("taskType=command&requestId=r1", "echo x >> starts; until [ -e go ]; do sleep 0.05; done; exit 3");
        var workspace = runtime.Runtime.WorkspacePath(pod.Workspace!)!;
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(workspace, "starts")), "the command has begun");

        var killed = Assert.Single(Workers());
        await Command.RunAsync("kill", "-KILL", $"{killed}");
        await Eventually.TrueAsync(() => Workers() is [var next] && next != killed, "the worker is there again");
        await File.WriteAllTextAsync(Path.Combine(workspace, "go"), "");

        Assert.Equal("3", (await ResultAsync(client)).Tags["exitCode"]);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(workspace, "starts")));

        await runtime.Runtime.StopAsync(pod.Name, TimeSpan.FromSeconds(30), CancellationToken.None);
        var end = await runtime.EndOfAsync(pod.Name);
        Assert.Equal((PodPhase.Succeeded, 0), (end.Phase, end.ExitCode));
        Assert.Empty(Workers());
    }

    private PodSpec Pod(string service, string token, string logs) => new()
    {
        Name = service + "-1",
        Workspace = service,
        LogDirectory = logs,
        Containers =
        [
            new ContainerSpec { Command = InstanceScript.Command },
            new ContainerSpec
            {
                Name = "worker",
                Command = WorkerProgram.LocalCommand,
                Env = new Dictionary<string, string>
                {
                    [InstanceVariables.QueueUrl] = new Uri(fixture.Console.Address, $"/api/predict/{service}").ToString(),
                    [InstanceVariables.QueueToken] = token,
                    [InstanceVariables.Service] = service,
                    [InstanceVariables.Instance] = service + "-1",
                },
            },
        ],
    };

    private static async Task<WireFrame> ResultAsync(QueueClient client) => await Eventually.ValueAsync(
        async () => (await client.FramesAsync("_index_=0&_length_=1000&_timeout_=0s", "/sink")).FirstOrDefault(frame => frame.Tags["kind"] == "result"), "the result is in the sink");

    /// <summary>Worker programs on this console's runtime, without the shell around them.</summary>
    private List<int> Workers() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!)).Where(pid =>
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0') is [_, var program, ..] && program == WorkerProgram.Path
                && File.ReadAllText($"/proc/{pid}/environ").Split('\0').Any(variable => variable.StartsWith($"{InstanceVariables.PodDirectory}={fixture.Console.DataDirectory}", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];
}
