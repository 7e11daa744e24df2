using System.Runtime.CompilerServices;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Replicas;

/// <summary>SQLite wakes nobody in another process. A second console on the same files looks now and then.</summary>
internal sealed class NoRunSignals : IRunSignals
{
    public void Send(RunSignal signal)
    {
        // Nobody hears it.
    }

    public async IAsyncEnumerable<RunSignal> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
