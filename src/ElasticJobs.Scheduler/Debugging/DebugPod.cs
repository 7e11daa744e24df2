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
    /// <summary>Of a distributed task, which is alone in its terminal: torch.distributed's usual one.</summary>
    private const int DebugPort = 29500;

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
        if (pod.Resource is not null)
        {
            throw new RefusedException(
                RefusalKind.Invalid,
                "no_terminal",
                $"Task '{task.Id}' is an object of Kubernetes, which has no terminal of its own.",
                "Debug a task that runs a command, or open a shell in one of its pods with kubectl exec.");
        }

        if (pod.QueueTask is { } queued)
        {
            throw new RefusedException(
                RefusalKind.Invalid,
                "no_terminal",
                $"Task '{task.Id}' is done by an instance of the elastic job '{queued.Service}', so it has no terminal of its own.",
                "Send it by hand on the page of the elastic job (Try it), or debug its command as a shell task.");
        }

        return (pod with
        {
            Group = null,
            Containers = [.. pod.Containers.Select(container => container with { Env = Env(container, pod.Group) })],
            Name = PodNames.ForDebug(session),
            Workspace = Workspace(session),
            // The terminal works on a copy of the source run's files; who mends those of the run itself, to retry it from its failure, finds them there.
            SourceWorkspace = run.SourceRun is { } source ? PodNames.Workspace(source) : null,
            Labels = new Dictionary<string, string>(pod.Labels, StringComparer.Ordinal) { [PodLabels.Kind] = "debug" },
        }, rendered.DisplayCommand);
    }

    private static Dictionary<string, string> Env(ContainerSpec container, PodGroup? group)
    {
        Dictionary<string, string> env = new(container.Env, StringComparer.Ordinal);
        foreach (var (name, value) in group is null ? new Dictionary<string, string>() : PodGroup.EnvOf(0, 1, "127.0.0.1", DebugPort))
            env[name] = value;
        return env;
    }
}
