using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>
/// One pod on disk. <c>spec.json</c> orders it, <c>pid</c> claims it, <c>stop</c> asks it to end, <c>exit</c> is its end as the wrapper saw it,
/// <c>status.json</c> as the console told it. Each appears whole, and each decides what the ones before it left open.
/// </summary>
internal sealed class PodDirectory(string path, string temporary)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public string Path { get; } = path;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary><c>EJ_POD_DIR</c>.</summary>
    public string Files => At("files");

    /// <summary><c>EJ_OUTPUTS</c>.</summary>
    public string Outputs => At("outputs");

    /// <summary><c>EJ_RESULTS</c>.</summary>
    public string Results => At("results");

    /// <summary><c>TMPDIR</c>.</summary>
    public string Temporary { get; } = temporary;

    /// <summary>Its existence makes the script of a container refuse to begin.</summary>
    public string StopPath => At("stop");

    public string WrapperLog => At("wrapper.log");

    public string ScriptOf(string container) => At($"{container}.sh");

    /// <summary>Process and start time of a container, written by its script before it becomes the command.</summary>
    public string TaskPath(string container) => At($"{container}.task");

    /// <summary>Exit code of a script that could not become the command.</summary>
    public string RefusedPath(string container) => At($"{container}.refused");

    public string OutPipe(string container) => At($"{container}.stdout");

    public string ErrPipe(string container) => At($"{container}.stderr");

    /// <summary>Of a member of a group that is not rank 0: its <c>EJ_OUTPUTS</c>, which nobody reads.</summary>
    public string OutputsOf(string member) => At($"{member}.outputs");

    public string ResultsOf(string member) => At($"{member}.results");

    /// <summary>Pipe on which a group's script hears of its members' ends.</summary>
    public string EndsPipe => At("ends");

    /// <summary>Files that list the processes of the pod's control group, for its script.</summary>
    public string ControlGroupsPath => At("control-groups");

    /// <summary>Its existence makes a member's script refuse to begin: the round is over.</summary>
    public string HaltPath => At("halt");

    /// <summary>How often a group has started again.</summary>
    public int ReadRestarts() => int.TryParse(RawFile.ReadText(At("restarts"))?.Trim(), CultureInfo.InvariantCulture, out var restarts) ? restarts : 0;

    /// <summary>The member that failed first in the last round. Null: none.</summary>
    public string? ReadFailedMember() => RawFile.ReadText(At("failed"))?.Trim() is { Length: > 0 } member ? member : null;

    /// <summary>The init container that failed. Null: none.</summary>
    public string? ReadFailedInit() => RawFile.ReadText(At("failed-init"))?.Trim() is { Length: > 0 } container ? container : null;

    public StoredPod? ReadSpec()
    {
        var file = At("spec.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<StoredPod>(File.ReadAllBytes(file), Json) : null;
    }

    /// <summary>False: there is an order already, and it stands.</summary>
    public bool TryWriteSpec(StoredPod pod) => DurableFile.TryCreate(At("spec.json"), JsonSerializer.SerializeToUtf8Bytes(pod, Json));

    public PodClaim? ReadClaim() => PodClaim.Parse(RawFile.ReadText(At("pid")));

    /// <summary>When the pod was claimed.</summary>
    public DateTimeOffset? ClaimedAt() => TimeOf("pid");

    /// <summary>Takes the pod so that no wrapper ever can. False: a wrapper, or another refusal, was first.</summary>
    public bool TryRefuse(string boot, string reason) =>
        DurableFile.TryCreate(At("pid"), Encoding.UTF8.GetBytes(PodClaim.Refuse(boot, reason)));

    public ProcessIdentity? ReadTask(string container) => ProcessIdentity.Parse(RawFile.ReadText(TaskPath(container)));

    public bool WasRefused(string container) => File.Exists(RefusedPath(container));

    public PodExit? ReadExit() =>
        int.TryParse(RawFile.ReadText(At("exit"))?.Trim(), CultureInfo.InvariantCulture, out var code) && TimeOf("exit") is { } at
            ? new PodExit(code, at)
            : null;

    public PodStop? ReadStop() => PodStop.Parse(RawFile.ReadText(StopPath));

    public void WriteStop(PodStop stop) => DurableFile.Replace(StopPath, Encoding.UTF8.GetBytes(stop.ToString()));

    public PodStatus? ReadStatus()
    {
        var file = At("status.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<PodStatus>(File.ReadAllBytes(file), Json) : null;
    }

    public void WriteStatus(PodStatus status) => DurableFile.Replace(At("status.json"), JsonSerializer.SerializeToUtf8Bytes(status, Json));

    public static void MakePipe(string pipe)
    {
        if (Libc.mkfifo(pipe, 0b110_000_000) != 0 && Marshal.GetLastPInvokeError() is var error and not Libc.Exists)
            throw new IOException($"Can't make the pipe '{pipe}': {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private DateTimeOffset? TimeOf(string file)
    {
        var info = new FileInfo(At(file));
        return info.Exists ? new DateTimeOffset(info.LastWriteTimeUtc) : null;
    }

    private string At(string file) => System.IO.Path.Combine(Path, file);
}
