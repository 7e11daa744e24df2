using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Components.Views;

/// <summary>The live log of an attempt.</summary>
public sealed class LogView : JsView
{
    [Parameter, EditorRequired]
    public string Project { get; set; } = "";

    [Parameter, EditorRequired]
    public AttemptKey Attempt { get; set; }

    [Parameter]
    public string Container { get; set; } = ContainerSpec.MainName;

    /// <summary>A line to show and mark, from 0. Null: the end.</summary>
    [Parameter]
    public long? Line { get; set; }

    protected override string Module => "log";

    protected override object Shown => (Project, Attempt, Container, Line);

    protected override object Options => new
    {
        Hub = "/hubs/logs",
        Project,
        Run = Attempt.Run.ToString(),
        Attempt.Task,
        Attempt = Attempt.Number,
        Container,
        Line,
        Culture = CultureInfo.CurrentUICulture.Name,
        DownloadUrl = $"/api/v1/projects/{Project}/runs/{Attempt.Run}/tasks/{Attempt.Task}/log/raw?attempt={Attempt.Number}&container={Container}",
    };
}
