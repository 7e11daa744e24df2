using ElasticJobs.Core.Resources;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Resources;

public abstract class SamplingTests(bool useControlGroups) : IAsyncLifetime
{
    private readonly LocalMachine _machine = new(options => options.UseControlGroups = useControlGroups);

    private WatchedRuntime Console => _machine.Console;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Sample_OfCpuBurners_CountsTheWholeTree_AndOnlyGrows()
    {
        await Console.StartAsync(_machine.Shell("burn", "sh -c 'while :; do :; done' & while :; do sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'; done"));
        await Console.RunningAsync("burn");
        var before = TimeSpan.Zero;

        await Eventually.TrueAsync(async () =>
        {
            var reading = await ReadAsync("burn");
            Assert.True(reading is null || reading.CpuTime >= before, "CPU time fell");
            before = reading?.CpuTime ?? before;
            return before > TimeSpan.FromSeconds(0.5) && reading!.Processes >= 3;
        }, "half a second of processor time is counted");
    }

    [Fact]
    public async Task Sample_OfMemoryHog_CountsItsMemory()
    {
        await Console.StartAsync(_machine.Shell("hog", "x=$(head -c 60000000 /dev/zero | tr '\\0' x); echo up; sleep 60"));

        await Eventually.TrueAsync(async () => (await ReadAsync("hog"))?.MemoryBytes > 60_000_000, "60 MB are counted");
    }

    [Fact]
    public async Task Sample_LeavesOutWhatDoesntRun()
    {
        await Console.RunAsync(_machine.Shell("over", "true"));

        Assert.Empty(await Console.Runtime.SampleAsync(["over", "never-was"], CancellationToken.None));
    }

    private async Task<ResourceReading?> ReadAsync(string pod) =>
        (await Console.Runtime.SampleAsync([pod], CancellationToken.None)).GetValueOrDefault(pod);
}

public sealed class SamplingByControlGroupsTests() : SamplingTests(useControlGroups: true);

public sealed class SamplingByProcessesTests() : SamplingTests(useControlGroups: false);
