namespace ElasticJobs.Local.Pods;

/// <summary><c>exit</c>: what the wrapper recorded at the pod's end; the file's time is the time of the end.</summary>
internal sealed record PodExit(int Code, DateTimeOffset At);
