using System.Diagnostics;
using ElasticJobs.Browser.Tests.Browsing;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>Memory of the console while many pages of a real browser show a run with its live log.</summary>
internal static class PagesBenchmark
{
    /// <summary>What one browser can draw beside the console on two cores; with 100 it does not come to an end.</summary>
    private const int Pages = 20;
    private const int LinesPerSecond = 100;
    private const int Seconds = 600;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(BenchmarkReport report)
    {
        using var directory = new TemporaryDirectory();
        await using var console = new ConsoleProcess(directory.Path);
        await console.StartAsync();
        await using var chromium = new Chromium();
        await chromium.InitializeAsync();
        var context = await chromium.ContextAsync(console.Address);
        await SignIn.OpenAsync(context, console);
        var run = await LogTask.StartAsync(console, LinesPerSecond, Seconds);
        await Task.Delay(Settle);
        report.Add($"memory of the console, one page open, a task writes {LinesPerSecond} lines/s (RSS)", $"{ProcessMemory.Megabytes(console.ProcessId):N0} MB");
        var opening = Stopwatch.GetTimestamp();
        for (var page = 0; page < Pages; page++)
        {
            var opened = await context.NewPageAsync();
            await opened.GotoAsync($"/runs/{run}?task={LogTask.Name}&tab=log");
            await opened.Locator(".ej-log").GetByText("lines of a training").First.WaitForAsync();
        }

        report.Add($"{Pages} pages opened one after the other, each until it shows the log", $"{Stopwatch.GetElapsedTime(opening).TotalSeconds:N0} s");
        await Task.Delay(Settle);
        report.Add($"memory of the console with {Pages} pages that follow the log (RSS)", $"{ProcessMemory.Megabytes(console.ProcessId):N0} MB; goal for 100 pages < 500 MB");
        (await console.Client.PostAsync($"/api/v1/projects/default/runs/{run}/stop", null)).Dispose();
    }
}
