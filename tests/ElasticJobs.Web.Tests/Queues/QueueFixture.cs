using System.Net;
using System.Text;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>A console on which each test deploys a service of its own.</summary>
public class QueueFixture : IDisposable
{
    /// <summary>Its instances fail before they take anything: what a test puts is left to the test.</summary>
    private const string NeverReady = """{"init_command": "false", "command": "python app.py", "port": 8000}""";

    private int _services;

    public QueueFixture()
        : this(new TestConsole())
    {
    }

    protected QueueFixture(TestConsole console) => Console = console;

    public TestConsole Console { get; }

    /// <returns>Its name and its token.</returns>
    public async Task<(string Service, string Token)> DeployAsync(string more = "", string container = NeverReady)
    {
        var name = $"job{Interlocked.Increment(ref _services)}";
        var document = $$"""{"metadata": {"name": "{{name}}", "type": "ScalableJob"}, "containers": [{{container}}], {{more}} }""";
        await Console.Api.PostAsync("services", new StringContent(document, Encoding.UTF8, "application/json")).JsonAsync(HttpStatusCode.Created);
        var tokens = await Console.Api.GetAsync($"services/{name}/tokens").JsonAsync();
        return (name, tokens[0].Text("secret"));
    }

    public void Dispose()
    {
        Console.Dispose();
        GC.SuppressFinalize(this);
    }
}
