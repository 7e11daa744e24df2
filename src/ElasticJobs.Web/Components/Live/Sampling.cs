using System.Runtime.CompilerServices;

namespace ElasticJobs.Web.Components.Live;

/// <summary>A stream for <see cref="LiveComponent"/> of what has no changes to subscribe to: it is looked at in equal steps of time.</summary>
internal static class Sampling
{
    public static async IAsyncEnumerable<T> EveryAsync<T>(TimeProvider time, TimeSpan interval, Func<CancellationToken, Task<T>> look, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            yield return await look(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
