using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Terminals;

/// <summary>Terminals: an idle pod each, and a shell in it by exec. The pod outlives the console; a shell ends with its connection.</summary>
internal sealed class TerminalPods(ProjectPlaces places, PodMapping mapping, TimeProvider time, ILogger<KubernetesTerminal> logger)
{
    public async Task<ITerminal> OpenAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken)
    {
        var project = await places.ProjectOfAsync(pod, cancellationToken);
        if (StartWait.ForPlace(project) is { } wait)
            throw new PodStartException(wait.Reason, wait.Message);
        var place = places.Of(pod);
        var wanted = ProjectPods.Under(mapping.Terminal(pod), project);
        try
        {
            await places.Api(place).CreateAsync(ResourceType.Pods, place.Namespace, wanted, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            if (await FindAsync(place, pod.Name, cancellationToken) is null)
                throw StartRefusals.Foreign(pod.Name, place);
        }
        catch (KubernetesApiException e) when (e.IsQuotaExceeded)
        {
            throw new PodStartException(PodStatus.Quota, $"The quota of namespace {place.Namespace} is used up: {e.Message}", e);
        }
        catch (KubernetesApiException e) when (StartRefusals.Of(e, place) is not null)
        {
            throw StartRefusals.Of(e, place)!;
        }

        return Attach(place, pod, size);
    }

    /// <summary>Null: it has ended.</summary>
    public async Task<ITerminal?> ReopenAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken)
    {
        await places.RefreshAsync(cancellationToken);
        var place = places.Of(pod);
        var found = await FindAsync(place, pod.Name, cancellationToken);
        return found is null or { Metadata.DeletionTimestamp: not null } or { Status.Phase: "Failed" or "Succeeded" } ? null : Attach(place, pod, size);
    }

    public async Task EndAsync(string name, CancellationToken cancellationToken)
    {
        await places.RefreshAsync(cancellationToken);
        foreach (var place in places.All)
        {
            if (await FindAsync(place, name, cancellationToken) is not { } found)
                continue;
            var options = new DeleteOptions { GracePeriod = TimeSpan.FromSeconds(1), PreconditionUid = found.Metadata.Uid };
            await places.Api(place).DeleteAsync(ResourceType.Pods, place.Namespace, name, options, cancellationToken);
        }
    }

    /// <summary>Null: there is none that is ours.</summary>
    private async Task<V1Pod?> FindAsync(ClusterPlace place, string name, CancellationToken cancellationToken)
    {
        var found = await places.Api(place).GetAsync<V1Pod>(ResourceType.Pods, place.Namespace, name, cancellationToken);
        return mapping.IsTerminal(found) ? found : null;
    }

    private KubernetesTerminal Attach(ClusterPlace place, PodSpec pod, TerminalSize size)
    {
        var container = pod.Containers[0];
        string[] command = ["sh", "-c", ContainerScript.Shell(FileEnv.Of(container.Files), ContainerMapping.Directory(pod, container))];
        return new KubernetesTerminal(places.Api(place), place.Namespace, pod.Name, new ExecRequest { Container = container.Name, Command = command, Tty = true, Stdin = true }, size, time, logger);
    }
}
