using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Tests.Shared.Logs;

/// <summary>Logs of instances in memory.</summary>
public sealed class MemoryInstanceLogs : IInstanceLogs
{
    private readonly Lock _gate = new();
    private List<InstanceLog> _logs = [];

    public void Begin(InstanceLog log)
    {
        lock (_gate)
        {
            if (_logs.All(known => known.Id != log.Id))
                _logs = [.. _logs, log];
        }
    }

    public void End(string service, string instance, DateTimeOffset at)
    {
        lock (_gate)
            _logs = [.. _logs.Select(log => log.Service == service && log.Instance == instance && log.EndedAt is null ? log with { EndedAt = at } : log)];
    }

    /// <summary>What listing fails with. Null: it does not.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<InstanceLog> List(string service) => Failure is { } failure ? throw failure : [.. ListAll().Where(log => log.Service == service).OrderByDescending(log => log.BegunAt)];

    public IReadOnlyList<InstanceLog> ListAll()
    {
        lock (_gate)
            return _logs;
    }

    public InstanceLog? Find(string service, string instance) => List(service).FirstOrDefault(log => log.Instance == instance);

    public InstanceLog? Find(RunId id) => ListAll().FirstOrDefault(log => log.Id == id);

    public Task RemoveAsync(InstanceLog log, CancellationToken cancellationToken)
    {
        lock (_gate)
            _logs = [.. _logs.Where(known => known.Id != log.Id)];
        return Task.CompletedTask;
    }
}
