using System.Runtime.CompilerServices;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Replicas;

internal sealed class PostgresRunSignals(PostgresNotices notices) : IRunSignals
{
    public const string ChannelName = "elasticjobs_runs";

    public void Send(RunSignal signal) => notices.Send(ChannelName, $"{signal.Kind} {signal.Run}");

    public async IAsyncEnumerable<RunSignal> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in notices.ListenAsync(ChannelName, cancellationToken))
        {
            if (text.Split(' ') is [var kind, var id] && Enum.TryParse<RunSignalKind>(kind, out var known) && RunId.TryParse(id, out var run))
            {
                yield return new RunSignal(known, run);
            }
        }
    }
}
