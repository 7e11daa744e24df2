using System.Net;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>What workers send beyond EAS's protocol: leases, reports, results.</summary>
public sealed class WorkerProtocolTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>
{
    private const string Watch = "_index_=0&_window_=1&_lease_=true";

    [Fact]
    public async Task Task_ComesWithItsLease_AndTheRequestItWasPutWith()
    {
        var (worker, _) = await WorkersAsync();
        await worker.PutAsync("taskType=query", "x", "/v1/models/penguins");
        using var watch = await worker.WatchAsync(Watch);

        var task = (await watch.NextAsync())!;

        Assert.Equal(("1", "1", "/v1/models/penguins"), (task.Tags["_epoch_"], task.Tags["_deliveries_"], task.Tags["_path_"]));
    }

    [Fact]
    public async Task Query_SaysMethodPathAndHeaders_ByParametersAndHeadersOfThePut()
    {
        var (worker, _) = await WorkersAsync();
        await worker.SendAsync(
            HttpMethod.Post,
            "taskType=query&_method_=put&_path_=v1/x%3Ftop%3D3&_header_X-Mine_=yes&_header_accept_=text/csv&lang=zh",
            "a=b",
            "/a%20b",
            headers =>
            {
                headers.TryAddWithoutValidation("X-Ej-Header-X-Other", "two, three");
                headers.TryAddWithoutValidation("X-Ej-Header-Accept", "less said");
            },
            form: true).TextAsync();
        await worker.PutAsync("taskType=query", "x", "/a%20b/c%3Fd");
        using var watch = await worker.WatchAsync(Watch.Replace("_window_=1", "_window_=2", StringComparison.Ordinal));

        var (task, plain) = ((await watch.NextAsync())!, (await watch.NextAsync())!);

        Assert.Equal(("PUT", "/v1/x?top=3", "zh"), (task.Tags["_method_"], task.Tags["_path_"], task.Tags["lang"]));
        Assert.Equal(("yes", "text/csv", "two, three", "application/x-www-form-urlencoded"), (task.Tags["_header_x-mine_"], task.Tags["_header_accept_"], task.Tags["_header_x-other_"], task.Tags["_header_content-type_"]));
        Assert.Equal("/a%20b/c%3Fd", plain.Tags["_path_"]);
    }

