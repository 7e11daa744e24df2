using System.Text;
using System.Threading.Channels;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>A terminal whose process is the test.</summary>
internal sealed class FakeTerminal(PodSpec pod) : ITerminal
{
    private readonly Channel<byte[]> _output = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<string> _input = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _rest = [];

    public PodSpec Pod { get; } = pod;

    public TerminalSize Size { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task<int> Exited => _exited.Task;

    public void Show(string text) => _output.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public void Exit()
    {
        _output.Writer.TryComplete();
        _exited.TrySetResult(0);
    }

    /// <summary>The next that was typed.</summary>
    public Task<string> TypedAsync() => _input.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.Length == 0)
        {
            if (!await _output.Reader.WaitToReadAsync(cancellationToken) || !_output.Reader.TryRead(out var bytes))
                return 0;
            _rest = bytes;
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.AsMemory(0, count).CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return _input.Writer.WriteAsync(Encoding.UTF8.GetString(data.Span), cancellationToken);
    }

    public void Resize(TerminalSize size) => Size = size;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        Exit();
        return ValueTask.CompletedTask;
    }
}
