using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Queue;
using ElasticJobs.Worker.Tasks;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker;

/// <summary>The worker of one instance: takes tasks from the queue, has them done, and at last ends everything in order.</summary>
internal sealed partial class InstanceWorker(WorkerSettings settings, WorkerTimes times, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly ILogger<InstanceWorker> _logger = loggers.CreateLogger<InstanceWorker>();

    // No limit in time: queries take as long as they take. Redirects are the caller's business.
    private readonly HttpClient _service = new(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpClient _queue = new(Handler()) { Timeout = TimeSpan.FromSeconds(60) };

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenSource _unwatched = new();
    private TaskBoard? _board;

    /// <param name="told">The worker is to end; tasks get their time.</param>
    /// <param name="toldAgain">At once.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(CancellationToken told, CancellationToken toldAgain)
    {
        var directory = new InstanceDirectory(settings.Directory);
        InstanceLink link;
        try
        {
            link = await InstanceLink.OpenAsync(directory, Hear, told);
        }
        catch (OperationCanceledException) when (told.IsCancellationRequested)
        {
            return ExitCodes.Drained;
        }

        using (link)
        {
            var ended = WhenEndedAsync(link);
            if (!link.IsReady)
                await Task.WhenAny(_ready.Task, ended, Task.Delay(Timeout.Infinite, told));
            if (ended.IsCompleted)
                return ReportEnd(directory);
            return await WorkAsync(directory, link, ended, told, toldAgain);
        }
    }

    private async Task<int> WorkAsync(InstanceDirectory directory, InstanceLink link, Task ended, CancellationToken told, CancellationToken toldAgain)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(toldAgain);
        var stops = new TaskStops(told, _abandoned.Token, _gone.Token, end.Token);
        var api = new QueueApi(_queue, settings, times, time, loggers.CreateLogger<QueueApi>());
        var calls = new TaskCalls(api, times, time);
        var commands = new CommandRunner(directory, link, calls, settings, times, time, loggers.CreateLogger<CommandRunner>());
        var queries = new QueryRunner(_service, calls, settings, times, time, loggers.CreateLogger<QueryRunner>());
        var runner = new TaskRunner(api, calls, commands, queries, link, settings, times, loggers.CreateLogger<TaskRunner>());
        using var board = _board = new TaskBoard(runner, settings.Window, stops, loggers.CreateLogger<TaskBoard>());
        foreach (var task in directory.All())
            board.Attach(task);

        using var drain = new Drain(calls, told, end.Token);
        var watch = new Watch(settings, times, time, loggers.CreateLogger<Watch>()).RunAsync(drain.SetConnected, board.TakeAsync, _unwatched.Token);
        await Task.WhenAny(ended, Task.Delay(Timeout.Infinite, told));
        if (told.IsCancellationRequested)
            await DrainAsync(board, drain, ended, toldAgain);
        if (ended.IsCompleted)
            await Capped(board.WhenEmptyAsync(), toldAgain);

        var isAtOnce = toldAgain.IsCancellationRequested;
        await _unwatched.CancelAsync();
        await watch;
        // What was under way when the socket was closed has been given back.
        await Capped(board.WhenEmptyAsync(), toldAgain);
        await end.CancelAsync();
        await drain.Work;
        if (ended.IsCompleted && !told.IsCancellationRequested)
            return ReportEnd(directory);
        await link.ExitAsync();
        return isAtOnce ? ExitCodes.EndedAtOnce : ExitCodes.Drained;
    }

    private async Task DrainAsync(TaskBoard board, Drain drain, Task ended, CancellationToken toldAgain)
    {
        LogDraining(_logger, board.Count);
        // Both: frames that were pushed before the queue knew still come.
        var empty = WhenEmptyAsync();
        var over = settings.Grace is { } grace ? Task.Delay(grace, time, toldAgain) : Task.Delay(Timeout.Infinite, toldAgain);
        await Task.WhenAny(empty, ended, over);
        if (empty.IsCompleted || ended.IsCompleted || toldAgain.IsCancellationRequested)
            return;
        LogGraceOver(_logger, board.Count);
        await _abandoned.CancelAsync();
        await Capped(board.WhenEmptyAsync(), toldAgain);

        async Task WhenEmptyAsync()
        {
            await Task.WhenAny(drain.Told, Task.Delay(times.LateStop, time, toldAgain));
            await board.WhenEmptyAsync();
        }
    }

    /// <summary>Giving back may take as long as stopping does, and a little for the queue to answer.</summary>
    private async Task Capped(Task work, CancellationToken toldAgain) =>
        await Task.WhenAny(work, Task.Delay((times.LateStop * 2) + times.LastRetry, time, toldAgain));

    private void Hear(string line)
    {
        var words = line.Split(' ');
        if (words[0] == "ready")
            _ready.TrySetResult();
        else if (words[0] == "ended" && words.Length > 1)
            _board?.SetEnded(words[1]);
    }

    private async Task WhenEndedAsync(InstanceLink link)
    {
        await link.Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _gone.CancelAsync();
    }

    private int ReportEnd(InstanceDirectory directory)
    {
        LogInstanceEnded(_logger, File.Exists(directory.Ended) ? File.ReadAllText(directory.Ended).Trim() : "killed");
        return ExitCodes.InstanceEnded;
    }

    private static SocketsHttpHandler Handler() => new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };

    public void Dispose()
    {
        _service.Dispose();
        _queue.Dispose();
        _abandoned.Dispose();
        _gone.Dispose();
        _unwatched.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Told to end; {Count} tasks are under way.")]
    private static partial void LogDraining(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "The time to end is over; {Count} tasks are stopped and given back.")]
    private static partial void LogGraceOver(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "The instance's main process has ended ({How}), so this worker ends as well.")]
    private static partial void LogInstanceEnded(ILogger logger, string how);
}
