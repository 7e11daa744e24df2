namespace ElasticJobs.Worker.Tasks;

/// <summary>The deliveries that have ended last. The queue sends again what it doesn't know to be done when a worker connects, and hears of the end while that is under way.</summary>
internal sealed class DoneTasks
{
    // Far more than can be under way.
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, long> _epochs = [];
    private readonly Queue<ulong> _order = [];

    public void Add(ulong index, long epoch)
    {
        lock (_gate)
        {
            if (!_epochs.ContainsKey(index))
                _order.Enqueue(index);
            _epochs[index] = epoch;
            if (_order.Count > Kept)
                _epochs.Remove(_order.Dequeue());
        }
    }

    /// <summary>Each delivery has an epoch greater than those before. Without epochs nothing can be told.</summary>
    public bool Has(TaskOrder order)
    {
        lock (_gate)
            return order.Epoch > 0 && _epochs.TryGetValue(order.Index, out var epoch) && order.Epoch <= epoch;
    }
}
