using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Deployments;

internal sealed class DeploymentService(IDeploymentStore store, IDeploymentDirectory directory, IQueueStore queues, IQueueHost host, ServiceSecrets secrets, TimeProvider time) : IDeploymentService
{
    public async Task<DeployedService> PutAsync(string project, string? name, string document, long? version, string actor, CancellationToken cancellationToken)
    {
        var (spec, problems) = DeploymentReader.Read(document);
        if (spec is null)
            throw DeploymentRefusals.Invalid([.. problems.Where(problem => !problem.IsWarning)]);
        if (name is not null && spec.Name != name)
            throw DeploymentRefusals.Renamed(name, spec.Name);

        var now = time.GetUtcNow();
        var there = await store.FindAsync(spec.Name, cancellationToken);
        if (there is null && version is > 0)
            throw DeploymentRefusals.NotFound(spec.Name);
        if (there is not null && (version == 0 || there.Project != project))
            throw DeploymentRefusals.Exists(spec.Name);
        if (there is null)
        {
            if (DeploymentReader.Reserved(spec.Name) is { } reserved)
                throw DeploymentRefusals.Invalid([reserved]);
            var made = new Deployment { Name = spec.Name, Project = project, Document = document, Spec = spec, Version = 1, Generation = 1, CreatedAt = now, UpdatedAt = now, UpdatedBy = actor };
            await store.AddAsync(made, secrets.Make(spec.Name, ServiceToken.DefaultName, actor, now).Token, cancellationToken);
            directory.Forget();
            return new DeployedService(made, IsNew: true, problems);
        }

        if (version is { } seen && seen != there.Version)
            throw DeploymentRefusals.Changed(spec.Name);
        var next = there.Version + 1;
        var changed = there with { Document = document, Spec = spec, Generation = there.Spec.HasSameInstances(spec) ? there.Generation : next };
        return new DeployedService(await ReplaceAsync(changed, actor, cancellationToken), IsNew: false, problems);
    }

    public async Task<Deployment?> FindAsync(string project, string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { } found && found.Project == project ? found : null;

    public Task<Deployment> StopAsync(string project, string name, string actor, CancellationToken cancellationToken) => SetStoppedAsync(project, name, true, actor, cancellationToken);

    public Task<Deployment> StartAsync(string project, string name, string actor, CancellationToken cancellationToken) => SetStoppedAsync(project, name, false, actor, cancellationToken);

    public async Task DeleteAsync(string project, string name, bool force, CancellationToken cancellationToken)
    {
        await GetAsync(project, name, cancellationToken);
        if (!force && await queues.CountAsync(name, StreamKind.Input, cancellationToken) is > 0 and var tasks)
            throw DeploymentRefusals.HasTasks(name, tasks);
        await store.DeleteAsync(name, cancellationToken);
        directory.Forget();
        await host.CloseAsync(name);
    }

    public async Task<IReadOnlyList<(ServiceToken Token, string? Secret)>> ListTokensAsync(string project, string name, CancellationToken cancellationToken)
    {
        await GetAsync(project, name, cancellationToken);
        return [.. (await store.ListTokensAsync(name, cancellationToken)).Select(token => (token, secrets.Read(token)))];
    }

    public async Task<string> PutTokenAsync(string project, string name, string token, string actor, CancellationToken cancellationToken)
    {
        var service = await GetAsync(project, name, cancellationToken);
        if (!ServiceToken.IsName(token))
            throw DeploymentRefusals.BadTokenName(token);
        var made = secrets.Make(name, token, actor, time.GetUtcNow());
        await store.PutTokenAsync(made.Token, cancellationToken);
        directory.Forget();
        // Instances and front ends have it in their environment, so others take their place.
        if (token == ServiceToken.DefaultName)
            await ReplaceAsync(service with { Generation = service.Version + 1 }, actor, cancellationToken);
        return made.Secret;
    }

    public async Task DeleteTokenAsync(string project, string name, string token, CancellationToken cancellationToken)
    {
        await GetAsync(project, name, cancellationToken);
        if (token == ServiceToken.DefaultName)
            throw DeploymentRefusals.DefaultToken();
        await store.DeleteTokenAsync(name, token, cancellationToken);
        directory.Forget();
    }

    private async Task<Deployment> GetAsync(string project, string name, CancellationToken cancellationToken) =>
        await FindAsync(project, name, cancellationToken) ?? throw DeploymentRefusals.NotFound(name);

    private async Task<Deployment> SetStoppedAsync(string project, string name, bool isStopped, string actor, CancellationToken cancellationToken)
    {
        var there = await GetAsync(project, name, cancellationToken);
        return there.IsStopped == isStopped ? there : await ReplaceAsync(there with { IsStopped = isStopped }, actor, cancellationToken);
    }

    private async Task<Deployment> ReplaceAsync(Deployment changed, string actor, CancellationToken cancellationToken)
    {
        var next = changed with { Version = changed.Version + 1, UpdatedAt = time.GetUtcNow(), UpdatedBy = actor };
        if (!await store.ReplaceAsync(next, cancellationToken))
            throw DeploymentRefusals.Changed(changed.Name);
        directory.Forget();
        return next;
    }
}
