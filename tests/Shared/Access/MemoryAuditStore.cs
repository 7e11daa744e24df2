using ElasticJobs.Core.Access;

namespace ElasticJobs.Tests.Shared.Access;

/// <summary>The audit log in memory, with the place of the last entry as cursor.</summary>
public sealed class MemoryAuditStore : IAuditStore
{
    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _entries = [];

    /// <summary>Oldest first, as <c>act target detail</c>.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_gate)
                return [.. _entries.Select(entry => string.Join(' ', new[] { entry.Act, entry.Target, entry.Detail }.Where(text => text is not null)))];
        }
    }

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
            _entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var before = query.Cursor is { } cursor ? int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) : _entries.Count;
            var found = Enumerable.Range(0, before).Reverse()
                .Where(place => (query.Actor is null || _entries[place].Actor == query.Actor) && (query.Project is null || _entries[place].Project == query.Project))
                .Take(query.Limit + 1)
                .ToList();
            var shown = found.Take(query.Limit).ToList();
            return Task.FromResult(new AuditPage([.. shown.Select(place => _entries[place])], found.Count > query.Limit ? $"{shown[^1]}" : null));
        }
    }
}
