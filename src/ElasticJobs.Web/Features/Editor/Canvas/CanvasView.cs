using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Features.Editor.Canvas;

/// <summary>The canvas in the browser. Calls after the browser has gone are no errors.</summary>
internal sealed class CanvasView(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _canvas;

    public bool IsOpen => _canvas is not null;

    /// <param name="receiver">Has <c>OnCommand</c> and <c>CopySelection</c>.</param>
    public async Task OpenAsync<T>(ElementReference host, DotNetObjectReference<T> receiver, object options)
        where T : class
    {
        try
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "/dist/canvas.js");
            _canvas = await _module.InvokeAsync<IJSObjectReference>("create", host, receiver, options);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    public Task UpdateAsync(CanvasDocument document) => CallAsync("update", document);

    public Task SetProblemsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> problems) => CallAsync("setProblems", problems);

    public Task SetStatesAsync(IReadOnlyList<CanvasState> states) => CallAsync("setStates", states);

    public Task ClearStatesAsync() => CallAsync("clearStates");

    public Task SelectAsync(IEnumerable<string> tasks) => CallAsync("select", tasks);

    public Task CenterAsync(string task) => CallAsync("center", task);

    /// <param name="task">May be in a document that is still on its way. Null: the canvas itself.</param>
    public Task FocusAsync(string? task) => CallAsync("focus", task);

    public Task FitAsync() => CallAsync("fit");

    public Task AlignAsync(string how) => CallAsync("align", how);

    public Task LayoutAsync(string direction) => CallAsync("layout", direction);

    public Task SetReadOnlyAsync(bool readOnly) => CallAsync("setReadOnly", readOnly);

    public Task PaletteAsync(ElementReference palette) => CallAsync("palette", palette);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CallAsync("dispose");
            if (_canvas is not null)
            {
                await _canvas.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the canvas with it.
        }
    }

    private async Task CallAsync(string method, params object?[] arguments)
    {
        if (_canvas is null)
        {
            return;
        }

        try
        {
            await _canvas.InvokeVoidAsync(method, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }
}
