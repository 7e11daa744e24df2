using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Terminals;

/// <summary>Waits until files can be read or written: one sleeping thread for all terminals. It starts with the first wait.</summary>
internal sealed class Readiness : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly int _wakeRead;
    private readonly int _wakeWrite;
    private Thread? _thread;
    private bool _disposed;

    public unsafe Readiness()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.NonBlocking | Libc.CloseOnExec) != 0)
            throw new IOException("Can't make a pipe.");
        (_wakeRead, _wakeWrite) = (ends[0], ends[1]);
    }

    /// <summary>Completes when <paramref name="fd"/> has one of <paramref name="events"/>, or an error or hang-up. It may be early: try, and wait again.</summary>
    public async Task WaitAsync(int fd, short events, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(fd, events, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _waiters.Add(waiter);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "terminals" };
                _thread.Start();
            }
        }

        Wake();
        await using var registration = cancellationToken.UnsafeRegister(_ => waiter.Ready.TrySetCanceled(cancellationToken), null).ConfigureAwait(false);
        try
        {
            await waiter.Ready.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_thread is null)
                Close();
        }

        Wake();
    }

    private void Run()
    {
        while (true)
        {
            Waiter[] waiters;
            lock (_gate)
            {
                waiters = [.. _waiters];
                if (_disposed)
                {
                    Close();
                    break;
                }
            }

            Poll(waiters);
        }

        lock (_gate)
        {
            foreach (var waiter in _waiters)
                waiter.Ready.TrySetResult();
        }
    }

    private unsafe void Poll(Waiter[] waiters)
    {
        var entries = new Libc.PollEntry[waiters.Length + 1];
        entries[0] = new Libc.PollEntry { Fd = _wakeRead, Events = Libc.PollIn };
        for (var i = 0; i < waiters.Length; i++)
            entries[i + 1] = new Libc.PollEntry { Fd = waiters[i].Fd, Events = waiters[i].Events };
        fixed (Libc.PollEntry* first = entries)
            _ = Libc.poll(first, (nuint)entries.Length, -1);

        if (entries[0].Returned != 0)
        {
            var drain = stackalloc byte[256];
            while (Libc.read(_wakeRead, drain, 256) == 256)
            {
            }
        }

        lock (_gate)
        {
            for (var i = 0; i < waiters.Length; i++)
            {
                if (entries[i + 1].Returned == 0)
                    continue;
                _waiters.Remove(waiters[i]);
                waiters[i].Ready.TrySetResult();
            }
        }
    }

    private unsafe void Wake()
    {
        byte one = 1;
        _ = Libc.write(_wakeWrite, &one, 1);
    }

    private void Close()
    {
        _ = Libc.close(_wakeRead);
        _ = Libc.close(_wakeWrite);
    }

    private sealed record Waiter(int Fd, short Events, TaskCompletionSource Ready);
}
