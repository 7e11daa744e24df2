using System.Threading.Channels;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Leadership;

/// <summary>Signals between the hosts of one process.</summary>
internal sealed class MemoryRunSignals : IRunSignals
{
    private readonly Channel<RunSignal> _incoming = Channel.CreateUnbounded<RunSignal>();
    private readonly List<MemoryRunSignals> _all;

    public MemoryRunSignals(MemoryRunSignals? other = null)
    {
        _all = other?._all ?? [];
        lock (_all)
            _all.Add(this);
    }

    /// <summary>Signals get lost from now on.</summary>
    public bool IsCut { get; set; }

    public void Send(RunSignal signal)
    {
        lock (_all)
        {
            foreach (var hearer in _all.Where(hearer => hearer != this && !IsCut))
                hearer._incoming.Writer.TryWrite(signal);
        }
    }

    public IAsyncEnumerable<RunSignal> ListenAsync(CancellationToken cancellationToken) => _incoming.Reader.ReadAllAsync(cancellationToken);
}
