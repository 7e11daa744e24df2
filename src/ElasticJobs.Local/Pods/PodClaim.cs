using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary><c>pid</c>: who has the pod. Either its wrapper, or, under process number 0, a console that refused it for good before any wrapper came.</summary>
/// <param name="Refusal">Null: a wrapper has it.</param>
internal sealed record PodClaim(ProcessIdentity Wrapper, string Boot, string? Refusal)
{
    public static PodClaim? Parse(string? text)
    {
        var parts = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return ProcessIdentity.Parse(text) is { } wrapper && parts.Length >= 3
            ? new PodClaim(wrapper, parts[2], wrapper.Pid == 0 && parts.Length > 3 ? parts[3] : null)
            : null;
    }

    public static string Refuse(string boot, string reason) => $"0 0 {boot} {reason}\n";
}
