using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;

namespace ElasticJobs.Local.Pods;

/// <summary>Says in a status how a pod ended.</summary>
internal sealed class PodEnding(IControlGroups groups)
{
    private const int KilledCode = 128 + Processes.Libc.SigKill;
    private const int TailBytes = 400;

    public PodStatus Of(LocalPod pod, PodExit exit)
    {
        var outputs = PodOutputs.Read(pod.Directory.Outputs);
        var status = pod.Status with
        {
            Phase = exit.Code == 0 ? PodPhase.Succeeded : PodPhase.Failed,
            StartedAt = pod.Directory.ClaimedAt(),
            FinishedAt = exit.At,
            ExitCode = exit.Code,
            Outputs = outputs.Values,
            Restarts = pod.Directory.ReadRestarts(),
            Message = outputs.Complaint,
        };
        if (exit.Code != 0)
            return Failed(pod, status, exit);
        return outputs.Values is null ? status with { Phase = PodPhase.Failed, Reason = PodReasons.OutputsTooLarge } : status;
    }

    public static PodStatus OfRefusal(LocalPod pod, string reason, DateTimeOffset now) => reason switch
    {
        PodReasons.Lost => OfLoss(pod, now, "The machine was started again before this pod began, so nobody knows whether it ran."),
        PodReasons.StartError => pod.Status with
        {
            Phase = PodPhase.Failed,
            FinishedAt = now,
            Reason = reason,
            Message = $"The script that runs a pod didn't start. See {pod.Directory.WrapperLog}, and whether the data directory allows hard links.",
        },
        _ => pod.Status with { Phase = PodPhase.Failed, FinishedAt = now, ExitCode = KilledCode, Reason = reason, Message = "Stopped before it began." },
    };

    public static PodStatus OfLoss(LocalPod pod, DateTimeOffset now, string message) => pod.Status with
    {
        Phase = PodPhase.Lost,
        StartedAt = pod.Directory.ClaimedAt(),
        FinishedAt = now,
        Reason = PodReasons.Lost,
        Message = message,
    };

    private PodStatus Failed(LocalPod pod, PodStatus status, PodExit exit)
    {
        var main = pod.Stored.Main;
        if (groups.RanOutOfMemory(pod.Name))
            return status with { Reason = PodReasons.OutOfMemory, Message = $"It used more memory than its limit of {main.Resources.MemoryLimit} bytes. Raise resources.memory, or use less." };
        var init = pod.Directory.ReadFailedInit();
        if (init is not null && pod.Directory.WasRefused(init))
            return status with { Reason = PodReasons.StartError, Message = $"Init container '{init}' could not be started: {Tail(pod, init)}" };
        if (pod.Stored.Containers.FirstOrDefault(container => pod.Directory.WasRefused(container.Name)) is { } refused && (refused == main || pod.Stored.Spec.Group is not null))
            return status with { Reason = PodReasons.StartError, Message = $"'{main.Command[0]}' could not be started: {Tail(pod, refused.Name)}" };
        if (pod.Stop is not null)
        {
            return exit.Code == KilledCode
                ? status with { Reason = PodReasons.Killed, Message = "Killed on request." }
                : status with { Reason = PodReasons.Terminated, Message = "Stopped on request." };
        }

        if (init is not null)
            return status with { Reason = PodStatus.InitFailed, Message = string.Create(CultureInfo.InvariantCulture, $"Init container '{init}' exited with code {exit.Code}.") };
        if (pod.Directory.ReadFailedMember() is { } member)
            status = status with { Message = $"It was {member} that failed; the others were stopped. {status.Message}".TrimEnd() };
        return exit.Code == KilledCode
            ? status with { Reason = PodReasons.Killed, Message = $"{status.Message} Something on the machine sent it KILL; often the kernel, because memory ran out.".TrimStart() }
            : status;
    }

    /// <summary>The last line of what the shell said.</summary>
    private static string Tail(LocalPod pod, string container)
    {
        var log = Path.Combine(pod.Stored.Spec.LogDirectory, $"{container}.err");
        if (!File.Exists(log))
            return "see its log.";
        using var stream = File.OpenRead(log);
        stream.Seek(-Math.Min(stream.Length, TailBytes), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        var line = reader.ReadToEnd().TrimEnd().Split('\n')[^1];
        return line.Length == 0 ? "see its log." : line;
    }
}
