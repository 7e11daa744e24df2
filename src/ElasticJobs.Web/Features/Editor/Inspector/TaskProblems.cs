using ElasticJobs.Core;

namespace ElasticJobs.Web.Features.Editor.Inspector;

internal static class TaskProblems
{
    /// <summary>Problems whose path is the task's field, or lies in it.</summary>
    public static IReadOnlyList<Problem> Of(EditorState state, string task, string field)
    {
        var tasks = state.Document.Spec.Tasks;
        for (var i = 0; i < tasks.Count; i++)
        {
            if (tasks[i].Id == task)
            {
                return In(state.ProblemsOf(task), $"spec.tasks[{i}].{field}");
            }
        }

        return [];
    }

    public static IReadOnlyList<Problem> In(IEnumerable<Problem> problems, string path) =>
        [.. problems.Where(problem => problem.Path == path
            || (problem.Path.Length > path.Length && problem.Path.StartsWith(path, StringComparison.Ordinal) && (problem.Path[path.Length] is '.' or '[')))];
}
