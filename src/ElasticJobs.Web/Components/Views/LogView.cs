using System.Globalization;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Components.Views;

/// <summary>The live log of an attempt, or of an elastic job's instance, which has an id like one.</summary>
public sealed class LogView : JsView
{
    private DotNetObjectReference<LogView>? _self;
    private long? _openedAt;
    private long? _clicked;

    [Parameter, EditorRequired]
    public string Project { get; set; } = "";

    [Parameter, EditorRequired]
    public AttemptKey Attempt { get; set; }

    /// <summary>Null: the first; of a distributed task, worker-0.</summary>
    [Parameter]
    public string? Container { get; set; }

    /// <summary>A line to show and mark, from 0. Null: the end.</summary>
    [Parameter]
    public long? Line { get; set; }

    /// <summary>A line's number was clicked: that line is to stand in the address.</summary>
    [Parameter]
    public EventCallback<long> OnLineChosen { get; set; }

    /// <summary>Where the whole log can be had as a file. Null: as that of an attempt of a run.</summary>
    [Parameter]
    public string? Download { get; set; }

    protected override string Module => "log";

    protected override object Shown => (Project, Attempt, Container, _openedAt);

    protected override object Options => new
    {
        Hub = "/hubs/logs",
        Project,
        Run = Attempt.Run.ToString(),
        Attempt.Task,
        Attempt = Attempt.Number,
        Container,
        Line = _openedAt,
        Dotnet = _self ??= DotNetObjectReference.Create(this),
        Culture = CultureInfo.CurrentUICulture.Name,
        DownloadUrl = Download ?? $"/api/v1/projects/{Project}/runs/{Attempt.Run}/tasks/{Attempt.Task}/log/raw?attempt={Attempt.Number}{(Container is null ? "" : $"&container={Container}")}",
    };

    [JSInvokable("OnLine")]
    public Task ChooseAsync(long line) => InvokeAsync(() =>
    {
        _clicked = line;
        return OnLineChosen.InvokeAsync(line);
    });

    protected override void OnParametersSet()
    {
        // A line that was clicked here is marked already; the view need not be made anew for it.
        if (Line is null || Line != _clicked)
        {
            _openedAt = Line;
        }
    }

    protected override void OnDisposed() => _self?.Dispose();
}
