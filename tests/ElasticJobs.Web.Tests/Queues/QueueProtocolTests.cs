using System.Net;
using System.Net.WebSockets;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>What EAS's clients send, row by row, and what they are to get.</summary>
public sealed class QueueProtocolTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>
{
    [Fact]
    public async Task Put_AnswersItsIndexAsText_AndItsRequestId()
    {
        using var client = await ClientAsync();

        using var first = await client.SendAsync(HttpMethod.Post, "taskType=query&model=penguins", "one");
        var second = await client.PutAsync("taskType=query&_priority_=1", "two");

        Assert.Equal("1", await first.Content.ReadAsStringAsync());
        Assert.Equal("2", second);
        var frames = await client.FramesAsync("_index_=0&_length_=5&_timeout_=0s");
        Assert.Equal(["one", "two"], frames.Select(QueueClient.Text));
        Assert.Equal(first.Headers.GetValues("X-Eas-Queueservice-Request-Id").Single(), frames[0].Tags["requestId"]);
        Assert.Equal(("penguins", "query"), (frames[0].Tags["model"], frames[0].Tags["taskType"]));
        Assert.DoesNotContain(frames[0].Tags.Keys, key => key.StartsWith('_'));
    }

    [Theory]
    [InlineData("", "task_type_missing")]
    [InlineData("taskType=train", "task_type_missing")]
    [InlineData("taskType=query&_priority_=high", "bad_parameter")]
    [InlineData("taskType=query&_delay_=soon", "bad_parameter")]
    public async Task Put_WithAMistake_Is400(string query, string code)
    {
        using var client = await ClientAsync();

        var problem = await client.SendAsync(HttpMethod.Post, query, "x").RefusalAsync(HttpStatusCode.BadRequest, code);

        if (code == "task_type_missing")
            Assert.True(problem.Text("fix").Contains("command", StringComparison.Ordinal) && problem.Text("fix").Contains("query", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_ToAServiceWithoutServer_Is400()
    {
        var (service, token) = await fixture.DeployAsync(container: "{}");
        using var client = new QueueClient(fixture.Console, service, token);

        await client.SendAsync(HttpMethod.Post, "taskType=query", "x").RefusalAsync(HttpStatusCode.BadRequest, "no_port");
        Assert.Equal("1", await client.PutAsync("taskType=command", "true"));
    }

    [Fact]
    public async Task Put_AgainWithItsRequestId_ChangesNothing()
    {
        using var client = await ClientAsync();

        Assert.Equal(["1", "1", "3"], [await client.PutAsync("taskType=query&requestId=a", "x"), await client.PutAsync("taskType=query&requestId=a", "x"), await client.PutAsync("taskType=query&requestId=b", "y")]);
        Assert.Equal("x", QueueClient.Text(Assert.Single(await client.FramesAsync("_index_=0&_length_=5&requestId=a"))));
    }

    [Fact]
    public async Task Get_IsJsonProtobufOrBare_AsItIsAskedFor()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");

        var json = await client.GetAsync("_index_=0&_length_=1&_raw_=false").JsonAsync();
        Assert.Equal((1, "b25l", "query"), (json[0].GetProperty("index").GetInt32(), json[0].Text("data"), json[0].GetProperty("tags").Text("taskType")));
        Assert.Equal("one", await client.GetAsync("_index_=0").TextAsync());
        Assert.Equal("one", await client.GetAsync("_index_=0&_raw_=true&_length_=1", protobuf: true).TextAsync());
        Assert.Empty(await client.FramesAsync("_index_=2&_length_=1&_timeout_=0s"));
        Assert.Empty(await client.FramesAsync("_index_=0&_length_=1&_timeout_=0s&taskType=command"));
    }

    [Fact]
    public async Task Get_WaitsForWhatIsNotThereYet_AndAnswersBeforeItsClientGivesUp()
    {
        using var client = await ClientAsync();
        var waiting = client.FramesAsync("_index_=0&_length_=1&_timeout_=20s");
        await client.PutAsync("taskType=query", "late");
        Assert.Equal("late", QueueClient.Text(Assert.Single(await waiting)));

        var since = TimeProvider.System.GetTimestamp();
        Assert.Single(await client.FramesAsync("_index_=0&_length_=2&_timeout_=1s"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(0.85), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Get_WithAutoDelete_TakesEachFrameOnce()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");
        await client.PutAsync("taskType=query", "two");

        Assert.Equal("one", QueueClient.Text(Assert.Single(await client.FramesAsync("_index_=0&_length_=1&_auto_delete_=true"))));
        Assert.Equal("two", QueueClient.Text(Assert.Single(await client.FramesAsync("_index_=0&_length_=1&_auto_delete_=true"))));
        Assert.Empty(await client.FramesAsync("_index_=0&_length_=1&_auto_delete_=true&_timeout_=0s"));
    }

    [Fact]
    public async Task Attributes_AreThereInBothEncodings_WithTheKeysThatClientsTestFor()
    {
        using var client = await ClientAsync();
        var empty = await client.GetAsync("_attrs_=true").JsonAsync();
        Assert.False(empty.TryGetProperty("stream.firstEntry", out _));
        await client.PutAsync("taskType=query", "one");
        using var watch = await client.WatchAsync("_index_=0&_window_=5");
        await watch.NextAsync();

        using var response = await client.GetAsync("_attrs_=true", protobuf: true);
        var attributes = FrameCodec.DecodeAttributes(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(("X-EAS-QueueService-Redis-Uid", "X-EAS-QueueService-Redis-Gid", "1", "1"), (attributes["meta.header.user"], attributes["meta.header.group"], attributes["stream.length"], attributes["stream.firstEntry"]));
        Assert.Equal("1", attributes["consumers.stats.total"]);
        Assert.StartsWith("Id: eas.u1, Index: 0, Pending: 1, Status: Running", attributes["consumers.list.[0]"], StringComparison.Ordinal);
        Assert.Contains("Window: 5, Slots: 4", attributes["consumers.list.[0]"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_TellsWhoHasATask_OrHowManyAreAhead_AndIs404WhenItIsDone()
    {
        var (service, token) = await fixture.DeployAsync();
        using var worker = new QueueClient(fixture.Console, service, token, "w1", service);
        foreach (var body in new[] { "one", "two", "three" })
            await worker.PutAsync("taskType=query", body);
        using var watch = await worker.WatchAsync("_index_=0&_window_=1");
        await watch.NextAsync();

        var held = await worker.GetAsync("_search_=true&_index_=1").JsonAsync();
        var waits = await worker.GetAsync("_search_=true&_index_=3").JsonAsync();
        Assert.Equal(($"{service}.w1", true, 0), (held.Text("ConsumerId"), held.GetProperty("IsPending").GetBoolean(), held.GetProperty("WaitCount").GetInt32()));
        Assert.Equal(("", false, 1), (waits.Text("ConsumerId"), waits.GetProperty("IsPending").GetBoolean(), waits.GetProperty("WaitCount").GetInt32()));
        await worker.CommitAsync("_indexes_=1");
        var gone = await worker.GetAsync("_search_=true&_index_=1").RefusalAsync(HttpStatusCode.NotFound, "task_done");
        Assert.Contains("no data in stream", gone.Text("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ForATaskThatIsNotThere_SaysWhatBecameOfIt()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");
        await client.SendAsync(HttpMethod.Delete, "_indexes_=1").TextAsync();

        await client.GetAsync("_search_=true&_index_=1").RefusalAsync(HttpStatusCode.NotFound, "task_deleted");
        await client.GetAsync("_search_=true&_index_=2").RefusalAsync(HttpStatusCode.NotFound, "no_data");
    }

    [Fact]
    public async Task Sink_GivesTheFramesOfOneRequest()
    {
        using var client = await ClientAsync();
        foreach (var (request, text) in new[] { ("r1", "log"), ("r2", "other"), ("r1", "result") })
            await client.PutAsync($"requestId={request}", text, "/sink");

        Assert.Equal(["log", "result"], (await client.FramesAsync("_index_=0&_length_=9&_timeout_=0s&requestId=r1", "/sink")).Select(QueueClient.Text));
        Assert.Equal("2", await client.GetAsync("_count_=true&requestId=r1", "/sink").TextAsync());
        using var watch = await client.WatchAsync("_index_=0&_window_=5&requestId=r2", "/sink");
        Assert.Equal("other", QueueClient.Text((await watch.NextAsync())!));
    }

    [Fact]
    public async Task Count_IsOfTagsAndPriorities()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query&model=a", "x");
        await client.PutAsync("taskType=query&model=b&_priority_=1", "y");

        Assert.Equal(("2", "1", "1"), (await client.GetAsync("_count_=true").TextAsync(), await client.GetAsync("_count_=true&model=a").TextAsync(), await client.GetAsync("_count_=true&_priority_=1").TextAsync()));
    }

    [Fact]
    public async Task Delete_Truncate_AndCommit_AnswerOk_AlsoTheSecondTime()
    {
        using var client = await ClientAsync();
        for (var i = 0; i < 5; i++)
            await client.PutAsync("taskType=query", $"{i}");

        Assert.Equal("OK", await client.SendAsync(HttpMethod.Delete, "_indexes_=1%2C2").TextAsync());
        Assert.Equal("OK", await client.SendAsync(HttpMethod.Delete, "_indexes_=1,2").TextAsync());
        Assert.Equal("OK", await client.SendAsync(HttpMethod.Delete, "_index_=4&_trunc_=true").TextAsync());
        Assert.Equal(["4", "5"], (await client.FramesAsync("_index_=0&_length_=9&_timeout_=0s")).Select(frame => $"{frame.Index}"));
        await client.PutAsync("kind=note", "x", "/sink");
        Assert.Equal(["OK", "OK"], [await client.CommitAsync("_indexes_=1", "/sink"), await client.CommitAsync("_indexes_=1", "/sink")]);
        Assert.Empty(await client.FramesAsync("_index_=0&_length_=9&_timeout_=0s", "/sink"));
        await client.SendAsync(HttpMethod.Delete, "_indexes_=x").RefusalAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task EndOfStream_ClosesWatches_OnceAllIsDone()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");
        await client.PutAsync("taskType=query", "two");
        using var watch = await client.WatchAsync("_index_=0&_window_=1");
        await watch.NextAsync();

        Assert.Equal("OK", await client.SendAsync(HttpMethod.Post, "_eos_=true&_force_=true", "").TextAsync());
        Assert.Equal("1", await client.GetAsync("_count_=true").TextAsync());
        await client.CommitAsync("_indexes_=1");

        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_PushesUpToItsWindow_AndGoesOnWithEachCommit()
    {
        using var client = await ClientAsync();
        for (var i = 1; i <= 3; i++)
            await client.PutAsync("taskType=query&_priority_=" + (i == 3 ? "1" : "0"), $"{i}");
        using var watch = await client.WatchAsync("_index_=0&_window_=1&_index_only_=false&_auto_commit_=false");

        Assert.Equal("3", QueueClient.Text((await watch.NextAsync())!));
        var next = watch.NextAsync();
        Assert.False(next.IsCompleted);
        await client.CommitAsync("_indexes_=3");
        Assert.Equal("1", QueueClient.Text((await next)!));
        await client.SendAsync(HttpMethod.Put, "_indexes_=1&_negative_=true", "_code_=Shutdown&_reason_=leaving", form: true).TextAsync();
        Assert.Equal("1", QueueClient.Text((await watch.NextAsync())!));
    }

    [Fact]
    public async Task Watch_OverPlainHttp_PutsTheLengthBeforeEachFrame()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");

        await using var stream = await (await client.StreamAsync("_watch_=true&_index_=0&_window_=5")).Content.ReadAsStreamAsync();
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var frame = new byte[System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame);

        Assert.Equal("one", QueueClient.Text(FrameCodec.Decode(frame)));
    }

    [Fact]
    public async Task Watch_ThatIsCutOff_GetsWhatItHadAgain_AndOfTwoTheNewerCounts()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");
        var first = await client.WatchAsync("_index_=0&_window_=1");
        await first.NextAsync();
        first.Abort();

        using var second = await client.WatchAsync("_index_=0&_window_=1");
        Assert.Equal("one", QueueClient.Text((await second.NextAsync())!));
        using var third = await client.WatchAsync("_index_=0&_window_=1");
        Assert.Null(await second.NextAsync());
        Assert.Equal("one", QueueClient.Text((await third.NextAsync())!));
        first.Dispose();
    }

    [Fact]
    public async Task Watch_WithOtherTagsThanItsGroup_IsRefusedBeforeItIsASocket()
    {
        var (service, token) = await fixture.DeployAsync();
        using var one = new QueueClient(fixture.Console, service, token, "u1");
        using var two = new QueueClient(fixture.Console, service, token, "u2");
        using var watch = await one.WatchAsync("_index_=0&model=a");

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => two.WatchAsync("_index_=0&model=b"));

        Assert.Contains("409", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WithIndexOnly_OrAutoCommit_DoesWhatItSays()
    {
        using var client = await ClientAsync();
        await client.PutAsync("taskType=query", "one");
        using (var bare = await client.WatchAsync("_index_=0&_index_only_=true"))
            Assert.Equal(0, (await bare.NextAsync())!.Data.Length);

        using var other = client.As("u2", "others");
        using var taking = await other.WatchAsync("_index_=0&_auto_commit_=true");
        Assert.Equal("one", QueueClient.Text((await taking.NextAsync())!));
    }

    private async Task<QueueClient> ClientAsync()
    {
        var (service, token) = await fixture.DeployAsync();
        return new QueueClient(fixture.Console, service, token);
    }
}
