using System.Globalization;
using System.Text;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>Tasks of the elastic job <c>count</c> that leave a mark when they begin, put at one console after the other; judged by what is in the sink.</summary>
internal sealed class CountedTasks(TemporaryDirectory files, params HttpClient[] consoles)
{
    private const string Service = "count";
    private const int InHand = 8;

    private readonly QueueApi[] _queues = [.. consoles.Select(console => new QueueApi(console, Service))];

    public async Task DeployAsync(int instances)
    {
        var document = $$$"""
            {"metadata": {"name": "{{{Service}}}", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": {{{instances}}}, "max": {{{instances}}}}, "queue": {"max_delivery": 100},
             "scalable_job": {"enable_write_log_to_queue": false}}
            """;
        using var content = new StringContent(document, Encoding.UTF8, "application/json");
        using var deployed = await consoles[0].PostAsync("/api/v1/projects/default/services", content);
        Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync());
    }

    /// <summary>Keeps the instances at work.</summary>
    /// <returns>How many tasks there are.</returns>
    public async Task<int> PutAsync(TimeSpan cap, CancellationToken end)
    {
        var put = 0;
        while (!end.IsCancellationRequested)
        {
            var queue = _queues[put % _queues.Length];
            await queue.PutAsync($"taskType=command&requestId={RequestId(put)}", $"echo $EJ_REQUEST_ID >>{files["begun"]}; sleep 0.{put % 7}; exit {put % 3}");
            put++;
            await queue.ResultsAsync(put - InHand, cap);
        }

        await _queues[0].ResultsAsync(put, cap);
        return put;
    }

    /// <summary>Each task has one result, its own, at whatever console one looks.</summary>
    /// <returns>How often a task was begun again.</returns>
    public async Task<int> JudgeAsync(int put)
    {
        foreach (var queue in _queues)
        {
            var results = await queue.ResultsAsync(put, TimeSpan.FromSeconds(60));
            Assert.Equal(Enumerable.Range(0, put).Select(RequestId), results.Select(result => result.RequestId).Order());
            Assert.All(results, result => Assert.Equal($"{int.Parse(result.RequestId[1..], CultureInfo.InvariantCulture) % 3}", result.ExitCode));
        }

        var begun = await File.ReadAllLinesAsync(files["begun"]);
        Assert.Equal(put, begun.Distinct().Count());
        return begun.Length - put;
    }

    public async Task StopAsync(int console)
    {
        using var stopped = await consoles[console].PostAsync($"/api/v1/projects/default/services/{Service}/stop", null);
        Assert.True(stopped.IsSuccessStatusCode, await stopped.Content.ReadAsStringAsync());
    }

    private static string RequestId(int number) => string.Create(CultureInfo.InvariantCulture, $"t{number:00000}");
}
