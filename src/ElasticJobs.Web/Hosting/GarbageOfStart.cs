namespace ElasticJobs.Web.Hosting;

/// <summary>
/// A start leaves more garbage than anything after it (the database's model, the container, settings), and a console that nobody uses allocates too little for the collector ever to come by.
/// So it is asked to, once, and to give what is free back to the system.
/// </summary>
internal sealed class GarbageOfStart(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    /// <summary>After the console is ready: by then the samples are saved and the first pages are served.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Delay(Delay, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
