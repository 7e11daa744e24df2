using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Debugging;

/// <summary>Makes the pod of a debug terminal: rendered like the task's first attempt, with a name and a workspace of its own.</summary>
internal sealed class DebugPod(IPodRuntime runtime, TaskRenderer renderer, IOptions<SchedulerOptions> options)
{
    public static string Workspace(Guid session) => $"debug-{session:N}";

    /// <returns>The pod, and its command as one line.</returns>
    /// <exception cref="RefusedException">An expression or a field of the task is wrong.</exception>
    public (PodSpec Pod, string Command) Render(PreparedRun prepared)
    {
        var (run, document) = prepared;
        var task = document.Task(run.OnlyTasks![0])!;
        var session = run.Id.Value;
        // Nothing is logged: what a terminal shows is kept with the session.
        var directory = runtime.WorkspacePath(Workspace(session)) ?? Path.GetTempPath();
        var rendered = renderer.Render(new RenderRequest(run, document, task, 1, run.SeedOutputs, directory, options.Value.TaskEnv));
        if (rendered.Pod is not { } pod)
        {
            throw new RefusedException(
                RefusalKind.Invalid,
                "invalid_task",
                $"Task '{task.Id}' can't be rendered: {rendered.Problems[0].Message}",
                rendered.Problems[0].Fix,
                rendered.Problems);
        }
        return (pod with
        {
            Containers = [.. pod.Containers.Select(container => container with { Env = Env(container, run) })],
            Name = PodNames.ForDebug(session),
            Workspace = Workspace(session),
            Labels = new Dictionary<string, string>(pod.Labels, StringComparer.Ordinal) { [PodLabels.Kind] = "debug" },
        }, rendered.DisplayCommand);
    }

    /// <summary>The terminal works on a copy of the source run's files; who mends those of the run itself, to retry it from its failure, finds them by this name.</summary>
    private Dictionary<string, string> Env(ContainerSpec container, Run run)
    {
        Dictionary<string, string> env = new(container.Env, StringComparer.Ordinal);
        if (run.SourceRun is { } source && runtime.WorkspacePath(PodNames.Workspace(source)) is { } path)
            env["EJ_SOURCE_WORKSPACE"] = path;
        return env;
    }
}
