using System.Text;
using System.Threading.Channels;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Queues;
using ElasticJobs.Storage;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.Queues;

/// <summary>A queue over a real database, on consoles one after the other.</summary>
internal sealed class OpenQueue : IAsyncDisposable
{
    public const string Workers = "train";

    private readonly TemporaryDirectory _directory = new();
    private readonly QueueSettings _settings;
    private readonly string? _workers;
    private ServiceProvider? _services;
    private QueueLeases? _leases;
    private QueueHost? _host;
    private IServiceQueue? _queue;

    private OpenQueue(QueueSettings settings, string? workers) => (_settings, _workers) = (settings, workers);

    public FakeTimeProvider Time { get; } = new();

    public IServiceQueue Queue => _queue!;

    /// <summary>Can hold puts back.</summary>
    public SlowPuts Puts { get; private set; } = null!;

    public IQueueStream Input => Queue.Input;

    /// <summary>Files of payloads, by name.</summary>
    public IReadOnlyList<string> PayloadFiles => Directory.Exists(_directory["payloads"]) ? [.. Directory.EnumerateFiles(_directory["payloads"], "*", SearchOption.AllDirectories).Order()] : [];

    /// <summary>A frame of the input as it is in the database.</summary>
    public async Task<QueueFrame> StoredAsync(long index)
    {
        var store = _services!.GetRequiredService<IQueueStore>();
        return (await store.FindAsync(await store.OpenAsync("train", StreamKind.Input, CancellationToken.None), index, CancellationToken.None))!;
    }

    public static async Task<OpenQueue> OpenAsync(QueueSettings? settings = null, string? workers = Workers)
    {
        var queue = new OpenQueue(settings ?? QueueSettings.Default, workers);
        await queue.BeginAsync();
        return queue;
    }

    public static FramePut Put(string text, params (string Key, string Value)[] tags) =>
        new(Encoding.UTF8.GetBytes(text), tags.ToDictionary(tag => tag.Key, tag => tag.Value));

    public Task<FramePlace> PutAsync(string text, params (string Key, string Value)[] tags) => Input.PutAsync(Put(text, tags), CancellationToken.None);

    public TestWatch Watch(string uid, int window = 1, string group = Workers, long from = 0, bool autoCommit = false, bool byReference = false, params (string Key, string Value)[] filter) =>
        new(Input, new WatchRequest(new ConsumerName(group, uid), window, from, filter.ToDictionary(tag => tag.Key, tag => tag.Value), autoCommit) { IsByReference = byReference });

    public async Task RestartAsync()
    {
        await EndAsync();
        await BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _directory.Dispose();
    }

    private async Task BeginAsync()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time).AddElasticJobsStorage(new StorageOptions { DataDirectory = _directory.Path }).BuildServiceProvider();
        await _services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
        var store = Puts = new SlowPuts(_services.GetRequiredService<IQueueStore>());
        _leases = new QueueLeases(store, NullLogger<QueueLeases>.Instance);
        _host = new QueueHost(store, _services.GetRequiredService<IPayloadStore>(), _leases, new Lead(), Time, _services.GetRequiredService<IIdGenerator>());
        _queue = await _host.OpenAsync("train", _settings, _workers, CancellationToken.None);
    }

    private async Task EndAsync()
    {
        await _host!.DisposeAsync();
        await _leases!.DisposeAsync();
        await _services!.DisposeAsync();
    }
}

/// <summary>A connection of a consumer that takes whatever it is sent.</summary>
internal sealed class TestWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WatchedFrame> _taken = Channel.CreateUnbounded<WatchedFrame>();
    private readonly Task _watching;

    public TestWatch(IQueueStream stream, WatchRequest request)
    {
        _watching = Task.Run(async () =>
        {
            try
            {
                await foreach (var frame in stream.WatchAsync(request, _stop.Token))
                    _taken.Writer.TryWrite(frame);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Its connection was lost.
            }
            finally
            {
                _taken.Writer.TryComplete();
            }
        });
    }

    /// <summary>Completes when the stream ends it, or fails as it does.</summary>
    public Task Ended => _watching;

    public bool HasNothing => !_taken.Reader.TryPeek(out _);

    public async Task<WatchedFrame> NextAsync() => await _taken.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async Task<string> TextAsync() => Encoding.UTF8.GetString((await NextAsync()).Frame.Data.Span);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
