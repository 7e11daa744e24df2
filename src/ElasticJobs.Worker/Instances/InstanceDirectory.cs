namespace ElasticJobs.Worker.Instances;

/// <summary>The directory that the worker shares with the instance's main process.</summary>
internal sealed class InstanceDirectory(string path)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everyone =
        Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Orders => Path.Combine(path, "orders");

    public string Events => Path.Combine(path, "events");

    public string Ready => Path.Combine(path, "ready");

    /// <summary>Exit code of the main process, and why it ended.</summary>
    public string Ended => Path.Combine(path, "ended");

    public string Tasks => Path.Combine(path, "tasks");

    /// <summary>The main process may be another user. Who may write to the directory, or to the one above while it has to be made, may write to what is in it.</summary>
    public UnixFileMode DirectoryMode { get; } =
        File.GetUnixFileMode(Directory.Exists(path) ? path : Path.Combine(path, "..")).HasFlag(UnixFileMode.OtherWrite) ? Everyone : Owner;

    public UnixFileMode FileMode => DirectoryMode & ~Execute;

    public void Prepare()
    {
        Make(path);
        Make(Tasks);
        Fifo.Ensure(Orders, FileMode);
        Fifo.Ensure(Events, FileMode);
    }

    /// <summary>Whatever the process's mask says.</summary>
    public void Make(string directory)
    {
        if (Directory.Exists(directory))
            return;
        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, DirectoryMode);
    }

    public TaskDirectory Of(string id) => new(this, Path.Combine(Tasks, id));

    public IEnumerable<TaskDirectory> All() => Directory.Exists(Tasks) ? Directory.EnumerateDirectories(Tasks).Order(StringComparer.Ordinal).Select(task => new TaskDirectory(this, task)) : [];
}
