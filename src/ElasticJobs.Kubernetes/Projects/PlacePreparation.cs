using System.Collections.Concurrent;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>Keeps the places of all projects ready: each looked at when its project has changed, and now and then in case somebody has changed the cluster. Done by the console that leads.</summary>
internal sealed partial class PlacePreparation : IDisposable
{
    private const int Workers = 2;

    /// <summary>How soon what somebody changed or deleted in a namespace is put right.</summary>
    public static readonly TimeSpan DriftInterval = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PreparingInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FailedInterval = TimeSpan.FromSeconds(10);

    private readonly ProjectPlaces _places;
    private readonly IProjectStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PlaceKeeping _keeping;
    private readonly WorkQueue<string> _queue;
    private readonly ConcurrentDictionary<string, (long Version, DateTimeOffset CreatedAt)> _looked = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _woken = new(0, 1);

    public PlacePreparation(ProjectPlaces places, IProjectStore store, TimeProvider time, ILogger logger)
    {
        (_places, _store, _time, _logger) = (places, store, time, logger);
        _keeping = new PlaceKeeping(places);
        _queue = new WorkQueue<string>(time, logger);
        places.Doubt = _queue.Add;
        places.Woken = Wake;
    }

    /// <summary>Until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(LookAsync(cancellationToken), _queue.RunAsync(Workers, HandleAsync, cancellationToken));

    public void Dispose() => _woken.Dispose();

    /// <summary>Something was stored.</summary>
    private void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _places.RefreshAsync(again: true, cancellationToken);
                foreach (var project in _places.Projects().Where(project => project.HasNamespace))
                {
                    if (!_looked.TryGetValue(project.Name, out var looked) || looked != (project.Version, project.CreatedAt))
                        _queue.Add(project.Name);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRead(e);
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_woken.WaitAsync(pause.Token), Task.Delay(ProjectPlaces.Interval, _time, pause.Token));
            await pause.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan?> HandleAsync(string name, CancellationToken cancellationToken)
    {
        if (_places.Find(name) is not { HasNamespace: true } project)
        {
            _looked.TryRemove(name, out _);
            return null;
        }

        var state = await KeepAsync(project, cancellationToken);
        if (!IsSame(state, project.State))
        {
            // Pods may start from here on: first the state is durable, so that the console that comes next looks for them there.
            if (!await _store.SetStateAsync(project, state, cancellationToken))
            {
                await _places.RefreshAsync(again: true, cancellationToken);
                return TimeSpan.Zero;
            }

            LogState(name, project.Place!.Namespace!, state.Phase, state.Problem?.Message ?? "");
        }

        _looked[name] = (project.Version, project.CreatedAt);
        _places.Take(project with { State = state });
        return state.Phase switch { PlacePhase.Ready => DriftInterval, PlacePhase.Preparing => PreparingInterval, _ => FailedInterval };
    }

    private async Task<PlaceState> KeepAsync(Project project, CancellationToken cancellationToken)
    {
        try
        {
            return await _keeping.KeepAsync(project, cancellationToken);
        }
        catch (Exception e) when (project.State?.TakesPods != true && e is KubernetesUnreachableException or KubernetesApiException { IsTransient: true } or KubernetesApiException { IsUnauthorized: true })
        {
            return new PlaceState(PlacePhase.Failed, ProblemTexts.Make("place", ProjectCodes.ClusterUnreachable, e.Message))
            {
                OwnsNamespace = project.State?.OwnsNamespace == true,
                WasReady = project.State?.WasReady == true,
            };
        }
    }

    private static bool IsSame(PlaceState state, PlaceState? before) => before is not null
        && (state.Phase, state.OwnsNamespace, state.WasReady, state.Problem?.Message) == (before.Phase, before.OwnsNamespace, before.WasReady, before.Problem?.Message);

    [LoggerMessage(LogLevel.Information, "The place of project {Project} in namespace {Namespace} is {Phase}. {Problem}")]
    private partial void LogState(string project, string @namespace, PlacePhase phase, string problem);

    [LoggerMessage(LogLevel.Warning, "The projects can't be read; their places are looked at later.")]
    private partial void LogNotRead(Exception exception);
}
