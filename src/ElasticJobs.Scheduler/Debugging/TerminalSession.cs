using System.Runtime.CompilerServices;
using System.Text;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.Debugging;

/// <summary>An open debug terminal: what it showed, who sees it, and the command that waits at its prompt.</summary>
internal sealed class TerminalSession(DebugSession session, ITerminal terminal, int scrollback, TimeProvider time)
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>The prompt comes in one piece or in a few that follow at once.</summary>
    private static readonly TimeSpan PromptPause = TimeSpan.FromMilliseconds(100);

    /// <summary>RIS: clears the screen and every mode that lost bytes may have left on.</summary>
    private static readonly byte[] Reset = "\u001bc"u8.ToArray();

    private readonly Scrollback _scrollback = new(scrollback);
    private readonly TaskCompletionSource _prompted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DebugSession Session { get; set; } = session;

    /// <summary>The pump's task: it lives as long as the terminal.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>One end, whoever asks for it first; guarded by <see cref="DebugService"/>.</summary>
    public Task? Ending { get; set; }

    /// <summary>Takes the terminal's output and types the command; when the process has ended, calls <paramref name="exited"/>.</summary>
    public async Task RunAsync(string command, Func<Task> exited)
    {
        try
        {
            await Task.WhenAll(PumpAsync(), TypeAsync(command));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Ended from this side.
        }
        finally
        {
            await exited();
        }
    }

    private async Task PumpAsync()
    {
        var buffer = new byte[ChunkSize];
        try
        {
            while (await terminal.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            {
                _scrollback.Append(buffer.AsSpan(0, read));
                _prompted.TrySetResult();
            }
        }
        finally
        {
            _prompted.TrySetResult();
            _scrollback.Complete();
        }
    }

    /// <summary>Types the command behind the prompt, without running it.</summary>
    private async Task TypeAsync(string command)
    {
        await _prompted.Task;
        await Task.Delay(PromptPause, time);
        // A control character is a key to the shell: a tab would complete, a line feed would run the command.
        var text = string.Concat(command.Select(c => char.IsControl(c) ? ' ' : c));
        await terminal.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> AttachAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = _scrollback.Start;
        while (true)
        {
            var (start, bytes) = await _scrollback.ReadAsync(place, ChunkSize, cancellationToken);
            if (bytes.Length == 0)
                yield break;
            if (start > place)
                yield return Reset;
            place = start + bytes.Length;
            yield return bytes;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => terminal.WriteAsync(data, cancellationToken);

    public void Resize(TerminalSize size) => terminal.Resize(size);

    public ValueTask CloseAsync() => terminal.DisposeAsync();
}
