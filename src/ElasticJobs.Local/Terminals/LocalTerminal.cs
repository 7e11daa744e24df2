using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Terminals;

/// <summary>A shell on a pseudo terminal, and everything that was started from it.</summary>
internal sealed class LocalTerminal : ITerminal
{
    private static readonly TimeSpan HangUpGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly LocalPod _pod;
    private readonly PseudoTerminal _terminal;
    private readonly PodProcesses _processes;
    private readonly TimeProvider _time;
    private readonly Action<LocalTerminal> _disposed;
    private int _disposals;

    public LocalTerminal(LocalPod pod, int pid, PseudoTerminal terminal, Readiness readiness, PodProcesses processes, TimeProvider time, Action<LocalTerminal> disposed)
    {
        (_pod, _terminal, _processes, _time, _disposed) = (pod, terminal, processes, time, disposed);
        Exited = ChildProcess.WaitAsync(pid, readiness, time);
    }

    public LocalPod Pod => _pod;

    public Task<int> Exited { get; }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _terminal.ReadAsync(buffer, cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => _terminal.WriteAsync(data, cancellationToken);

    public void Resize(TerminalSize size) => _terminal.Resize(size);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposals, 1) != 0)
            return;
        _processes.Signal(_pod, Libc.SigHup, PodProcesses.Table());
        var since = _time.GetTimestamp();
        while (_processes.Find(_pod, PodProcesses.Table()).Count > 0)
        {
            if (_time.GetElapsedTime(since) >= HangUpGrace)
                _processes.Signal(_pod, Libc.SigKill, PodProcesses.Table());
            await Task.Delay(LookInterval, _time).ConfigureAwait(false);
        }

        await Exited.ConfigureAwait(false);
        _terminal.Dispose();
        _disposed(this);
    }
}
