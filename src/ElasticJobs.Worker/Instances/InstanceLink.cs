using System.Text;

namespace ElasticJobs.Worker.Instances;

/// <summary>The two FIFOs between the worker and the instance's script.</summary>
internal sealed class InstanceLink : IDisposable
{
    private readonly InstanceDirectory _directory;
    private readonly FileStream _orders;
    private readonly SemaphoreSlim _writing = new(1);

    private InstanceLink(InstanceDirectory directory, FileStream orders, FileStream events, Action<string> told)
    {
        (_directory, _orders) = (directory, orders);
        // A thread of its own: a read from a FIFO can't be cancelled and lasts for as long as nothing happens.
        Reading = Task.Factory.StartNew(() => Read(events, told), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends when the script has ended.</summary>
    public Task Reading { get; }

    /// <summary>Waits for the script to begin.</summary>
    /// <param name="told">Called for each line that the script says, one after the other.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<InstanceLink> OpenAsync(InstanceDirectory directory, Action<string> told, CancellationToken cancellationToken)
    {
        directory.Prepare();
        var events = await Fifo.OpenAsync(directory.Events, FileAccess.Read).WaitAsync(cancellationToken);
        var orders = await Fifo.OpenAsync(directory.Orders, FileAccess.Write).WaitAsync(cancellationToken);
        return new InstanceLink(directory, new FileStream(orders, FileAccess.Write, bufferSize: 0), new FileStream(events, FileAccess.Read, bufferSize: 0), told);
    }

    /// <summary>The init command has ended well. It is on file, since a worker that begins later has missed the line.</summary>
    public bool IsReady => File.Exists(_directory.Ready);

    public Task RunAsync(string id) => OrderAsync($"run {id}");

    /// <param name="grace">Between TERM and KILL.</param>
    public Task StopAsync(string id, TimeSpan grace) => OrderAsync($"stop {id} {Math.Ceiling(grace.TotalSeconds):0}");

    public Task ExitAsync() => OrderAsync("exit");

    // One write of less than PIPE_BUF bytes: lines don't mix, and a reader never sees a part of one.
    private async Task OrderAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _orders.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // The script has ended, which the end of the events says.
        }
        finally
        {
            _writing.Release();
        }
    }

    private static void Read(FileStream events, Action<string> told)
    {
        using var reader = new StreamReader(events, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
            told(line);
    }

    public void Dispose()
    {
        _orders.Dispose();
        _writing.Dispose();
    }
}
