using System.Text.Json.Nodes;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Tests.Whole;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.DependencyInjection;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>A whole scheduler with the service <c>train</c>, whose instances are the tests' own. It can be restarted.</summary>
internal sealed class QueueWorld : IAsyncDisposable
{
    public const string Service = "train";

    private readonly TemporaryDirectory _directory = new();

    public WholeScheduler Scheduler { get; private set; } = null!;

    public IServiceQueue Queue { get; private set; } = null!;

    private static CancellationToken Cap => WholeScheduler.Cap;

    public static async Task<QueueWorld> StartAsync(string more = "")
    {
        var world = new QueueWorld();
        world.Scheduler = await WholeScheduler.StartAsync(world._directory.Path);
        await world.Deployments.PutAsync("default", null, Document(more), null, "alice", Cap);
        await world.OpenAsync();
        return world;
    }

    public IDeploymentService Deployments => Scheduler.Services.GetRequiredService<IDeploymentService>();

    /// <param name="stopped">A run whose stop is stored, and which the console that ends has not stopped yet.</param>
    public async Task RestartAsync(RunId? stopped = null)
    {
        if (stopped is { } run)
        {
            var store = Scheduler.Services.GetRequiredService<IRunStore>();
            await Scheduler.EndHostedAsync();
            await store.RequestStopAsync(run, StopRequest.Stop, "bob", Cap);
        }

        await Scheduler.DisposeAsync();
        Scheduler = await WholeScheduler.StartAsync(_directory.Path);
        await OpenAsync();
    }

    /// <summary>Deletes the service and at once deploys another under its name.</summary>
    public async Task ReplaceServiceAsync()
    {
        await Deployments.DeleteAsync("default", Service, force: true, Cap);
        await Deployments.PutAsync("default", null, Document(""), null, "alice", Cap);
        await OpenAsync();
    }

    public TestInstance Instance(string uid = "i1", int window = 1) => new(Queue, Service, uid, window);

    public Task<RunId> RunAsync(params (string Name, JsonNode Value)[] args)
    {
        var form = new JsonObject { ["service"] = Service, ["payload"] = "train" };
        foreach (var (name, value) in args)
            form[name] = value;
        return Scheduler.RunAsync(Pipeline("queued")
            .Task("send", with: task => task with { Template = "queue", Args = form })
            .Task("after", after: ["send"], command: "echo got {{tasks.send.outputs.result}}"));
    }

    public async Task<TaskRun> TaskAsync(RunId run, string task = "send") => (await Scheduler.FindAsync(run)).Tasks.Single(row => row.Task == task);

    public Task UntilReasonAsync(RunId run, string words) =>
        Eventually.TrueAsync(async () => (await TaskAsync(run)).Reason?.Message.Contains(words, StringComparison.Ordinal) == true, $"the task says '{words}'");

    public Task<string> LogAsync(RunId run) => Scheduler.LogAsync(new AttemptKey(run, "send", 1));

    public async ValueTask DisposeAsync()
    {
        await Scheduler.DisposeAsync();
        _directory.Dispose();
    }

    private static string Document(string more) => $$"""{"metadata": {"name": "{{Service}}", "type": "ScalableJob"}, "containers": [{"command": "serve", "port": 8000}], {{more}} }""";

    private async Task OpenAsync()
    {
        var service = (await Deployments.FindAsync("default", Service, Cap))!;
        Queue = await Scheduler.Services.GetRequiredService<IQueueHost>().OpenAsync(Service, service.Spec.Queue, Service, Cap);
    }
}
