using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Components.Views;

/// <summary>The helpers of page.js. Calls after the browser has gone are no errors.</summary>
public sealed class PageScript(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>False: the browser does not allow it.</summary>
    public async Task<bool> CopyTextAsync(string text) => await CallAsync<bool>("copyText", text);

    public async Task FocusAsync(string selector) => await CallAsync<object?>("focus", selector);

    /// <summary>Keeps in this browser what is typed into a text area until it is forgotten; gives what was kept before.</summary>
    public async Task<string?> KeepTextAsync(ElementReference area, string key) => await CallAsync<string?>("keepText", area, key);

    public async Task ForgetTextAsync(string key) => await CallAsync<object?>("setStored", key, null);

    public async Task DownloadAsync(string name, string text, string type) => await CallAsync<object?>("download", name, text, type);

    /// <summary>Tells <c>OnShortcut</c> of the receiver; the answer ends it. Null: the browser is gone.</summary>
    public async Task<IJSObjectReference?> ShortcutsAsync<T>(DotNetObjectReference<T> receiver)
        where T : class => await CallAsync<IJSObjectReference>("shortcuts", receiver);

    public async Task<IJSObjectReference?> SplitterAsync(ElementReference bar, object options) => await CallAsync<IJSObjectReference>("splitter", bar, options);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    private async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            _module ??= await js.InvokeAsync<IJSObjectReference>("import", "/dist/page.js");
            return await _module.InvokeAsync<T>(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            return default;
        }
    }
}
