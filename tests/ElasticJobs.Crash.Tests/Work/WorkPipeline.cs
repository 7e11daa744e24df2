using ElasticJobs.Core.Runs;

namespace ElasticJobs.Crash.Tests.Work;

/// <summary>A pipeline, and how each run of it must end.</summary>
internal sealed record WorkPipeline(string Name, RunState End, IReadOnlyList<WorkTask> Tasks)
{
    /// <param name="counter">The file that each attempt adds its line to, before anything else, as a shell reads it between double quotes.</param>
    public string Document(string counter) => string.Join('\n', Lines(counter));

    private IEnumerable<string> Lines(string counter) =>
    [
        "apiVersion: elasticjobs/v1",
        "kind: Pipeline",
        $"metadata: {{name: {Name}}}",
        "spec:",
        "  tasks:",
        .. Tasks.SelectMany(task => Lines(task, counter)),
    ];

    private static IEnumerable<string> Lines(WorkTask task, string counter) =>
    [
        $"    - id: {task.Id}",
        "      template: shell",
        $"      after: [{task.After}]",
        $"      retry: {{limit: {task.Retries}, backoff: {{delay: 300ms, factor: 1}}}}",
        $"      outputs: [{(task.Output is null ? "" : "value")}]",
        "      args:",
        "        command: |",
        $"          echo \"$EJ_RUN_ID $EJ_TASK_ID $EJ_ATTEMPT\" >> \"{counter}\"",
        .. task.Command.Split('\n').Select(line => new string(' ', 10) + line),
    ];
}
