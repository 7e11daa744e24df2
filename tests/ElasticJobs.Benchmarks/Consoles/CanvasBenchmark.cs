using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Browser.Tests.Browsing;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Playwright;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>The editor with 500 tasks and 800 edges in a real browser: time to painted, frames a second while a task is dragged.</summary>
internal static class CanvasBenchmark
{
    private const int Tasks = 500;
    private const int Edges = 800;

    private const string CountFrames = "() => { window.__frames = 0; const count = () => { window.__frames++; window.__count = requestAnimationFrame(count); }; requestAnimationFrame(count); window.__since = performance.now(); }";
    private const string FramesPerSecond = "() => { cancelAnimationFrame(window.__count); return window.__frames / ((performance.now() - window.__since) / 1000); }";

    public static async Task RunAsync(BenchmarkReport report)
    {
        using var directory = new TemporaryDirectory();
        await using var console = new ConsoleProcess(directory.Path);
        await console.StartAsync();
        (await console.Client.PutAsJsonAsync("/api/v1/projects/default/pipelines/large", Document())).EnsureSuccessStatusCode();
        await using var chromium = new Chromium();
        await chromium.InitializeAsync();
        var context = await chromium.ContextAsync(console.Address);
        var page = await SignIn.OpenAsync(context, console);
        var blank = await MeasureBlankAsync(page);
        report.Add("frames per second of a page that does nothing, in this browser", $"{blank:N0}/s");
        await OpenAsync(page);
        var opened = await OpenAsync(page);
        report.Add($"editor with {Tasks} tasks and {Edges} edges: address entered → painted", $"{opened:N2} s; goal < 1 s");
        var dragged = await DragAsync(page);
        report.Add("frames per second while a task is dragged", $"{dragged:N0}/s ({dragged / blank:P0} of the page that does nothing); goal 60/s");
    }

    private static async Task<double> OpenAsync(IPage page)
    {
        await page.GotoAsync("/pipelines");
        var started = Stopwatch.GetTimestamp();
        await page.GotoAsync("/pipelines/large");
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=canvas]')?.__canvas");
        await page.EvaluateAsync("async () => { await document.querySelector('[data-testid=canvas]').__canvas.painted(); }");
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> MeasureBlankAsync(IPage page)
    {
        await page.EvaluateAsync(CountFrames);
        await Task.Delay(TimeSpan.FromSeconds(2));
        return await page.EvaluateAsync<double>(FramesPerSecond);
    }

    private static async Task<double> DragAsync(IPage page)
    {
        var box = (await page.Locator(".x6-node").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 60, box.Y + 40, new() { Steps = 10 });
        await page.EvaluateAsync(CountFrames);
        for (var i = 0; i < 120; i++)
        {
            await page.Mouse.MoveAsync(box.X + 60 + (i % 40 * 4), box.Y + 40 + (i % 30 * 4));
        }

        var frames = await page.EvaluateAsync<double>(FramesPerSecond);
        await page.Mouse.UpAsync();
        return frames;
    }

    private static JsonObject Document()
    {
        var random = new Random(7);
        var tasks = new JsonArray();
        List<HashSet<int>> upstream = [.. Enumerable.Range(0, Tasks).Select(_ => new HashSet<int>())];
        for (var edges = 0; edges < Edges;)
        {
            var to = random.Next(1, Tasks);
            edges += upstream[to].Add(Math.Max(0, to - 1 - random.Next(12))) ? 1 : 0;
        }

        for (var i = 0; i < Tasks; i++)
        {
            tasks.Add(new JsonObject
            {
                ["id"] = $"task-{i}",
                ["template"] = "shell",
                ["after"] = new JsonArray([.. upstream[i].Select(from => (JsonNode)$"task-{from}")]),
                ["args"] = new JsonObject { ["command"] = "true" },
                ["position"] = new JsonObject { ["x"] = i % 23 * 272, ["y"] = i / 23 * 96 },
            });
        }

        return new JsonObject
        {
            ["apiVersion"] = "elasticjobs/v1",
            ["kind"] = "Pipeline",
            ["metadata"] = new JsonObject { ["name"] = "large" },
            ["spec"] = new JsonObject { ["tasks"] = tasks },
        };
    }
}
