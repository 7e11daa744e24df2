using System.Globalization;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Pages of services on a console that leads, unless a test says otherwise.</summary>
public abstract class ServicesConsole : ConsolePage
{
    protected const string Train = """{"metadata":{"name":"train","type":"ScalableJob"},"containers":[{}],"autoscaler":{"min":0,"max":3}}""";
    protected const string Query = """{"metadata":{"name":"shout","type":"ScalableJob"},"containers":[{"command":"serve","port":8000}]}""";

    protected ServicesConsole()
    {
        Deployments = new FakeDeployments(Time);
        Queues = new FakeQueues(Time);
        Services.AddSingleton<IDeploymentService>(Deployments);
        Services.AddSingleton<IDeploymentDirectory>(Deployments);
        Services.AddSingleton<IElasticity>(Deployments);
        Services.AddSingleton<IQueueHost>(Queues);
        Services.AddSingleton<IDecisionStore>(Decisions);
        Services.AddSingleton<ITaskHistory>(History);
        Services.AddSingleton<IInstanceLogs>(InstanceLogs);
        Services.AddSingleton<IQueueStore>(new CountedQueues(Queues));
    }

    private protected FakeDeployments Deployments { get; }

    private protected FakeQueues Queues { get; }

    private protected MemoryInstanceLogs InstanceLogs { get; } = new();

    private protected FakeTaskHistory History { get; } = new();

    private protected FakeDecisions Decisions { get; } = new();

    /// <summary>Pages that are opened from now on are Chinese.</summary>
    protected static void SpeakChinese() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");

    protected ScalingInstance Instance(string name, InstanceState state, int inFlight = 0, long generation = 1, string? failure = null) =>
        new(name, state, Time.GetUtcNow()) { InFlight = inFlight, Generation = generation, Failure = failure };

    protected ScalingDecision Decision(int desired, params ScalingReason[] reasons) =>
        new() { At = Time.GetUtcNow(), Desired = desired, Recommended = desired, Supply = 0, Strategies = [], Formula = "ceil((1 + 0) / 1) = 1; 0..3: 1", Reasons = reasons };
}
