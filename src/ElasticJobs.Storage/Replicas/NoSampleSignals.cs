using System.Runtime.CompilerServices;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Storage.Replicas;

/// <summary>SQLite brings nothing to another process. A second console on the same files shows what is stored.</summary>
internal sealed class NoSampleSignals : ISampleSignals
{
    public void Send(SampleSignal signal)
    {
        // Nobody hears it.
    }

    public async IAsyncEnumerable<SampleSignal> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
