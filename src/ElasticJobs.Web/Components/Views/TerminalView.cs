using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Components.Views;

/// <summary>The terminal of a debug session, which lives on the server: the page may go away and come back.</summary>
public sealed class TerminalView : JsView
{
    private DotNetObjectReference<TerminalView>? _self;

    [Parameter, EditorRequired]
    public Guid Session { get; set; }

    /// <summary>The keyboard goes to the terminal as soon as it is there.</summary>
    [Parameter]
    public bool Focus { get; set; }

    /// <summary>The session has ended, for this reason.</summary>
    [Parameter]
    public EventCallback<string?> OnEnded { get; set; }

    protected override string Module => "terminal";

    protected override object Shown => Session;

    protected override object Options => new { Hub = "/hubs/terminal", Session = Session.ToString(), Focus, Dotnet = _self ??= DotNetObjectReference.Create(this) };

    [JSInvokable("OnEnded")]
    public Task EndedAsync(string? reason, int? exitCode) => InvokeAsync(() => OnEnded.InvokeAsync(reason));

    protected override void OnDisposed() => _self?.Dispose();
}
