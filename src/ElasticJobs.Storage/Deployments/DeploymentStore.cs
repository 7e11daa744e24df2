using ElasticJobs.Core.Deployments;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Deployments;

internal sealed class DeploymentStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : IDeploymentStore
{
    public async Task<IReadOnlyList<Deployment>> ListAsync(string? project, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Deployments.AsNoTracking().Where(row => project == null || row.Project == project).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToDeployment()).OfType<Deployment>()];
    }

    public async Task<Deployment?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Deployments.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken))?.ToDeployment();
    }

    public Task AddAsync(Deployment deployment, ServiceToken token, CancellationToken cancellationToken) => writer.WriteAsync(
        [
            DeploymentStatements.Insert.With(
                deployment.Name, deployment.Project, deployment.Document, deployment.Version, deployment.Generation, deployment.CreatedAt, deployment.UpdatedAt, deployment.UpdatedBy)
                with { Otherwise = () => DeploymentRefusals.Exists(deployment.Name) },
            Call(token),
        ],
        cancellationToken);

    public async Task<bool> ReplaceAsync(Deployment deployment, CancellationToken cancellationToken) => await writer.WriteAsync(
        DeploymentStatements.Replace.With(
            deployment.Document, deployment.Version, deployment.Generation, deployment.IsStopped ? 1L : 0L, deployment.UpdatedAt, deployment.UpdatedBy, deployment.Name),
        cancellationToken) > 0;

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        writer.WriteAsync([DeploymentStatements.Delete.With(name), DeploymentStatements.DeleteQueue.With(name)], cancellationToken);

    public async Task<IReadOnlyList<ServiceToken>> ListTokensAsync(string? service, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ServiceTokens.AsNoTracking().Where(row => service == null || row.Service == service).OrderBy(row => row.Service).ThenBy(row => row.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToToken())];
    }

    public Task PutTokenAsync(ServiceToken token, CancellationToken cancellationToken) =>
        writer.WriteAsync(Call(token) with { Otherwise = () => DeploymentRefusals.NotFound(token.Service) }, cancellationToken);

    public Task DeleteTokenAsync(string service, string name, CancellationToken cancellationToken) => writer.WriteAsync(DeploymentStatements.DeleteToken.With(service, name), cancellationToken);

    private static SqlCall Call(ServiceToken token) => DeploymentStatements.PutToken.With(token.Service, token.Name, token.Hash, token.Secret, token.CreatedAt, token.CreatedBy);
}
