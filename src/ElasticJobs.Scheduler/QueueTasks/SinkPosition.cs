using System.Text.Json;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>How far a task's frames in the sink have been taken in, on file beside its log: a console that takes over goes on from there.</summary>
/// <param name="First">No frame of the task has a lower index.</param>
/// <param name="Next">Frames below it are in the log.</param>
/// <param name="Output">Bytes of standard output that they made.</param>
/// <param name="Error">The same of standard error.</param>
internal sealed record SinkPosition(long First, long Next, long Output, long Error)
{
    private const string Name = "sink.json";

    public static SinkPosition? Read(string directory) =>
        File.Exists(Path.Combine(directory, Name)) ? JsonSerializer.Deserialize<SinkPosition>(File.ReadAllText(Path.Combine(directory, Name))) : null;

    /// <summary>Whole or not at all.</summary>
    public void Write(string directory)
    {
        var beside = Path.Combine(directory, Name + ".new");
        File.WriteAllText(beside, JsonSerializer.Serialize(this));
        File.Move(beside, Path.Combine(directory, Name), overwrite: true);
    }
}
