using System.Globalization;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Components.Views;

/// <summary>Live charts of what an attempt uses.</summary>
public sealed class ChartView : JsView
{
    [Parameter, EditorRequired]
    public string Project { get; set; } = "";

    [Parameter, EditorRequired]
    public AttemptKey Attempt { get; set; }

    protected override string Module => "chart";

    protected override object Shown => (Project, Attempt);

    protected override object Options => new
    {
        Hub = "/hubs/resources",
        Project,
        Run = Attempt.Run.ToString(),
        Attempt.Task,
        Attempt = Attempt.Number,
        Culture = CultureInfo.CurrentUICulture.Name,
    };
}
