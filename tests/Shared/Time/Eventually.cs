using System.Diagnostics;

namespace ElasticJobs.Tests.Shared.Time;

/// <summary>For what happens in another process or on another thread and gives no signal: looks until it is so, within a cap of real time.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultCap = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="look">Gives true once it is so.</param>
    /// <param name="expected">Completes the sentence "After n s still not: ...".</param>
    public static Task TrueAsync(Func<Task<bool>> look, string expected, TimeSpan? cap = null) =>
        ValueAsync<object>(async () => await look() ? look : null, expected, cap);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> look, string expected, TimeSpan? cap = null) =>
        TrueAsync(() => Task.FromResult(look()), expected, cap);

    /// <param name="look">Gives the value once it is there.</param>
    /// <param name="expected">Completes the sentence "After n s still not: ...".</param>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> look, string expected, TimeSpan? cap = null)
        where T : class
    {
        var limit = cap ?? DefaultCap;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await look() is { } value)
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"After {limit.TotalSeconds:0.#} s still not: {expected}.");
            }

            await Task.Delay(Interval);
        }
    }
}
