using System.Runtime.CompilerServices;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>Where the pods of each project run: what the project says, else the options. Knows the stored projects as they were some seconds ago.</summary>
internal sealed partial class ProjectPlaces(
    IOptions<KubernetesOptions> options, IKubernetesConnections connections, IProjectStore store, TimeProvider time, ILogger<ProjectPlaces> logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private Dictionary<string, Project> _projects = [];

    /// <summary>Null: not yet.</summary>
    private long? _readAt;

    private readonly HashSet<ClusterPlace> _missed = [];

    /// <summary>Places that had pods once: what is left there is still let go of.</summary>
    private readonly HashSet<ClusterPlace> _ever = [];

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public KubernetesOptions Options => options.Value;

    /// <summary>The named project's place is not as it was thought to be.</summary>
    public Action<string> Doubt { get; set; } = _ => { };

    /// <summary>Something about projects was stored.</summary>
    public Action Woken { get; set; } = () => { };

    /// <summary>Pods may be started that had to wait for their place.</summary>
    public Action Opened { get; set; } = () => { };

    /// <summary>Every place that a pod of ours may be in. Those of projects only once they were ready, and while their cluster is known.</summary>
    /// <exception cref="KubernetesConfigurationException">A cluster of the options can't be connected to.</exception>
    public IReadOnlyList<ClusterPlace> All
    {
        get
        {
            List<ClusterPlace> fixedOnes = [.. options.Value.Projects.Values.Select(Of).Prepend(Default)];
            lock (_gate)
            {
                var ready = _projects.Values.Where(project => project is { HasNamespace: true, State: { TakesPods: true } or { WasReady: true } }).Select(Of).Where(IsConnected);
                _ever.UnionWith([.. fixedOnes, .. ready]);
                return [.. _ever];
            }
        }
    }

    private ClusterPlace Default => Of(new ProjectPlaceOptions());

    /// <summary>Makes sure that the projects are known, and not older than some seconds where the store answers.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(again: false, cancellationToken);

    /// <param name="again">Also when they were read just now.</param>
    public async Task RefreshAsync(bool again, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!again && _readAt is { } at && time.GetElapsedTime(at) < Interval)
                return;
        }

        try
        {
            var read = await store.ListAsync(cancellationToken);
            lock (_gate)
            {
                (_projects, _readAt) = (read.ToDictionary(project => project.Name, StringComparer.Ordinal), time.GetTimestamp());
                TellChanged();
            }
        }
        catch (Exception e) when (_readAt is not null && !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(e.Message);
        }
    }

    /// <summary>As it is stored by now.</summary>
    public void Take(Project project)
    {
        lock (_gate)
        {
            if (_projects.GetValueOrDefault(project.Name) is not { } known || known.Version != project.Version || known.State == project.State)
                return;
            _projects[project.Name] = project;
            TellChanged();
        }

        if (project.State?.TakesPods == true)
            Opened();
    }

    /// <summary>Null: there is none of that name, as far as is known.</summary>
    public Project? Find(string name)
    {
        lock (_gate)
            return _projects.GetValueOrDefault(name);
    }

    public IReadOnlyList<Project> Projects()
    {
        lock (_gate)
            return [.. _projects.Values];
    }

    /// <summary>Every place of <see cref="All"/> once, and those that come to be, until cancelled.</summary>
    public async IAsyncEnumerable<ClusterPlace> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = new HashSet<ClusterPlace>();
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            foreach (var place in (await AllAsync(cancellationToken)).Where(told.Add))
                yield return place;
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Null: it names none that is stored.</summary>
    public async Task<Project?> ProjectOfAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        if (!pod.Labels.TryGetValue(PodLabels.Project, out var name))
            return null;
        if (Find(name) is null)
            // Another console may have made it just now.
            await RefreshAsync(again: true, cancellationToken);
        return Find(name);
    }

    /// <summary>After <see cref="ProjectOfAsync"/>.</summary>
    /// <exception cref="KubernetesConfigurationException">Its cluster can't be connected to.</exception>
    public ClusterPlace Of(PodSpec pod) => pod.Labels.TryGetValue(PodLabels.Project, out var name) ? Of(name, Find(name)) : Default;

    /// <inheritdoc cref="Of(PodSpec)"/>
    public ClusterPlace Of(Project project) => Of(project.Name, project);

    /// <exception cref="KubernetesConfigurationException">Its cluster can't be connected to.</exception>
    public IKubernetesApi Api(ClusterPlace place) => connections.Get(place.Context);

    private ClusterPlace Of(string name, Project? project) => project?.Place is { Namespace: { } ns, Context: var context }
        ? new ClusterPlace(context ?? options.Value.Context, ns)
        : options.Value.Projects.TryGetValue(name, out var place) ? Of(place) : Default;

    private ClusterPlace Of(ProjectPlaceOptions place)
    {
        var context = place.Context ?? options.Value.Context;
        // Another cluster has namespaces of its own; the option means those of the default one.
        var ns = place.Namespace ?? (place.Context is null ? options.Value.Namespace : null) ?? connections.Get(context).DefaultNamespace;
        return new ClusterPlace(context, ns);
    }

    private async Task<IReadOnlyList<ClusterPlace>> AllAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return All;
            }
            catch (KubernetesConfigurationException)
            {
                // Told by those that need a cluster just now.
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    /// <summary>One project's place must not hold up all others.</summary>
    private bool IsConnected(ClusterPlace place)
    {
        try
        {
            Api(place);
            return true;
        }
        catch (KubernetesConfigurationException e)
        {
            if (_missed.Add(place))
                LogNoCluster(place.Namespace, e.Message);
            return false;
        }
    }

    private void TellChanged()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "The projects can't be read; their places are taken as they were: {Error}")]
    private partial void LogNotRead(string error);

    [LoggerMessage(LogLevel.Warning, "Pods in namespace {Namespace} can't be followed: {Error}")]
    private partial void LogNoCluster(string @namespace, string error);
}
