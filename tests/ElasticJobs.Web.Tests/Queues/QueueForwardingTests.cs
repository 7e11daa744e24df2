using System.Net;
using ElasticJobs.Core.Leadership;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>Two consoles on one database, of which one leads.</summary>
public sealed class QueueForwardingTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>
{
    [Fact]
    public async Task Queue_IsTheSame_AtAConsoleThatDoesNotLead()
    {
        using var other = new TestConsole(static _ => { }, fixture.Console.DataDirectory);
        await Eventually.TrueAsync(async () => await other.Services.GetRequiredService<ILeaderAddress>().FindAsync(CancellationToken.None) is not null, "the leader has told its address");
        var (service, token) = await fixture.DeployAsync();
        using var there = new QueueClient(other, service, token, "w1", service);
        using var here = new QueueClient(fixture.Console, service, token, "w2", service);

        Assert.Equal("1", await there.PutAsync("taskType=query", "one"));
        using var watch = await there.WatchAsync("_index_=0&_window_=1&_lease_=true");
        Assert.Equal("one", QueueClient.Text((await watch.NextAsync())!));
        var waiting = there.FramesAsync("_index_=0&_length_=1&_timeout_=20s", "/sink");
        await here.SendAsync(HttpMethod.Put, "_indexes_=1&_epoch_=1&_result_=true", "late").RefusalAsync(HttpStatusCode.Conflict, "lease_lost");
        Assert.Equal("OK", await there.SendAsync(HttpMethod.Put, "_indexes_=1&_epoch_=1&_result_=true", "done").TextAsync());
        Assert.Equal("done", QueueClient.Text(Assert.Single(await waiting)));
        await there.GetAsync("_index_=x").RefusalAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task Request_ThatWasPassedOnToAConsoleThatDoesNotLead_EndsThere()
    {
        using var other = new TestConsole(static _ => { }, fixture.Console.DataDirectory);
        using var client = new QueueClient(other, "any", TestConsole.AdminToken);

        var refusal = await client.SendAsync(HttpMethod.Get, "_attrs_=true", headers: static headers => headers.Add("X-ElasticJobs-Forwarded", "1")).RefusalAsync(HttpStatusCode.ServiceUnavailable, "not_leading");

        Assert.NotEmpty(refusal.Text("fix"));
    }
}
