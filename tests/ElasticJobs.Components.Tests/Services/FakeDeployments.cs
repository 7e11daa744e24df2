using System.Collections.Concurrent;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Services in memory, with the rules of documents and versions, and what their autoscaler is given to say.</summary>
internal sealed class FakeDeployments(TimeProvider time) : IDeploymentService, IDeploymentDirectory, IElasticity
{
    private readonly ConcurrentDictionary<string, Deployment> _services = [];
    private readonly ConcurrentDictionary<string, string> _secrets = [];
    private int _made;

    public ConcurrentDictionary<string, ElasticState> States { get; } = [];

    /// <summary>What was done: <c>stop train</c>, <c>delete train force</c>.</summary>
    public List<string> Asked { get; } = [];

    public Deployment Deploy(string document, string by = "ann", long version = 1)
    {
        var spec = DeploymentReader.Read(document).Spec!;
        var service = new Deployment
        {
            Name = spec.Name,
            Project = "default",
            Document = document,
            Spec = spec,
            Version = version,
            Generation = version,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
            UpdatedBy = by,
        };
        _services[spec.Name] = service;
        _secrets[$"{spec.Name}/{ServiceToken.DefaultName}"] = "secret-0";
        return service;
    }

    public ElasticState? Find(string service) => States.GetValueOrDefault(service);

    public ValueTask<DeploymentSnapshot> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new DeploymentSnapshot(new Dictionary<string, Deployment>(_services), new Dictionary<string, string>()));

    public void Forget()
    {
    }

    public Task<DeployedService> PutAsync(string project, string? name, string document, long? version, string actor, CancellationToken cancellationToken)
    {
        var (spec, problems) = DeploymentReader.Read(document);
        var there = _services.GetValueOrDefault(spec!.Name);
        if (name is not null && name != spec.Name)
            throw DeploymentRefusals.Renamed(name, spec.Name);
        if (there is not null && version == 0)
            throw DeploymentRefusals.Exists(spec.Name);
        if (there is not null && version != there.Version)
            throw DeploymentRefusals.Changed(spec.Name);
        return Task.FromResult(new DeployedService(Deploy(document, actor, (there?.Version ?? 0) + 1), there is null, problems));
    }

    public Task<Deployment?> FindAsync(string project, string name, CancellationToken cancellationToken) => Task.FromResult(_services.GetValueOrDefault(name));

    public Task<Deployment> StopAsync(string project, string name, string actor, CancellationToken cancellationToken) => SetStopped(name, true);

    public Task<Deployment> StartAsync(string project, string name, string actor, CancellationToken cancellationToken) => SetStopped(name, false);

    public Task DeleteAsync(string project, string name, bool force, CancellationToken cancellationToken)
    {
        Asked.Add(force ? $"delete {name} force" : $"delete {name}");
        _services.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<(ServiceToken Token, string? Secret)>> ListTokensAsync(string project, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(ServiceToken Token, string? Secret)>>(
            [.. _secrets.Where(pair => pair.Key.StartsWith(name + "/", StringComparison.Ordinal)).Select(pair => (new ServiceToken(name, pair.Key[(name.Length + 1)..], "", "", time.GetUtcNow(), "ann"), (string?)pair.Value))]);

    public Task<string> PutTokenAsync(string project, string name, string token, string actor, CancellationToken cancellationToken)
    {
        if (!ServiceToken.IsName(token))
            throw DeploymentRefusals.BadTokenName(token);
        return Task.FromResult(_secrets[$"{name}/{token}"] = $"secret-{++_made}");
    }

    public Task DeleteTokenAsync(string project, string name, string token, CancellationToken cancellationToken)
    {
        _secrets.TryRemove($"{name}/{token}", out _);
        return Task.CompletedTask;
    }

    private Task<Deployment> SetStopped(string name, bool isStopped)
    {
        Asked.Add(isStopped ? $"stop {name}" : $"start {name}");
        var there = _services[name];
        return Task.FromResult(_services[name] = there with { IsStopped = isStopped, Version = there.Version + 1 });
    }
}
