using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>What an API server asks of kubelets: logs and the use of resources. One port a node.</summary>
internal sealed class SimulatedKubelets : IAsyncDisposable
{
    private const int StreamsPerConnection = 1000;

    private readonly WebApplication _app;

    private SimulatedKubelets(WebApplication app) => _app = app;

    /// <summary>In the nodes' order.</summary>
    public IReadOnlyList<int> Ports => [.. _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address).Port)];

    /// <summary>Null: no pods are there yet.</summary>
    public SimulatedPods? Pods { get; set; }

    public static async Task<SimulatedKubelets> StartAsync(string address, int count, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
            for (var node = 0; node < count; node++)
                kestrel.Listen(IPAddress.Parse(address), 0, listen => listen.UseHttps(certificate));
        });
        var kubelets = new SimulatedKubelets(builder.Build());
        kubelets._app.MapGet("/containerLogs/{ns}/{name}/{container}", kubelets.WriteLogAsync);
        kubelets._app.MapGet("/stats/summary", kubelets.Summary);
        await kubelets._app.StartAsync();
        return kubelets;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task WriteLogAsync(HttpContext context, string name)
    {
        if (Pods?.Find(name) is not { } pod)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(context.RequestAborted);
        var query = context.Request.Query;
        if (query["follow"] == "true")
            await context.Response.Body.FlushAsync(context.RequestAborted);
        else if (!pod.End.IsCompleted)
            return;
        var end = await pod.End.WaitAsync(context.RequestAborted);
        if (!DateTimeOffset.TryParse(query["sinceTime"], CultureInfo.InvariantCulture, out var since) || since <= end)
            await context.Response.WriteAsync(pod.LogAt(end, query["timestamps"] == "true"), context.RequestAborted);
    }

    private IResult Summary(HttpContext context)
    {
        var node = string.Create(CultureInfo.InvariantCulture, $"simulated-{Ports.ToList().IndexOf(context.Connection.LocalPort)}");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var pods = (Pods?.All ?? []).Where(pod => pod.IsRunning && pod.Node == node).Select(pod => (JsonNode)new JsonObject
        {
            ["podRef"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["cpu"] = Cpu(now), ["memory"] = Memory(now) }),
            ["cpu"] = Cpu(now),
            ["memory"] = Memory(now),
            ["network"] = new JsonObject { ["time"] = now, ["name"] = "eth0", ["rxBytes"] = 1274, ["rxErrors"] = 0, ["txBytes"] = 966, ["txErrors"] = 0 },
            ["ephemeral-storage"] = new JsonObject { ["time"] = now, ["usedBytes"] = 24_576 },
            ["process_stats"] = new JsonObject { ["process_count"] = 2 },
        });
        return Results.Text(new JsonObject { ["node"] = new JsonObject { ["nodeName"] = node }, ["pods"] = new JsonArray([.. pods]) }.ToJsonString(), "application/json");
    }

    private static JsonObject Cpu(string now) => new() { ["time"] = now, ["usageNanoCores"] = 2_000_000, ["usageCoreNanoSeconds"] = 30_000_000 };

    private static JsonObject Memory(string now) => new() { ["time"] = now, ["usageBytes"] = 2_097_152, ["workingSetBytes"] = 1_048_576, ["rssBytes"] = 524_288 };
}
