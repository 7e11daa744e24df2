using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>What happens by itself: frames fall due, work of lost consumers comes back, groups without consumers end.</summary>
internal sealed partial class QueueStream
{
    /// <summary>How long a group is kept for its consumers to come back after the last has left.</summary>
    private static readonly TimeSpan EmptyGroup = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BuryRetry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    /// <summary>Gives away what can be.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            foreach (var group in _groups.Values)
            {
                while (group.Give(Now) is { } delivery)
                {
                    if (group.IsKept)
                        leases.Add(Id, new FrameLease(delivery.Index, delivery.Epoch, delivery.Deliveries, delivery.Consumer.Uid));
                }
            }

            if (_isFinishing)
            {
                foreach (var watcher in _groups.Values.Where(group => group.Frames.Count == 0).SelectMany(group => group.Watchers))
                    watcher.End();
                _isFinishing = _groups.Values.Any(group => group.Frames.Count > 0 && group.Watchers.Any());
            }

            Schedule();
        }

        _moved.Set();
    }

    private void Tick()
    {
        List<(string Group, LeaseEnd End)> ended;
        lock (_gate)
        {
            ended = [.. _groups.Values.SelectMany(group => group.Frames.Expire(Now).Select(end => (group.Name, end)))];
            foreach (var empty in _groups.Values.Where(group => group.EmptySince + EmptyGroup <= Now).ToList())
                _groups.Remove(empty.Name);
        }

        Store(ended);
        Pump();
    }

    private void Store(IEnumerable<(string Group, LeaseEnd End)> ended)
    {
        foreach (var (group, end) in ended)
            leases.Add(() => StoreAsync(group, end));
    }

    private void Schedule()
    {
        var next = _groups.Values.Select(group => group.NextChange(EmptyGroup)).Where(change => change is not null).Min();
        if (next is { } at)
            _timer?.Change(TimeSpan.FromTicks(Math.Clamp((at - Now).Ticks, TimeSpan.TicksPerMillisecond, LongestSleep.Ticks)), Timeout.InfiniteTimeSpan);
    }

    private async Task StoreAsync(string groupName, LeaseEnd end)
    {
        bool isKept;
        lock (_gate)
            isKept = _groups.GetValueOrDefault(groupName)?.IsKept == true;
        if (end.NotBefore is null && Buried is { } buried)
        {
            try
            {
                await buried(end);
            }
            catch
            {
                _ = StoreLaterAsync(groupName, end);
                throw;
            }
        }
        else if (isKept)
            await store.ReturnAsync(Id, end, CancellationToken.None);
    }

    /// <summary>A frame that could not become a dead letter is nobody's until it does.</summary>
    private async Task StoreLaterAsync(string group, LeaseEnd end)
    {
        await Task.Delay(BuryRetry, time, CancellationToken.None);
        leases.Add(() => StoreAsync(group, end));
    }

    /// <summary>Ends frames for all groups at once, whoever has them.</summary>
    /// <returns>Those that were there.</returns>
    private async Task<IReadOnlyCollection<long>> EndAsync(IReadOnlyList<long> indexes, FrameOutcome outcome, CancellationToken cancellationToken)
    {
        var ended = new List<long>();
        foreach (var index in indexes)
        {
            try
            {
                await store.EndAsync(Id, [index], new FrameEnd(outcome, Now), [], cancellationToken);
                Forget(index, isRevoked: true);
                ended.Add(index);
            }
            catch (FrameEndedException)
            {
                // Others were quicker.
            }
        }

        return ended;
    }

    /// <summary>The frame is stored as ended: no group has it any more.</summary>
    /// <param name="isRevoked">Who has it does not know.</param>
    /// <param name="keepsPayload">Another stream's frame has it now.</param>
    public void Forget(long index, bool isRevoked = false, bool keepsPayload = false)
    {
        PayloadRef? payload;
        lock (_gate)
        {
            payload = _offloaded.Remove(index, out var named) ? named : null;
            foreach (var group in _groups.Values)
                group.Forget(index, isRevoked, Now);
            _recent.Remove(index);
        }

        if (!keepsPayload)
            payloads.Drop(payload);

        GiveRoom();
        Pump();
        _changed.Set();
    }

    /// <summary>The group, which begins with its first consumer.</summary>
    private async Task<GroupDelivery> JoinableAsync(WatchRequest request, CancellationToken cancellationToken)
    {
        await _newGroups.WaitAsync(cancellationToken);
        try
        {
            lock (_gate)
            {
                if (_groups.TryGetValue(request.Consumer.Group, out var known))
                {
                    known.Filter = known.Frames.Consumers.Count == 0 && !known.IsKept ? request.Filter : known.Filter;
                    return known.Matches(request.Filter) ? known : throw FilterDiffers(request);
                }
            }

            return await BeginGroupAsync(request, cancellationToken);
        }
        finally
        {
            _newGroups.Release();
        }
    }

    private async Task<GroupDelivery> BeginGroupAsync(WatchRequest request, CancellationToken cancellationToken)
    {
        var group = new GroupDelivery(request.Consumer.Group, Settings.Rules, request.Filter, isKept: false);
        long end;
        lock (_gate)
        {
            // What comes from here on is offered to it at once; what is there follows.
            end = Interlocked.Read(ref _lastIndex);
            _groups.Add(group.Name, group);
        }

        const int AtOnce = 1000;
        for (long? next = request.From < 0 ? null : request.From; next is { } from;)
        {
            var page = await store.ReadAsync(Id, from, AtOnce, cancellationToken);
            lock (_gate)
            {
                foreach (var frame in page.Where(frame => frame.Index <= end && group.Wants(frame) && !group.Frames.Contains(frame.Index)))
                    group.Frames.Offer(frame.Index, frame.Priority, frame.Tenant, frame.NotBefore, Now);
            }

            next = page.Count == AtOnce && page[^1].Index < end ? page[^1].Index + 1 : null;
        }

        return group;
    }

    private async Task<QueueFrame?> FrameAsync(long index, CancellationToken cancellationToken)
    {
        QueueFrame? recent;
        lock (_gate)
            recent = _recent.Find(index);
        return recent ?? (await store.FindAsync(Id, index, cancellationToken) is { End: null } stored ? stored : null);
    }

    private static RefusedException FilterDiffers(WatchRequest request) => new(
        RefusalKind.Conflict, "filter_differs", $"The group '{request.Consumer.Group}' watches with other tags.", "Watch with the same tags as the rest of the group, or as another group.");
}
