using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

internal sealed class FakeServiceQueue(string service, TimeProvider time) : IServiceQueue
{
    public FakeStream In { get; } = new(service, time);

    public FakeStream Out { get; } = new(service, time);

    public FakeStream Dead { get; } = new(service, time);

    public IQueueStream Input => In;

    public IQueueStream Output => Out;

    public IQueueStream DeadLetters => Dead;

    /// <summary>Dead letters that it takes at once. The rest are refused.</summary>
    public int Room { get; set; } = int.MaxValue;

    public async Task<Replays> ReplayAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        var frames = (await Dead.GetAsync(0, int.MaxValue, new Dictionary<string, string>(), null, TimeSpan.Zero, false, cancellationToken)).Where(frame => indexes.Contains(frame.Index)).Take(Room).ToList();
        foreach (var frame in frames)
            In.Put(new FramePut(frame.Data, frame.Tags), null, 0);
        return new Replays(
            await Dead.DeleteAsync([.. frames.Select(frame => frame.Index)], cancellationToken),
            indexes.Count > Room ? new Core.RefusedException(Core.RefusalKind.Conflict, "queue_full", "The queue is full.", "Wait.") : null);
    }

    public async Task<FramePlace?> ReplayAsync(long index, FramePut edited, CancellationToken cancellationToken)
    {
        if (await Dead.DeleteAsync([index], cancellationToken) == 0)
            return null;
        var frame = In.Put(edited, null, 0);
        return new FramePlace(frame.Index, frame.RequestId, IsNew: true);
    }

    public Task<bool> EditDeadLetterAsync(long index, FramePut edited, CancellationToken cancellationToken) => Task.FromResult(Dead.Change(index, edited));

    public int SweepPayloads() => throw new NotSupportedException();

    public Task<CommitVerdict> CompleteAsync(long index, ConsumerName consumer, long? epoch, FramePut? result, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ReportAsync(long index, ConsumerName consumer, long epoch, FramePut report, CancellationToken cancellationToken) => throw new NotSupportedException();
}
