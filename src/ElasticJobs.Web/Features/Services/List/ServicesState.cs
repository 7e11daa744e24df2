using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.List;

/// <summary>What the list shows: a project's services with their numbers of this moment.</summary>
internal sealed class ServicesState(IDeploymentDirectory directory, IQueueHost host, IElasticity elasticity, string project)
{
    private IReadOnlyList<ServiceRow> _rows = [];

    public bool IsLoaded { get; private set; }

    /// <summary>Whether the project has services at all.</summary>
    public bool HasAny => _rows.Count > 0;

    public async Task<IReadOnlyList<ServiceRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new List<ServiceRow>();
        foreach (var service in (await directory.GetAsync(cancellationToken)).Services.Values.Where(service => service.Project == project).OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            var numbers = await ServiceNumbers.ReadAsync(service, host, elasticity, cancellationToken);
            rows.Add(new ServiceRow(service.Name, service.Spec.Kind, ServiceStates.Of(service, numbers), service.Spec.Autoscaler.Max, numbers, service.UpdatedAt, service.UpdatedBy));
        }

        return rows;
    }

    /// <summary>True: something shown has changed.</summary>
    public bool Apply(IReadOnlyList<ServiceRow> rows)
    {
        if (IsLoaded && _rows.SequenceEqual(rows))
            return false;
        (_rows, IsLoaded) = (rows, true);
        return true;
    }

    /// <param name="search">Part of a name. Null: all.</param>
    public IReadOnlyList<ServiceRow> Find(string? search) =>
        string.IsNullOrWhiteSpace(search) ? _rows : [.. _rows.Where(row => row.Name.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))];
}