    [Theory]
    [InlineData("_method_=GET%20/")]
    [InlineData("_path_=/a%20b")]
    [InlineData("_path_=/a%0d%0ab")]
    [InlineData("_header_X-A_=b%0d%0aX-C:d")]
    [InlineData("_header_a%20b_=c")]
    [InlineData("_header_content-length_=7")]
    [InlineData("_header_=x")]
    [InlineData("_url_=http://elsewhere/")]
    public async Task Query_ThatWouldMakeAnotherRequest_IsRefused(string part)
    {
        var (worker, _) = await WorkersAsync();

        var problem = await worker.SendAsync(HttpMethod.Post, "taskType=query&" + part, "x").JsonAsync(System.Net.HttpStatusCode.BadRequest);

        Assert.Equal("bad_parameter", problem.Text("code"));
        Assert.Equal("0", await worker.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task LargePayload_IsToldToWorkersByItsAddress_AndGivenToOthers()
    {
        var (service, token) = await fixture.DeployAsync("\"queue\": {\"offload_kb\": 1}");
        using var worker = new QueueClient(fixture.Console, service, token, "w1", service);
        await worker.PutAsync("taskType=query", new string('x', 2000));
        using var watch = await worker.WatchAsync(Watch);

        var task = (await watch.NextAsync())!;

        Assert.Equal((0, "?_payload_=1"), (task.Data.Length, task.Tags["_url_"]));
        Assert.Equal(new string('x', 2000), await worker.GetAsync(task.Tags["_url_"][1..]).TextAsync());
        Assert.Equal(2000, Assert.Single(await worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s")).Data.Length);
        await worker.GetAsync("_payload_=2").RefusalAsync(HttpStatusCode.NotFound, "no_data");
        await worker.CommitAsync("_indexes_=1&_epoch_=1");
        await worker.GetAsync("_payload_=1").RefusalAsync(HttpStatusCode.NotFound, "no_data");
    }

    [Fact]
    public async Task Result_IsInTheSink_WithTheCommit_AndOnlyOnce()
    {
        var (worker, _) = await WorkersAsync();
        await worker.PutAsync("taskType=command&requestId=r7", "true");
        using var watch = await worker.WatchAsync(Watch);
        await watch.NextAsync();

        const string Complete = "_indexes_=1&_epoch_=1&_result_=true&requestId=r7&kind=result&exitCode=0";
        Assert.Equal("OK", await worker.SendAsync(HttpMethod.Put, Complete, "{}").TextAsync());
        Assert.Equal("OK", await worker.SendAsync(HttpMethod.Put, Complete, "{}").TextAsync());

        var result = Assert.Single(await worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s", "/sink"));
        Assert.Equal(("r7", "result", "0", "{}"), (result.Tags["requestId"], result.Tags["kind"], result.Tags["exitCode"], QueueClient.Text(result)));
        Assert.Equal("0", await worker.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task Report_OfWhoHasTheTask_IsTakenOnce_AndOfAnotherRefused()
    {
        var (worker, zombie) = await WorkersAsync();
        await worker.PutAsync("taskType=command&requestId=r7", "true");
        using var watch = await worker.WatchAsync(Watch);
        await watch.NextAsync();
        const string Log = "_lease_index_=1&_lease_epoch_=1&requestId=r7&kind=log&seq=0&stream=stdout";

        Assert.Equal("OK", await worker.SendAsync(HttpMethod.Post, Log, "line", "/sink").TextAsync());
        Assert.Equal("OK", await worker.SendAsync(HttpMethod.Post, Log, "line", "/sink").TextAsync());
        await worker.SendAsync(HttpMethod.Post, Log.Replace("epoch_=1", "epoch_=2", StringComparison.Ordinal), "late", "/sink").RefusalAsync(HttpStatusCode.Conflict, "lease_lost");
        await zombie.SendAsync(HttpMethod.Post, Log, "late", "/sink").RefusalAsync(HttpStatusCode.Conflict, "lease_lost");

        Assert.Equal("line", QueueClient.Text(Assert.Single(await worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s", "/sink"))));
    }

    [Fact]
    public async Task CommitOfAnOlderLease_IsRefused()
    {
        var (first, second) = await WorkersAsync();
        await first.PutAsync("taskType=command", "true");
        using (var watch = await first.WatchAsync(Watch))
        {
            await watch.NextAsync();
            await first.SendAsync(HttpMethod.Put, "_drain_=true", "").TextAsync();
            await first.SendAsync(HttpMethod.Put, "_indexes_=1&_negative_=true&_epoch_=1", "_code_=Shutdown", form: true).TextAsync();
            using var other = await second.WatchAsync(Watch);
            var again = (await other.NextAsync())!;
            Assert.Equal(("2", "1"), (again.Tags["_epoch_"], again.Tags["_deliveries_"]));

            await first.SendAsync(HttpMethod.Put, "_indexes_=1&_epoch_=1", "").RefusalAsync(HttpStatusCode.Conflict, "lease_lost");
            await first.SendAsync(HttpMethod.Put, "_indexes_=1&_epoch_=1&_result_=true", "late").RefusalAsync(HttpStatusCode.Conflict, "lease_lost");
            Assert.Equal("OK", await second.SendAsync(HttpMethod.Put, "_indexes_=1&_epoch_=2", "").TextAsync());
        }

        Assert.Empty(await first.FramesAsync("_index_=0&_length_=9&_timeout_=0s", "/sink"));
    }

    [Fact]
    public async Task Worker_OfATaskThatIsDeleted_IsToldToStop()
    {
        var (worker, client) = await WorkersAsync();
        await worker.PutAsync("taskType=command", "sleep 1000");
        using var watch = await worker.WatchAsync(Watch);
        await watch.NextAsync();

        await client.SendAsync(HttpMethod.Delete, "_indexes_=1").TextAsync();

        var told = (await watch.NextAsync())!;
        Assert.Equal((1ul, "cancel"), (told.Index, told.Tags["_control_"]));
    }

    [Fact]
    public async Task DrainingWorker_GetsNothingMore_UntilItGoesOn()
    {
        var (first, second) = await WorkersAsync();
        using var watch = await first.WatchAsync(Watch);
        await first.SendAsync(HttpMethod.Put, "_drain_=true", "").TextAsync();
        await first.PutAsync("taskType=command", "true");
        using var other = await second.WatchAsync(Watch);
        Assert.Equal(1ul, (await other.NextAsync())!.Index);

        await first.SendAsync(HttpMethod.Put, "_drain_=true&_undo_=true", "").TextAsync();
        await first.PutAsync("taskType=command", "true");
        Assert.Equal(2ul, (await watch.NextAsync())!.Index);
    }

    [Fact]
    public async Task DeadLetters_AreBehindTheRearHeader()
    {
        var (service, token) = await fixture.DeployAsync("\"queue\": {\"max_delivery\": 1}");
        using var worker = new QueueClient(fixture.Console, service, token, "w1", service);
        await worker.PutAsync("taskType=query", "poison");
        using var watch = await worker.WatchAsync(Watch);
        await watch.NextAsync();
        await worker.SendAsync(HttpMethod.Put, "_indexes_=1&_negative_=true", "_code_=TaskFailed&_reason_=exit 1", form: true).TextAsync();

        var dead = await worker.FramesAsync("_index_=0&_length_=9&_timeout_=10s", headers: headers => headers.Add("X-EAS-QueueService-Access-Rear", "true"));

        Assert.Equal(("poison", "Its worker gave it back with the code TaskFailed: exit 1"), (QueueClient.Text(Assert.Single(dead)), dead[0].Message));
        await worker.GetAsync("_search_=true&_index_=1").RefusalAsync(HttpStatusCode.NotFound, "task_dead");
        Assert.Equal("0", await worker.GetAsync("_count_=true").TextAsync());
    }

    private async Task<(QueueClient First, QueueClient Second)> WorkersAsync()
    {
        var (service, token) = await fixture.DeployAsync();
        return (new QueueClient(fixture.Console, service, token, "w1", service), new QueueClient(fixture.Console, service, token, "w2", service));
    }
}
