using System.Net;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Worker.Tests.Fakes;

namespace ElasticJobs.Worker.Tests.Queries;

public sealed class QueryTests
{
    private static readonly (string, string) Query = ("taskType", "query");

    [Fact]
    public async Task Query_WhileTheServerStarts_WaitsForIt()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();
        var index = queue.Put("{\"a\":1}"u8.ToArray(), Query, ("_path_", "/v1/ask"), ("_header_X-Mine_", "yes"), ("lang", "zh"));
        await Eventually.TrueAsync(() => queue.Connections == 1, "the worker is connected");

        await service.StartAsync();
        var end = await queue.EndOfAsync(index);

        Assert.Equal("POST /v1/ask?lang=zh application/json yes request-1 {\"a\":1}", end.Text);
        Assert.Equal(("result", "query", false), (end.Kind, end.Query["taskType"], end.Query.ContainsKey("lastCode")));
    }

    [Fact]
    public async Task Query_WithPartsOfItsOwn_IsSentAsTheySay()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();

        var full = await queue.EndOfAsync(queue.Put("{}"u8.ToArray(), Query, ("_method_", "PATCH"), ("_path_", "/v1/x?top=3"), ("_header_content-type_", "text/csv; header=absent"), ("_header_x-mine_", "yes"), ("lang", "zh")));
        var bare = await queue.EndOfAsync(queue.Put([], Query, ("_method_", "DELETE"), ("_path_", "/v1/x")));

        Assert.StartsWith("PATCH /v1/x?top=3 text/csv; header=absent yes ", full.Text);
        Assert.StartsWith("DELETE /v1/x  ", bare.Text);
    }

    [Fact]
    public async Task Query_Answered_ResultSaysHow()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();

        var failed = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), Query, ("_path_", "/status/503")));
        var empty = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), Query, ("_path_", "/status/204")));
        var late = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), Query, ("_path_", "/hang"), ("timeout", "200ms")));
        var bare = await queue.EndOfAsync(queue.Put([], Query));
        var broken = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), Query, ("_path_", "/abort")));

        Assert.Equal(("503", "503", "status 503"), (failed.Query["lastCode"], failed.Query["status"], failed.Text));
        Assert.Equal((false, ""), (empty.Query.ContainsKey("_result_"), empty.Text));
        Assert.Equal("408", late.Query["lastCode"]);
        Assert.StartsWith("GET / ", bare.Text);
        Assert.StartsWith("_code_=ServiceFailed", broken.Text);
    }

    [Fact]
    public async Task Answer_OfMoreThanTheQueueTakes_IsSaidInstead()
    {
        await using var queue = await FakeQueue.StartAsync();
        queue.Limit = 200;
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();

        var end = await queue.EndOfAsync(queue.Put(System.Text.Encoding.ASCII.GetBytes(new string('x', 300)), Query));

        Assert.Equal("413", end.Query["lastCode"]);
        Assert.Contains("more than the queue takes", end.Text);
    }

    [Fact]
    public async Task Query_Cancelled_IsDroppedAndNotCommitted()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();
        var index = queue.Put("x"u8.ToArray(), Query, ("_path_", "/hang"));
        await Eventually.TrueAsync(() => service.Hanging == 1, "the server has it");

        await queue.CancelAsync(index);

        await Eventually.TrueAsync(() => service.Hanging == 0, "the request was ended");
        await queue.EndOfAsync(queue.Put("x"u8.ToArray(), Query));
        Assert.Empty(queue.Commits(index));
    }

    [Fact]
    public async Task Query_WhenTheGraceIsUsedUp_IsGivenBack()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).With(InstanceVariables.Grace, 0).StartWorker();
        var index = queue.Put("x"u8.ToArray(), Query, ("_path_", "/hang"));
        await Eventually.TrueAsync(() => service.Hanging == 1, "the server has it");

        await instance.TellAsync();

        Assert.StartsWith("_code_=Shutdown", (await queue.EndOfAsync(index)).Text);
        Assert.Equal(ExitCodes.Drained, await instance.Worker);
    }

    [Fact]
    public async Task Queue_WhileItIsInTrouble_HearsTheResultLater()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var service = new FakeService();
        await service.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Port, service.Port).StartWorker();
        queue.Trouble = HttpStatusCode.BadGateway;

        var index = queue.Put("x"u8.ToArray(), Query);
        await Eventually.TrueAsync(() => queue.Refusals > 1, "the worker tries again");
        queue.Trouble = null;

        Assert.Equal("result", (await queue.EndOfAsync(index)).Kind);
        Assert.Single(queue.Commits(index));
    }
}
