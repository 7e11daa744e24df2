using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>The last frames that were put, so that what is given away at once is not read from the database. Not for several threads.</summary>
internal sealed class RecentFrames
{
    /// <summary>Bytes of payloads and, about, of what is around them.</summary>
    private const long Capacity = 16 * 1024 * 1024;
    private const long Overhead = 512;

    private readonly Dictionary<long, QueueFrame> _frames = [];
    private readonly Queue<QueueFrame> _order = new();
    private long _bytes;

    public QueueFrame? Find(long index) => _frames.GetValueOrDefault(index);

    public void Add(QueueFrame frame)
    {
        _frames[frame.Index] = frame;
        _order.Enqueue(frame);
        _bytes += SizeOf(frame);
        while (_bytes > Capacity && _order.TryDequeue(out var oldest))
        {
            _bytes -= SizeOf(oldest);
            _frames.Remove(oldest.Index);
        }
    }

    /// <summary>Its bytes count until its turn to be the oldest.</summary>
    public void Remove(long index) => _frames.Remove(index);

    private static long SizeOf(QueueFrame frame) => frame.Data.Length + Overhead;
}
