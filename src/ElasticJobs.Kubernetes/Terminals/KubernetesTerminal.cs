using System.IO.Pipelines;
using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Terminals;

/// <summary>A shell in a terminal's pod. Until the pod runs it shows why it does not yet; what is typed meanwhile waits.</summary>
internal sealed partial class KubernetesTerminal : ITerminal
{
    private const int LostCode = 255;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly IKubernetesApi _api;
    private readonly string _namespace;
    private readonly string _pod;
    private readonly ExecRequest _request;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Pipe _output = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<IExecSession> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _work;
    private TerminalSize _size;
    private Task _resizing = Task.CompletedTask;

    public KubernetesTerminal(IKubernetesApi api, string ns, string pod, ExecRequest request, TerminalSize size, TimeProvider time, ILogger logger)
    {
        (_api, _namespace, _pod, _request, _size, _time, _logger) = (api, ns, pod, request, size, time, logger);
        _work = Task.Run(RunAsync);
    }

    public Task<int> Exited => _exited.Task;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await _output.Reader.ReadAsync(cancellationToken);
        var count = (int)Math.Min(buffer.Length, read.Buffer.Length);
        var taken = read.Buffer.Slice(0, count);
        foreach (var part in taken)
        {
            part.CopyTo(buffer);
            buffer = buffer[part.Length..];
        }

        _output.Reader.AdvanceTo(taken.End);
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var session = await _session.Task.WaitAsync(cancellationToken);
        await session.WriteAsync(data, cancellationToken);
    }

    public void Resize(TerminalSize size)
    {
        _size = size;
        if (_session.Task.IsCompletedSuccessfully)
            _resizing = ResizeAsync(_resizing);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_work, _resizing).WaitAsync(ClosePatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _session.TrySetException(new IOException("The terminal has ended."));
        _ = _session.Task.Exception;
        _exited.TrySetResult(LostCode);
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var code = LostCode;
        try
        {
            await WaitForRunningAsync();
            await using var session = await _api.ExecAsync(_namespace, _pod, _request, _closing.Token);
            await session.ResizeAsync(_size.Columns, _size.Rows, _closing.Token);
            _session.SetResult(session);
            code = await CopyAsync(session);
        }
        catch (Exception e) when (!_closing.IsCancellationRequested)
        {
            LogEnded(_pod, e.Message);
            await SayAsync(e.Message);
        }
        finally
        {
            _session.TrySetException(new IOException("The terminal has ended."));
            await _output.Writer.CompleteAsync();
            _exited.TrySetResult(code);
        }
    }

    private async Task<int> CopyAsync(IExecSession session)
    {
        while (await session.ReadAsync(_output.Writer.GetMemory(), _closing.Token) is { Count: > 0 } read)
        {
            _output.Writer.Advance(read.Count);
            await _output.Writer.FlushAsync(_closing.Token);
        }

        var exit = await session.Exited.WaitAsync(_closing.Token);
        if (exit.Code is null)
            await SayAsync(exit.Message ?? "The connection to the pod was lost.");
        return exit.Code ?? LostCode;
    }

    private async Task WaitForRunningAsync()
    {
        PodStatus? before = null;
        while (true)
        {
            try
            {
                var query = new WatchQuery { FieldSelector = $"metadata.name={_pod}" };
                await foreach (var change in _api.WatchAsync<V1Pod>(ResourceType.Pods, _namespace, query, _closing.Token))
                {
                    if (change.Object is not { } pod)
                        continue;
                    var status = change.Type == WatchEventType.Deleted ? throw new IOException("Its pod was deleted.") : new PodReading(Before: before).Read(pod);
                    if (status.Phase == PodPhase.Running)
                        return;
                    if (status.IsTerminal)
                        throw new IOException(status.Message ?? "Its pod has ended.");
                    if (status.Message != before?.Message || before is null)
                        await SayAsync(status.Message ?? (status.Node is null ? "Waiting for a node." : $"Starting on node {status.Node}."));
                    before = status;
                }
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
            {
                LogInterrupted(_pod, e.Message);
            }

            await Task.Delay(RetryInterval, _time, _closing.Token);
        }
    }

    private async Task SayAsync(string message)
    {
        await _output.Writer.WriteAsync(Encoding.UTF8.GetBytes($"\e[2m{message}\e[0m\r\n"), CancellationToken.None);
    }

    private async Task ResizeAsync(Task before)
    {
        await before;
        try
        {
            var session = await _session.Task;
            await session.ResizeAsync(_size.Columns, _size.Rows, _closing.Token);
        }
        catch (Exception e)
        {
            LogInterrupted(_pod, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The terminal in pod {Pod} ended: {Message}")]
    private partial void LogEnded(string pod, string message);

    [LoggerMessage(LogLevel.Information, "The terminal in pod {Pod} was interrupted: {Message}")]
    private partial void LogInterrupted(string pod, string message);
}
