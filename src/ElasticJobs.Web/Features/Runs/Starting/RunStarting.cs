using System.Text.Json.Nodes;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace ElasticJobs.Web.Features.Runs.Starting;

/// <summary>Starts runs from any page: asks for parameters where the pipeline has some, then leads to the run.</summary>
internal sealed class RunStarting(DialogService dialogs, Acts acts, IProjectAccess access, AuditLog audit, IRunService runs, NavigationManager navigation, IStringLocalizer<RunsTexts> texts)
{
    /// <summary>A run of this revision. Null: called off, or refused and told.</summary>
    /// <param name="navigate">False: the page shows the run by itself.</param>
    public Task<Run?> StartAsync(ProjectView project, PipelineRevision pipeline, CancellationToken cancellationToken, bool navigate = true) => AskAsync(
        project,
        pipeline.Document,
        texts["StartTitle", pipeline.Name],
        texts["Start"],
        new AuditedAct(AuditActs.RunStart, pipeline.Name),
        [],
        values => runs.StartAsync(new StartRun(project.Name, pipeline.Name, pipeline.Number, values, RunTrigger.Manual, project.UserName), cancellationToken),
        navigate,
        cancellationToken);

    /// <summary>A run again, with its parameters to change.</summary>
    public Task<Run?> RerunAsync(ProjectView project, Run run, PipelineDocument document, CancellationToken cancellationToken) => AskAsync(
        project,
        document,
        texts["RerunTitle", run.Pipeline],
        texts["Rerun"],
        new AuditedAct(AuditActs.RunRerun, run.Id.ToString()),
        run.Parameters,
        values => runs.RerunAsync(run.Id, values, project.UserName, cancellationToken),
        navigate: true,
        cancellationToken);

    private async Task<Run?> AskAsync(
        ProjectView project,
        PipelineDocument document,
        string title,
        string act,
        AuditedAct what,
        JsonObject given,
        Func<JsonObject, Task<Run>> start,
        bool navigate,
        CancellationToken cancellationToken)
    {
        Run? started = null;
        async Task<Run> StartAsync(JsonObject values)
        {
            await access.RequireAsync(project.User, project.Name, ProjectRole.Operator, cancellationToken);
            var run = await start(values);
            await audit.AddAsync(project.User, project.Name, what with { Detail = run.Id.ToString() });
            return run;
        }

        if (document.Spec.Parameters.Count == 0)
        {
            await acts.TryAsync(async () => started = await StartAsync([]), null);
        }
        else
        {
            started = await dialogs.OpenAsync<StartDialog>(
                title,
                new Dictionary<string, object?>
                {
                    [nameof(StartDialog.Document)] = document,
                    [nameof(StartDialog.Given)] = given,
                    [nameof(StartDialog.Act)] = act,
                    [nameof(StartDialog.Start)] = (Func<JsonObject, Task<Run>>)StartAsync,
                },
                new DialogOptions { Width = "520px", CloseDialogOnEsc = true }) as Run;
        }

        if (started is not null && navigate)
        {
            navigation.NavigateTo($"/runs/{started.Id}");
        }

        return started;
    }
}
