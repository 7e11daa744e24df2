namespace ElasticJobs.Core.Queues;

/// <summary>Names of tags that workers and the queue mind; see docs/queues.md. Those of <see cref="TaskRules"/> and <see cref="QueryTags"/> are not repeated.</summary>
public static class TaskTags
{
    /// <summary>Of a frame in the sink or in the dead letters: the request id of its task.</summary>
    public const string RequestId = "requestId";

    /// <summary>How long the task may take, e.g. <c>90m</c>.</summary>
    public const string Timeout = "timeout";

    /// <summary>Of a frame in the sink: <see cref="LogKind"/>, <see cref="ProgressKind"/>, <see cref="ResultKind"/> or <c>state</c>.</summary>
    public const string Kind = "kind";

    public const string LogKind = "log";
    public const string ProgressKind = "progress";
    public const string ResultKind = "result";

    /// <summary>Of a piece of log: <c>stdout</c> or <see cref="ErrorStream"/>.</summary>
    public const string Stream = "stream";

    public const string ErrorStream = "stderr";

    /// <summary>Of a command's result.</summary>
    public const string ExitCode = "exitCode";

    /// <summary>Of a result: whole milliseconds.</summary>
    public const string Duration = "durationMs";

    /// <summary>Of a query's result: the status of the server's answer.</summary>
    public const string Status = "status";

    /// <summary>Of a result that is not well: a status as in HTTP.</summary>
    public const string LastCode = "lastCode";
}
