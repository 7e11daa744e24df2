using System.Runtime.CompilerServices;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Hosting;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Web.Tests.Hosting;

public sealed class GarbageOfStartTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StartedConsole _console = new();

    [Fact]
    public async Task TenSecondsAfterTheStart_OldGarbageIsCollected()
    {
        using var service = new GarbageOfStart(_console, _time);
        await service.StartAsync(default);
        Assert.Equal(0, _time.ActiveTimers);
        _console.Start();
        await _time.WaitForTimersAsync();
        var garbage = OldGarbage();

        _time.Advance(GarbageOfStart.Delay);

        await Eventually.TrueAsync(() => !garbage.IsAlive, "what nobody holds is collected");
        await service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose() => _console.Dispose();

    /// <summary>In the oldest generation, which nothing collects while memory is plenty.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference OldGarbage()
    {
        var garbage = new byte[100];
        while (GC.GetGeneration(garbage) < GC.MaxGeneration)
        {
            GC.Collect();
        }

        return new WeakReference(garbage);
    }

    private sealed class StartedConsole : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication()
        {
        }

        public void Dispose() => _started.Dispose();
    }
}
