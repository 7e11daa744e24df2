using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Server;

/// <summary>The REST API as the commands need it. Every failure is a <see cref="CliException"/> that says what to do.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly CliSettings _settings;

    public ApiClient(CliSettings settings, HttpMessageHandler? handler = null)
    {
        _settings = settings;
        if (!Uri.TryCreate(settings.Server, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
        {
            throw new CliException($"'{settings.Server}' is no address of a console.", $"Give one like {CliSettings.DefaultServer}.");
        }

        _http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (settings.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Path under the project.</summary>
    public string InProject(string path) => $"/api/v1/projects/{Uri.EscapeDataString(_settings.Project)}/{path}";

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, "application/json", null, cancellationToken);
        return await JsonAsync(response, cancellationToken);
    }

    public async Task<string> GetTextAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, accept, null, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public async Task<JsonNode> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var content = new StringContent((body ?? new JsonObject()).ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Post, path, content, "application/json", null, cancellationToken);
        return await JsonAsync(response, cancellationToken);
    }

    public async Task<JsonNode> PutAsync(string path, JsonNode body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Put, path, content, "application/json", null, cancellationToken);
        return await JsonAsync(response, cancellationToken);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, "application/json", null, cancellationToken);
    }

    /// <param name="method">PUT to the address of the thing, or POST where the document names it.</param>
    public async Task<JsonNode> SendDocumentAsync(HttpMethod method, string path, string document, CancellationToken cancellationToken)
    {
        using var content = new StringContent(document, Encoding.UTF8, "application/yaml");
        using var response = await SendAsync(method, path, content, "application/json", null, cancellationToken);
        return await JsonAsync(response, cancellationToken);
    }

    /// <summary>Server-sent events until the server ends them; goes on after a lost connection from the last event seen.</summary>
    public async IAsyncEnumerable<JsonNode> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            var ended = false;
            await using var events = OpenEventsAsync(path, last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                SseItem<string> item;
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        ended = true;
                        break;
                    }

                    item = events.Current;
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException && last is not null)
                {
                    break;
                }

                last = item.EventId ?? last;
                yield return JsonNode.Parse(item.Data)!;
            }

            if (ended)
            {
                yield break;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    /// <summary>An answer that is well; its body may still be on its way.</summary>
    /// <param name="header">One more header. Null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, string accept, (string Name, string Value)? header, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.ParseAdd(accept);
        if (header is { } more)
        {
            request.Headers.Add(more.Name, more.Value);
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CliException($"The console at {_http.BaseAddress} does not answer: {exception.Message}", "Is it running? Set another address with 'ejobs login --server' or EJOBS_SERVER.");
        }

        await CheckAsync(response, cancellationToken);
        return response;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A problem with its place and its fix, on one line.</summary>
    public static string Describe(JsonNode error)
    {
        var place = error["line"] is { } line ? $"line {line}, {error["path"]}" : $"{error["path"]}";
        var kind = error["warning"]?.GetValue<bool>() == true ? "warning: " : "";
        return $"{place}: {kind}{error["message"]} {error["fix"]}";
    }

    private async IAsyncEnumerable<SseItem<string>> OpenEventsAsync(string path, string? last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (last is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await CheckAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return item;
        }
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        using (response)
        {
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                throw new CliException("The console does not know this token, or it has expired or was revoked.", "Log in with a valid one: ejobs login --token.");
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            throw Refused(text) ?? new CliException($"The console answered {(int)response.StatusCode} {response.ReasonPhrase}.", "Look at the console's log.");
        }
    }

    private static CliException? Refused(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject problem || problem["title"] is not { } title)
            {
                return null;
            }

            var details = problem["errors"]?.AsArray().Select(error => Describe(error!)) ?? [];
            return new CliException(title.GetValue<string>(), problem["fix"]?.GetValue<string>(), [.. details]) { Code = problem["code"]?.GetValue<string>() };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
