using System.Text.Json;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Queue;
using ElasticJobs.Worker.Tasks;

namespace ElasticJobs.Worker.Reports;

/// <summary>
/// Reports what a command writes and how far it is. It reads files that the command only adds to, so that neither a slow queue nor the end of this worker ever holds the command up or loses a byte.
/// </summary>
internal sealed class CommandReports : IDisposable
{
    private readonly TaskOrder _order;
    private readonly TaskLease _lease;
    private readonly WorkerSettings _settings;
    private readonly TaskCalls _calls;
    private readonly ReportLog _log;
    private readonly OutputFile _output;
    private readonly OutputFile _error;
    private readonly ProgressWatch _progress;
    private readonly OutputTail _tail = new();
    private OutputCut _cut;
    private bool _isRefused;

    // Less if the queue takes less.
    private int _pieceBytes = OutputFile.PieceBytes;

    public CommandReports(TaskDirectory directory, TaskOrder order, TaskLease lease, WorkerSettings settings, WorkerTimes times, TimeProvider time, TaskCalls calls)
    {
        (_order, _lease, _settings, _calls) = (order, lease, settings, calls);
        _log = new ReportLog(directory.Reported);
        _output = new OutputFile(directory.StandardOutput);
        _error = new OutputFile(directory.StandardError);
        _progress = new ProgressWatch(directory.Progress, times.Progress, time);
    }

    public string Tail => _tail.ToString();

    /// <summary>Says that the task runs; or, after a restart of the worker, goes on where the last one was.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _cut = _log.Begun;
        if (_cut == OutputCut.None)
        {
            await NumberedAsync("state", Json(new TaskState(TaskState.Running, _settings.Instance)), cancellationToken);
            return;
        }

        _tail.Add(_error.Before(_cut.Error, OutputTail.Bytes));
        _tail.Add(_output.Before(_cut.Output, OutputTail.Bytes));
        if (_cut.Stream is { } stream)
            await PieceAsync(stream, Of(stream).Read(_cut.Start, _cut.Length), cancellationToken);
    }

    /// <summary>Reports all that is there.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        bool isMore;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            isMore = await LookAsync(OutputStream.Output, cancellationToken) | await LookAsync(OutputStream.Error, cancellationToken);
            if (_progress.Due() is { } progress)
                await NumberedAsync("progress", Json(progress), cancellationToken);
        }
        while (isMore);
    }

    /// <summary>What was held back because it came too soon after the last.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_progress.Rest() is { } progress)
            await NumberedAsync("progress", Json(progress), cancellationToken);
    }

    private async Task<bool> LookAsync(OutputStream stream, CancellationToken cancellationToken)
    {
        var piece = Of(stream).Next(stream == OutputStream.Output ? _cut.Output : _cut.Error, _pieceBytes);
        if (piece.IsEmpty)
            return false;
        _cut = _cut.Next(stream, piece.Length);
        _log.Begin(_cut);
        await PieceAsync(stream, piece, cancellationToken);
        return true;
    }

    /// <summary>The bytes of <see cref="_cut"/>, for the first time or again.</summary>
    private async Task PieceAsync(OutputStream stream, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (!_settings.WritesLog)
            await OwnOutput.WriteAsync(stream, piece, cancellationToken);
        else if (!_isRefused)
            piece = await LogAsync(stream, piece, cancellationToken);
        _tail.Add(piece.Span);
        if (stream == OutputStream.Output)
            _progress.Read(piece.Span);
        _cut = _cut.Done();
        Of(stream).Release(stream == OutputStream.Output ? _cut.Output : _cut.Error);
    }

    private async Task NumberedAsync(string kind, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        _cut = _cut.Next(null, 0);
        _log.Begin(_cut);
        await SendAsync(kind, null, body, cancellationToken);
    }

    /// <returns>What of it was reported.</returns>
    private async Task<ReadOnlyMemory<byte>> LogAsync(OutputStream stream, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        while (await SendAsync("log", stream == OutputStream.Output ? "stdout" : "stderr", piece, cancellationToken) == QueueAnswer.TooLarge && piece.Length > 1)
        {
            _pieceBytes = piece.Length / 2;
            piece = piece[.._pieceBytes];
            _cut = _cut with { Length = piece.Length };
            _log.Begin(_cut);
        }

        return piece;
    }

    // A queue that refuses one report refuses the next; the task is not worse for it.
    private async Task<QueueAnswer> SendAsync(string kind, string? stream, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var answer = await _calls.ReportAsync(_lease, _order, kind, _cut.Number, stream, body, cancellationToken);
        _isRefused |= answer == QueueAnswer.Refused;
        return answer;
    }

    private OutputFile Of(OutputStream stream) => stream == OutputStream.Output ? _output : _error;

    private static byte[] Json(TaskState state) => JsonSerializer.SerializeToUtf8Bytes(state, WorkerJson.Default.TaskState);

    private static byte[] Json(TaskProgress progress) => JsonSerializer.SerializeToUtf8Bytes(progress, WorkerJson.Default.TaskProgress);

    public void Dispose()
    {
        _log.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
