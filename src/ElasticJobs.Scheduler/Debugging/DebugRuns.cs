using ElasticJobs.Core;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Debugging;

/// <summary>The debug runs of a task.</summary>
internal sealed class DebugRuns(IRunStore store, IRunService runs)
{
    private const string Actor = "debugging";

    /// <summary>Deletes those that were started on the task, with what follows it or without.</summary>
    /// <param name="owner">Who started them. Null: anyone.</param>
    /// <returns>How many.</returns>
    public async Task<int> DeleteAsync(string project, string pipeline, string task, string? owner, CancellationToken cancellationToken)
    {
        var found = new List<RunId>();
        var query = new RunQuery(project, pipeline, Triggers: [RunTrigger.Debug], CreatedBy: owner, Limit: 500);
        for (string? cursor = null; ;)
        {
            var page = await store.ListAsync(query with { Cursor = cursor }, cancellationToken);
            found.AddRange(page.Runs.Where(run => run.OnlyTasks is [var first, ..] && first == task).Select(run => run.Id));
            cursor = page.NextCursor;
            if (cursor is null)
                break;
        }
        foreach (var run in found)
        {
            try
            {
                await runs.DeleteAsync(run, Actor, cancellationToken);
            }
            catch (RefusedException e) when (e.Kind == RefusalKind.NotFound)
            {
                // Someone else was faster.
            }
        }
        return found.Count;
    }
}
