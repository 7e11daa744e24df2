using ElasticJobs.Scheduler;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly WebApplicationFactory<Program> _factory = new();

    [Fact]
    public void Settings_OfEachSection_ReachWhatTheyAreFor()
    {
        using var console = Console(
            ("ElasticJobs:Logs:MaxLinesBehind", "2000"), ("ElasticJobs:Debug:TimeToLive", "00:30:00"), ("ElasticJobs:Scheduler:MaxParallelism", "9"));

        Assert.Equal(2000, console.Services.GetRequiredService<IOptions<LogFeedOptions>>().Value.MaxLinesBehind);
        Assert.Equal(TimeSpan.FromMinutes(30), console.Services.GetRequiredService<IOptions<DebugOptions>>().Value.TimeToLive);
        Assert.Equal(9, console.Services.GetRequiredService<IOptions<SchedulerOptions>>().Value.MaxParallelism);
    }

    [Theory]
    [InlineData("ElasticJobs:Logs:MaxLinesBehind", "5", "ElasticJobs:Logs:MaxLinesBehind is 5; it must be 100 to 1000000.")]
    [InlineData("ElasticJobs:Logs:LinesAfterGap", "20000", "ElasticJobs:Logs:LinesAfterGap is 20000; it must be fewer than MaxLinesBehind, which is 10000.")]
    [InlineData("ElasticJobs:Debug:SessionsAtOnce", "0", "ElasticJobs:Debug:SessionsAtOnce is 0; it must be 1 to 1000.")]
    [InlineData("ElasticJobs:Debug:LongestTimeToLive", "01:00:00", "ElasticJobs:Debug:TimeToLive is 02:00:00; it must be no longer than LongestTimeToLive, which is 01:00:00.")]
    [InlineData("ElasticJobs:Scheduler:RunsAtOnce", "0", "ElasticJobs:Scheduler:RunsAtOnce is 0; it must be 1 to 1000.")]
    public void Setting_ThatIsWrong_StopsTheStartAndIsNamed(string setting, string value, string words)
    {
        using var console = Console((setting, value));

        var stopped = Assert.Throws<OptionsValidationException>(() => console.Services);
        Assert.Contains(words, stopped.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _factory.Dispose();
        _data.Dispose();
    }

    private WebApplicationFactory<Program> Console(params (string Name, string Value)[] settings) => _factory.WithWebHostBuilder(host =>
    {
        host.UseSetting("ElasticJobs:DataDirectory", _data.Path);
        foreach (var (name, value) in settings)
        {
            host.UseSetting(name, value);
        }
    });
}
