using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Terminals;

/// <summary>The end of a child process, awaited without a thread.</summary>
internal static class ChildProcess
{
    private const int OpenPidFd = 434;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Its exit code, 128 + signal when a signal ended it.</summary>
    public static async Task<int> WaitAsync(int pid, Readiness readiness, TimeProvider time)
    {
        // Linux before 5.3, and some sandboxes, have none.
        var fd = (int)Libc.syscall(OpenPidFd, pid, 0);
        try
        {
            while (true)
            {
                if (ProcessExit.TryTake(pid) is { } code)
                    return code;
                if (fd >= 0)
                    await readiness.WaitAsync(fd, Libc.PollIn, CancellationToken.None).ConfigureAwait(false);
                else
                    await Task.Delay(LookInterval, time).ConfigureAwait(false);
            }
        }
        finally
        {
            if (fd >= 0)
                _ = Libc.close(fd);
        }
    }
}
