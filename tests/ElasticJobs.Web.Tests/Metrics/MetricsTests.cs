using System.Net;
using System.Text.RegularExpressions;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Metrics;

[Collection(ConsoleCollection.Name)]
public sealed partial class MetricsTests(TestConsole console)
{
    [Fact]
    public async Task Metrics_AfterARun_AreValidAndCountIt()
    {
        await console.Api.RunCommandAsync("measured", "echo");

        using var answer = await console.Api.GetAsync(new Uri(console.Address, "/metrics"));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(line[0] == '#' ? Comment() : Sample(), line));
        var families = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(families.Distinct(), families);
        var series = lines.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]).ToList();
        Assert.Equal(series.Distinct(), series);
        Assert.Contains(lines, line => line.StartsWith("elasticjobs_transitions_total{kind=\"task\",state=\"Succeeded\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("elasticjobs_pod_starts_total ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("elasticjobs_run_duration_seconds_bucket{state=\"Succeeded\",le=\"+Inf\"} ", StringComparison.Ordinal));
        Assert.Contains("elasticjobs_runs_active", families);
        Assert.Contains("http_server_request_duration_seconds", families);
    }

    [Fact]
    public async Task Metrics_WithoutSignIn_AreRefused()
    {
        using var client = console.Plain();

        await client.GetAsync("/metrics").TextAsync(HttpStatusCode.Unauthorized);
    }

    [GeneratedRegex("^# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram))$")]
    private static partial Regex Comment();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\"(,[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\")*\\})? (-?[0-9.]+(E[-+]?[0-9]+)?|NaN)$")]
    private static partial Regex Sample();
}
