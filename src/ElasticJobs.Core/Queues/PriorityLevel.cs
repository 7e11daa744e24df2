namespace ElasticJobs.Core.Queues;

/// <summary>Frames of one priority, shared out between tenants.</summary>
/// <remarks>
/// Stride scheduling (Waldspurger and Weihl, 1995): each tenant has a pass, which grows by 1 / weight with each frame that leaves, and the least is next. A tenant that was away begins at the level's present
/// pass, so that it neither makes up for its absence nor pays for having been alone.
/// </remarks>
internal sealed class PriorityLevel(Func<string, double> weightOf)
{
    private readonly Dictionary<string, TenantLine> _tenants = new(StringComparer.Ordinal);
    private readonly PriorityQueue<TenantLine, (double Pass, long Index)> _turns = new();
    private double _pass;

    public long Count { get; private set; }

    public void Add(FrameEntry entry)
    {
        if (!_tenants.TryGetValue(entry.Tenant, out var tenant))
            _tenants.Add(entry.Tenant, tenant = new TenantLine(entry.Tenant));
        tenant.Add(entry);
        Count++;
        if (tenant.HasTurn)
            return;
        tenant.Pass = Math.Max(tenant.Pass, _pass);
        GiveTurn(tenant);
    }

    /// <summary>Null: none waits.</summary>
    public FrameEntry? Take()
    {
        while (_turns.TryDequeue(out var tenant, out _))
        {
            tenant.HasTurn = false;
            if (tenant.Take() is not { } entry)
            {
                _tenants.Remove(tenant.Name);
                continue;
            }

            Count--;
            _pass = tenant.Pass;
            tenant.Pass += 1 / weightOf(tenant.Name);
            GiveTurn(tenant);
            return entry;
        }

        return null;
    }

    public void Forget(FrameEntry entry)
    {
        Count--;
        _tenants[entry.Tenant].Forget();
    }

    public long Before(FrameEntry entry)
    {
        var own = _tenants[entry.Tenant];
        var rank = own.RankOf(entry);
        var rounds = (rank + 1) / weightOf(own.Name);
        return rank + _tenants.Values.Where(tenant => tenant != own).Sum(tenant => Math.Min(tenant.Count, (long)(rounds * weightOf(tenant.Name))));
    }

    private void GiveTurn(TenantLine tenant)
    {
        tenant.HasTurn = true;
        _turns.Enqueue(tenant, (tenant.Pass, tenant.FirstIndex));
    }
}
