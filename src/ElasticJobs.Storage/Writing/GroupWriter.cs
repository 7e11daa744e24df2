using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Storage.Writing;

/// <summary>
/// The one writer of the stores. A database is limited by commits, not by rows: whatever callers have given while the last commit was on its way goes into the next
/// transaction together, and each caller goes on when its own write is durable. A write that fails takes no other with it.
/// </summary>
internal sealed partial class GroupWriter : IAsyncDisposable
{
    /// <summary>Beyond this callers wait, which keeps a burst's memory bounded.</summary>
    private const int Capacity = 4096;

    /// <summary>Statements in one transaction; beyond this a commit's share of the time is small and waiting grows.</summary>
    private const int GroupCalls = 4096;

    private readonly Channel<PendingWrite> _pending = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly IWriteSession _session;
    private readonly ILogger<GroupWriter> _logger;
    private readonly Task _consumer;

    public GroupWriter(IWriteSession session, ILogger<GroupWriter> logger)
    {
        _session = session;
        _logger = logger;
        _consumer = Task.Run(ConsumeAsync);
    }

    /// <summary>Executes the calls in one transaction and returns when it is durable.</summary>
    /// <param name="calls">In order.</param>
    /// <param name="cancellationToken">Gives up only before the write is taken on: what is taken on is also told.</param>
    /// <returns>Rows that each call changed.</returns>
    public Task<int[]> WriteAsync(IReadOnlyList<SqlCall> calls, CancellationToken cancellationToken) => WriteAsync(calls, fence: null, cancellationToken);

    public async Task<int> WriteAsync(SqlCall call, CancellationToken cancellationToken) => (await WriteAsync([call], cancellationToken))[0];

    /// <param name="fence">A call that must change a row, or the write is refused with its exception.</param>
    public async Task<int[]> WriteAsync(IReadOnlyList<SqlCall> calls, SqlCall? fence, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(calls, fence);
        try
        {
            await _pending.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupWriter), "The console is ending; nothing more is stored.");
        }

        return await write.Completion;
    }

    /// <summary>Writes what was taken on, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _consumer;
        await _session.DisposeAsync();
    }

    private async Task ConsumeAsync()
    {
        var group = new List<PendingWrite>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            var calls = 0;
            while (calls < GroupCalls && _pending.Reader.TryRead(out var write))
            {
                group.Add(write);
                calls += write.Calls.Count;
            }

            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        var work = WithFences(group);
        var executed = false;
        var connected = false;
        try
        {
            await _session.BeginAsync();
            connected = true;
            await _session.ExecuteAsync(work);
            executed = true;
            await _session.CommitAsync();
        }
        catch (Exception exception)
        {
            var usable = await _session.ResetAsync() && connected;
            // A commit whose answer was lost may have happened: doing it again is the caller's decision.
            if (usable && !executed && group.Count > 1)
            {
                await CommitOneByOneAsync(group);
                return;
            }

            if (!work.Any(write => write.IsRefused))
            {
                LogFailed(group.Count, exception);
            }

            Each(group, write => write.Fail(exception));
            return;
        }

        Each(group, write => write.Succeed());
    }

    /// <summary>One of the group failed; alone, it fails alone.</summary>
    private async Task CommitOneByOneAsync(List<PendingWrite> group)
    {
        foreach (var write in group)
        {
            await CommitAsync([write]);
        }
    }

    /// <summary>A fence is checked before everything that depends on it, once.</summary>
    private static List<PendingWrite> WithFences(List<PendingWrite> group)
    {
        var fences = group.Select(write => write.Fence).OfType<SqlCall>().Distinct(ReferenceEqualityComparer.Instance).Cast<SqlCall>().ToList();
        return fences.Count == 0 ? group : [new PendingWrite(fences), .. group];
    }

    private static void Each(List<PendingWrite> group, Action<PendingWrite> act)
    {
        foreach (var write in group)
        {
            act(write);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} writes were not stored.")]
    private partial void LogFailed(int count, Exception exception);
}
