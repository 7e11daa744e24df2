using System.Globalization;
using System.Text.Json;
using ElasticJobs.Worker.Tasks;

namespace ElasticJobs.Worker.Instances;

/// <summary>What is on file of one command. It outlives the worker, which finds the task again by it.</summary>
internal sealed class TaskDirectory(InstanceDirectory instance, string path)
{
    private string OrderPath => Path.Combine(path, "order.json");

    private string ExitPath => Path.Combine(path, "exit");

    public string Id => Path.GetFileName(path);

    public string StandardOutput => Path.Combine(path, "stdout");

    public string StandardError => Path.Combine(path, "stderr");

    /// <summary>What was reported of it; see <see cref="Reports.ReportLog"/>.</summary>
    public string Reported => Path.Combine(path, "reported");

    /// <summary>Written by the task, if it likes.</summary>
    public string Progress => Path.Combine(path, "progress");

    public bool HasEnded => File.Exists(ExitPath);

    /// <summary>The script may run it, and a worker that starts later finds it.</summary>
    public void Write(StoredOrder stored)
    {
        instance.Make(path);
        WriteFile("command", [.. stored.Order.Payload.Span, (byte)'\n']);
        WriteFile("env", TaskEnvironment.Script(stored.Order, Progress));
        // Made here, and only added to by the task, so that whoever runs it both may write and read.
        WriteFile("stdout", []);
        WriteFile("stderr", []);
        WriteFile("order.new", JsonSerializer.SerializeToUtf8Bytes(stored with { Order = stored.Order with { Payload = default } }, WorkerJson.Default.StoredOrder));
        File.Move(Path.Combine(path, "order.new"), OrderPath);
    }

    /// <summary>Null: a worker ended while it wrote it, so it never began.</summary>
    public StoredOrder? ReadOrder() =>
        File.Exists(OrderPath) ? JsonSerializer.Deserialize(File.ReadAllBytes(OrderPath), WorkerJson.Default.StoredOrder) : null;

    /// <summary>Null: it runs, or has yet to begin.</summary>
    public TaskExit? ReadExit() => HasEnded ? TaskExit.Parse(File.ReadAllText(ExitPath)) : null;

    /// <summary>Its first process, as the script sees it. Null: it has not begun.</summary>
    public (int Pid, long StartTime)? ReadProcess()
    {
        var file = Path.Combine(path, "pid");
        var parts = File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries) : [];
        return parts.Length == 2
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start) ? (pid, start) : null;
    }

    public void Delete()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // The script may still write its last file there. Without its order it is taken for nothing and deleted at the next start.
            File.Delete(OrderPath);
        }
    }

    private void WriteFile(string name, ReadOnlySpan<byte> content)
    {
        var file = Path.Combine(path, name);
        File.WriteAllBytes(file, content);
        File.SetUnixFileMode(file, instance.FileMode);
    }
}
