using System.Collections.Concurrent;
using ElasticJobs.Core;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Leadership;

internal sealed class MemoryRunOrders : IRunOrders
{
    private readonly ConcurrentDictionary<RunId, RunOrder> _open = [];
    private readonly ConcurrentDictionary<RunId, RefusedException?> _answers = [];

    public Task PlaceAsync(RunOrder order, CancellationToken cancellationToken)
    {
        _answers.TryRemove(order.Run, out _);
        _open[order.Run] = order;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RunOrder>> ListOpenAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunOrder>>([.. _open.Values]);

    public Task AnswerAsync(RunId run, RefusedException? refusal, CancellationToken cancellationToken)
    {
        _answers[run] = refusal;
        _open.TryRemove(run, out _);
        return Task.CompletedTask;
    }

    public Task<bool> TakeAnswerAsync(RunId run, CancellationToken cancellationToken) =>
        !_answers.TryRemove(run, out var refusal) ? Task.FromResult(false) : refusal is null ? Task.FromResult(true) : throw refusal;
}
