namespace ElasticJobs.Local.Processes;

/// <summary>Ends of child processes, taken without waiting.</summary>
internal static unsafe class ProcessExit
{
    /// <summary>Exit code, 128 + signal when a signal ended it. Null: it still runs. -1: it is no child of this process, or was waited for already.</summary>
    public static int? TryTake(int pid)
    {
        int status;
        int result;
        do
        {
            result = Libc.waitpid(pid, &status, Libc.NoHang);
        }
        while (result < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.Interrupted);

        if (result == 0)
            return null;
        if (result < 0)
            return -1;
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
