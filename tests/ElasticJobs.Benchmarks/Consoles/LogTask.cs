using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>A run with one task that writes lines at a rate, each beginning with the unix milliseconds at which it was written.</summary>
internal static class LogTask
{
    public const string Name = "chatter";

    public static async Task<Guid> StartAsync(ConsoleProcess console, int linesPerSecond, int seconds)
    {
        var script = $"""
            import sys, time
            started = time.monotonic()
            for tick in range({seconds} * 100):
                for _ in range({linesPerSecond / 100}):
                    sys.stdout.write(f"{"{time.time() * 1000:.2f}"} a line of about the length that lines of a training have, loss=0.12345\n")
                sys.stdout.flush()
                time.sleep(max(0, started + (tick + 1) / 100 - time.monotonic()))
            """;
        var document = new JsonObject
        {
            ["apiVersion"] = "elasticjobs/v1",
            ["kind"] = "Pipeline",
            ["metadata"] = new JsonObject { ["name"] = "benchmark" },
            ["spec"] = new JsonObject { ["tasks"] = new JsonArray(new JsonObject { ["id"] = Name, ["template"] = "python", ["args"] = new JsonObject { ["script"] = script } }) },
        };
        (await console.Client.PutAsJsonAsync("/api/v1/projects/default/pipelines/benchmark", document)).EnsureSuccessStatusCode();
        var answer = (await console.Client.PostAsJsonAsync("/api/v1/projects/default/pipelines/benchmark/runs", new { })).EnsureSuccessStatusCode();
        var run = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
        await Eventually.TrueAsync(
            async () => (await console.Client.GetFromJsonAsync<JsonObject>($"/api/v1/projects/default/runs/{run}"))!["tasks"]![0]!["startedAt"] is not null,
            "the task that writes runs");
        return run;
    }
}
