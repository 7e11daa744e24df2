using System.Globalization;

namespace ElasticJobs.Local.Pods;

/// <summary><c>stop</c>: the pod shall end. Kept on disk, so that the countdown goes on after a restart of the console, and the pod's script refuses to begin.</summary>
/// <param name="KillAt">When what still runs gets KILL.</param>
/// <param name="TermSent">False: the console may have died before it sent TERM.</param>
internal sealed record PodStop(DateTimeOffset KillAt, bool TermSent)
{
    public static PodStop? Parse(string? text)
    {
        var parts = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var at)
            ? new PodStop(DateTimeOffset.FromUnixTimeMilliseconds(at), parts[1] == "sent")
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{KillAt.ToUnixTimeMilliseconds()} {(TermSent ? "sent" : "wanted")}\n");
}
