using System.Runtime.InteropServices;
using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Local.Terminals;

/// <summary>The console's side of a pseudo terminal.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const nuint SetWindowSize = 0x5414;

    private readonly SafeFileHandle _handle;
    private readonly Readiness _readiness;

    public PseudoTerminal(TerminalSize size, Readiness readiness)
    {
        _readiness = readiness;
        var fd = Libc.posix_openpt(Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec | Libc.NonBlocking);
        if (fd < 0)
            throw Failure("open");
        _handle = new SafeFileHandle(fd, ownsHandle: true);
        if (Libc.grantpt(fd) != 0 || Libc.unlockpt(fd) != 0)
            throw Failure("unlock");
        Path = NameOf(fd);
        Resize(size);
    }

    /// <summary>The other side, for the process.</summary>
    public string Path { get; }

    /// <summary>0: no process has the other side open any more.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (count, error) = TryRead(buffer.Span);
            if (count >= 0)
                return count;
            if (error == Libc.InputOutput)
                return 0;
            await WaitAsync(Libc.PollIn, error, "read", cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            var (count, error) = TryWrite(data.Span);
            if (count >= 0)
                data = data[count..];
            else if (error == Libc.InputOutput)
                return;
            else
                await WaitAsync(Libc.PollOut, error, "write", cancellationToken).ConfigureAwait(false);
        }
    }

    public unsafe void Resize(TerminalSize size)
    {
        var window = new Libc.WindowSize { Columns = (ushort)Math.Clamp(size.Columns, 1, 1000), Rows = (ushort)Math.Clamp(size.Rows, 1, 1000) };
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            _ = Libc.ioctl((int)_handle.DangerousGetHandle(), SetWindowSize, &window);
        }
        finally
        {
            if (added)
                _handle.DangerousRelease();
        }
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe string NameOf(int fd)
    {
        var name = stackalloc byte[128];
        if (Libc.ptsname_r(fd, name, 128) != 0)
            throw Failure("name");
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
    }

    private async Task WaitAsync(short events, int error, string act, CancellationToken cancellationToken)
    {
        if (error == Libc.Interrupted)
            return;
        if (error != Libc.Again)
            throw new IOException($"Can't {act} the terminal: {Marshal.GetPInvokeErrorMessage(error)}.");
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            await _readiness.WaitAsync((int)_handle.DangerousGetHandle(), events, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (added)
                _handle.DangerousRelease();
        }
    }

    private unsafe (int Count, int Error) TryRead(Span<byte> buffer)
    {
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            fixed (byte* start = buffer)
            {
                var count = Libc.read((int)_handle.DangerousGetHandle(), start, (nuint)buffer.Length);
                return ((int)count, count < 0 ? Marshal.GetLastPInvokeError() : 0);
            }
        }
        finally
        {
            if (added)
                _handle.DangerousRelease();
        }
    }

    private unsafe (int Count, int Error) TryWrite(ReadOnlySpan<byte> data)
    {
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            fixed (byte* start = data)
            {
                var count = Libc.write((int)_handle.DangerousGetHandle(), start, (nuint)data.Length);
                return ((int)count, count < 0 ? Marshal.GetLastPInvokeError() : 0);
            }
        }
        finally
        {
            if (added)
                _handle.DangerousRelease();
        }
    }

    private static IOException Failure(string act) => new($"Can't {act} a pseudo terminal: {Marshal.GetLastPInvokeErrorMessage()}.");
}
