using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Pods of services: instances, each the user's image and a worker that share a directory, and front ends.</summary>
internal sealed class InstancePods(IInstanceProgram program, IPodRuntime runtime, ILogStore logs, IIdGenerator ids)
{
    public const string Worker = "worker";

    /// <summary>A pod's name has 63 characters; 13 are for what makes it unique.</summary>
    private const int LongestName = 46;

    public bool CanMake => program.Console is not null;

    public PodSpec Instance(Deployment service, string token)
    {
        var (spec, id) = (service.Spec, ids.NewId());
        var name = NameOf(service.Name, id);
        var instance = spec.Instance;
        var shared = new Dictionary<string, string>
        {
            [InstanceVariables.Service] = service.Name,
            [InstanceVariables.Instance] = name,
        };
        if (instance.Port is { } port)
            shared[InstanceVariables.Port] = PortOf(port).ToString(CultureInfo.InvariantCulture);
        var main = new ContainerSpec
        {
            Image = instance.Image,
            Command = InstanceScript.Command,
            Env = Merge(instance.Env, shared, (InstanceVariables.Init, instance.InitCommand), (InstanceVariables.Command, instance.Command)),
            Resources = instance.Resources,
        };
        var worker = new ContainerSpec
        {
            Name = Worker,
            Image = program.Image,
            Command = program.Command,
            Env = Merge(
                shared,
                new Dictionary<string, string>(),
                (InstanceVariables.QueueUrl, new Uri(program.Console!, QueueAddress.Of(service.Name)).AbsoluteUri),
                (InstanceVariables.QueueToken, token),
                (InstanceVariables.Window, instance.Window.ToString(CultureInfo.InvariantCulture)),
                (InstanceVariables.WriteLog, spec.WritesLog is { } writes ? (writes ? "true" : "false") : null)),
        };
        return Pod(service, name, id, ServiceLabels.InstanceKind, [main, worker]) with { Mounts = instance.Mounts };
    }

    public PodSpec FrontEnd(Deployment service, FrontEndSpec front, string token)
    {
        var id = ids.NewId();
        var name = NameOf(service.Name + (front.Name == FrontEndSpec.DefaultName ? "-front" : $"-{front.Name}"), id);
        var container = new ContainerSpec
        {
            Image = front.Image,
            Command = ["sh", "-c", front.Script],
            Env = Merge(
                front.Env,
                new Dictionary<string, string> { [InstanceVariables.Service] = service.Name },
                (InstanceVariables.QueueUrl, new Uri(program.Console!, QueueAddress.Of(service.Name)).AbsoluteUri),
                (InstanceVariables.QueueToken, token),
                (InstanceVariables.Port, front.Port.ToString(CultureInfo.InvariantCulture))),
            Resources = front.Resources,
        };
        var pod = Pod(service, name, id, ServiceLabels.FrontEndKind, [container]);
        return pod with { Mounts = service.Spec.Instance.Mounts, Labels = new Dictionary<string, string>(pod.Labels) { [ServiceLabels.FrontEnd] = front.Name } };
    }

    private PodSpec Pod(Deployment service, string name, Guid id, string kind, IReadOnlyList<ContainerSpec> containers) => new()
    {
        Name = name,
        Containers = containers,
        LogDirectory = logs.DirectoryOf(InstanceLog.KeyOf(new RunId(id), kind)),
        Labels = new Dictionary<string, string>
        {
            [PodLabels.Project] = service.Project,
            [PodLabels.Kind] = kind,
            [ServiceLabels.Service] = service.Name,
            [ServiceLabels.Log] = id.ToString("N"),
            [ServiceLabels.Generation] = service.Generation.ToString(CultureInfo.InvariantCulture),
        },
    };

    /// <summary>Where several instances would meet, each gets one that is free now; its server is told by <c>EJ_PORT</c>.</summary>
    private int PortOf(int wished)
    {
        if (!runtime.SharesNetwork)
            return wished;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> ours, params IEnumerable<(string Name, string? Value)> more)
    {
        var env = new Dictionary<string, string>(own);
        foreach (var (name, value) in ours)
            env[name] = value;
        foreach (var (name, value) in more)
        {
            if (value is not null)
                env[name] = value;
        }

        return env;
    }

    private static string NameOf(string service, Guid id)
    {
        var readable = service.Replace('_', '-').Replace('.', '-');
        return $"{readable[..Math.Min(readable.Length, LongestName)].TrimEnd('-')}-{id.ToString("N")[^12..]}";
    }
}
