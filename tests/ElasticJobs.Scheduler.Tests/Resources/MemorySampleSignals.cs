using System.Threading.Channels;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>Signals between the consoles of one process.</summary>
internal sealed class MemorySampleSignals : ISampleSignals
{
    private readonly Channel<SampleSignal> _incoming = Channel.CreateUnbounded<SampleSignal>();
    private readonly List<MemorySampleSignals> _all;

    public MemorySampleSignals(MemorySampleSignals? other = null)
    {
        _all = other?._all ?? [];
        _all.Add(this);
    }

    /// <summary>What was sent from here.</summary>
    public List<SampleSignal> Sent { get; } = [];

    /// <summary>Signals from here get lost from now on.</summary>
    public bool IsCut { get; set; }

    public void Send(SampleSignal signal)
    {
        lock (Sent)
            Sent.Add(signal);
        foreach (var hearer in _all.Where(hearer => hearer != this && !IsCut))
            hearer._incoming.Writer.TryWrite(signal);
    }

    public IAsyncEnumerable<SampleSignal> ListenAsync(CancellationToken cancellationToken) => _incoming.Reader.ReadAllAsync(cancellationToken);
}
