using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Components.Views;

/// <summary>An element that one of the console's JavaScript modules fills. The view connects to its hub by itself; when what it shows changes, it is made anew.</summary>
public abstract class JsView : ComponentBase, IAsyncDisposable
{
    private ElementReference _host;
    private IJSObjectReference? _module;
    private IJSObjectReference? _view;
    private object? _shown;
    private bool _disposed;

    /// <summary>Further classes of the element, which needs a height of its own.</summary>
    [Parameter]
    public string? Class { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <summary>Name of the module under <c>/dist</c>.</summary>
    protected abstract string Module { get; }

    /// <summary>A value that is equal as long as the same is shown.</summary>
    protected abstract object Shown { get; }

    /// <summary>What the module's <c>create</c> is given.</summary>
    protected abstract object Options { get; }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        GC.SuppressFinalize(this);
        try
        {
            if (_view is not null)
            {
                await _view.InvokeVoidAsync("dispose");
                await _view.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the view with it.
        }

        OnDisposed();
    }

    /// <summary>The view is gone; what it was given can be let go.</summary>
    protected virtual void OnDisposed()
    {
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", $"ej-view {Module} {Class}".TrimEnd());
        builder.AddElementReferenceCapture(2, element => _host = element);
        builder.CloseElement();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_disposed || Equals(_shown, Shown))
        {
            return;
        }

        _shown = Shown;
        try
        {
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", $"/dist/{Module}.js");
            // The module ends the view that the element had before.
            var before = _view;
            _view = await _module.InvokeAsync<IJSObjectReference>("create", _host, Options);
            if (before is not null)
            {
                await before.DisposeAsync();
            }

            if (_disposed)
            {
                await _view.InvokeVoidAsync("dispose");
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }
}
