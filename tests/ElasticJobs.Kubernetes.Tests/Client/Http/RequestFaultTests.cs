using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Tests.Client.Informers;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Client.Http;

public sealed class RequestFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private FakeApiServer _server = null!;
    private ConnectedClient _client = null!;

    private IKubernetesApi Api => _client.Api;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _client = _server.Connect(_time);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Too_many_requests_waits_as_long_as_the_server_says()
    {
        _server.Faults.Refuse("POST pods", FakeStatus.TooManyRequests(TimeSpan.FromSeconds(5)), times: 2);
        var started = _time.GetUtcNow();

        await FinishAsync(CreateAsync("a"));

        Assert.Equal(3, _server.Count("POST pods"));
        Assert.True(_time.GetUtcNow() - started >= TimeSpan.FromSeconds(10));
        Assert.Single(_server.Store.List("pods"));
    }

    [Fact]
    public async Task Bulk_requests_wait_for_each_other_on_a_slow_server_and_hold_up_nobody_else()
    {
        var answers = _server.Faults.Hold("GET pods", times: 20);
        var bulk = Enumerable.Range(0, 20).Select(_ => Api.Bulk.GetAsync<JsonObject>(ResourceType.Pods, "default", "a", CancellationToken.None)).ToList();
        await Eventually.TrueAsync(() => _server.Count("GET pods") == 8, "eight bulk requests are under way");

        await CreateAsync("b");

        Assert.Equal(8, _server.Count("GET pods"));
        answers.SetResult();
        await Task.WhenAll(bulk);
        Assert.Equal(20, _server.Count("GET pods"));
    }

    [Fact]
    public async Task Storm_of_refusals_is_given_up_after_six_tries_and_says_when_to_come_back()
    {
        _server.Faults.Refuse("GET pods", FakeStatus.TooManyRequests(TimeSpan.FromSeconds(1)), times: 1000);

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => FinishAsync(GetAsync("a")));

        Assert.Equal(6, _server.Count("GET pods"));
        Assert.True(refused.IsTransient);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
    }

    [Fact]
    public async Task Wait_longer_than_half_a_minute_is_the_callers()
    {
        _server.Faults.Refuse("GET pods", FakeStatus.TooManyRequests(TimeSpan.FromMinutes(5)));

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => GetAsync("a"));

        Assert.Equal(TimeSpan.FromMinutes(5), refused.RetryAfter);
    }

    [Fact]
    public async Task Service_unavailable_with_a_time_is_tried_again_and_an_internal_error_is_not()
    {
        _server.Faults.Refuse("GET pods/a", new FakeStatus(503, "ServiceUnavailable", "starting", TimeSpan.FromSeconds(1)));
        Assert.Null(await FinishAsync(GetAsync("a")));

        _server.Faults.Refuse("GET pods/b", FakeStatus.InternalError);
        await Assert.ThrowsAsync<KubernetesApiException>(() => GetAsync("b"));
        Assert.Equal(1, _server.Count("GET pods/b"));
    }

    [Fact]
    public async Task Create_that_failed_after_it_was_done_is_AlreadyExists_the_next_time()
    {
        _server.Faults.RefuseWhenDone("POST pods", FakeStatus.InternalError);
        await Assert.ThrowsAsync<KubernetesApiException>(() => CreateAsync("a"));
        _server.Faults.CutWhenDone("POST pods");
        await Assert.ThrowsAsync<KubernetesUnreachableException>(() => CreateAsync("b"));

        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => CreateAsync("a"))).IsAlreadyExists);
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => CreateAsync("b"))).IsAlreadyExists);
    }

    [Fact]
    public async Task Server_that_gives_no_headers_is_left_at_the_deadline()
    {
        var held = _server.Faults.Hold("GET pods");

        var unreachable = await Assert.ThrowsAsync<KubernetesUnreachableException>(() => FinishAsync(GetAsync("a")));

        Assert.Contains("within 30 s", unreachable.Message);
        held.SetResult();
    }

    [Fact]
    public async Task Caller_that_gives_up_is_not_told_of_a_deadline()
    {
        var held = _server.Faults.Hold("GET pods");
        using var giveUp = new CancellationTokenSource();
        var asking = Api.GetAsync<JsonObject>(ResourceType.Pods, "default", "a", giveUp.Token);
        await Eventually.TrueAsync(() => _server.Count("GET pods") == 1, "the request is there");

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        held.SetResult();
    }

    [Fact]
    public async Task Token_that_expired_is_read_again_and_one_that_stays_wrong_is_Unauthorized()
    {
        Assert.Null(await GetAsync("a"));
        _server.Token = "second";
        await File.WriteAllTextAsync(_server.TokenFile, "second");
        Assert.Null(await GetAsync("a"));

        _server.Token = "third";
        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => GetAsync("a"));
        Assert.True(refused.IsUnauthorized);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_unreachable_and_named()
    {
        Assert.Null(await GetAsync("a"));
        await _server.DisposeAsync();

        var unreachable = await Assert.ThrowsAsync<KubernetesUnreachableException>(() => GetAsync("a"));

        Assert.Contains("127.0.0.1", unreachable.Message);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_resource_and_code()
    {
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (instrument.Name == "elasticjobs.kubernetes.requests")
                on.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();

        await Api.GetAsync<JsonObject>(new ResourceType("metrics.test", "v1", "things", "Thing"), "default", "a", CancellationToken.None);

        Assert.Contains("get things.metrics.test 404", counted);
    }

    [Fact]
    public async Task Log_that_is_cut_fails_to_read_and_one_that_ended_does_not()
    {
        var log = _server.Logs.Of("default", "a");
        log.Write(_time.GetUtcNow(), "one\n");
        await using (var cut = await Api.OpenLogAsync("default", "a", new LogQuery { Follow = true, Timestamps = true }, CancellationToken.None))
        {
            using var reader = new StreamReader(cut);
            Assert.Equal("2026-01-01T00:00:00.000000000Z one", await reader.ReadLineAsync());
            _server.Logs.CutStreams();
            await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadLineAsync());
        }

        log.Write(_time.GetUtcNow(), "two");
        log.End();
        await using var whole = await Api.OpenLogAsync("default", "a", new LogQuery { Follow = true }, CancellationToken.None);
        using var all = new StreamReader(whole);
        Assert.Equal("one\ntwo", await all.ReadToEndAsync());
    }

    private Task<JsonObject> CreateAsync(string name) => Api.CreateAsync(ResourceType.Pods, "default", InformerRun.Pod(name), CancellationToken.None);

    private Task<JsonObject?> GetAsync(string name) => Api.GetAsync<JsonObject>(ResourceType.Pods, "default", name, CancellationToken.None);

    /// <summary>Moves time on until the task has ended.</summary>
    private async Task<T> FinishAsync<T>(Task<T> task)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(200));
                return task.IsCompleted;
            },
            "the request has ended");
        return await task;
    }
}
