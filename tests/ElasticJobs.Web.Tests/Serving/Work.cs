using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Web.Tests.Serving;

/// <summary>Pipelines and runs made over the API, as a client of it would.</summary>
internal static class Work
{
    public static StringContent Yaml(string text) => new(text) { Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } };

    /// <summary>A pipeline of one shell task, <c>main</c>.</summary>
    public static string Document(string name, string command, string more = "") =>
        $"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {"{"}name: {name}{"}"}
        spec:
          {more}
          tasks:
            - id: main
              template: shell
              args:
                command: {JsonSerializer.Serialize(command)}

        """;

    public static Task<HttpResponseMessage> SaveAsync(this HttpClient api, string name, string document) => api.PutAsync($"pipelines/{name}", Yaml(document));

    /// <returns>The run's id.</returns>
    public static async Task<string> StartAsync(this HttpClient api, string pipeline, object? parameters = null) =>
        (await api.PostAsJsonAsync($"pipelines/{pipeline}/runs", new { parameters }).JsonAsync(HttpStatusCode.Accepted)).Text("id");

    /// <summary>Saves a pipeline of one task and starts it.</summary>
    public static async Task<string> StartCommandAsync(this HttpClient api, string name, string command)
    {
        using var saved = await api.SaveAsync(name, Document(name, command));
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        return await api.StartAsync(name);
    }

    public static async Task<string> RunCommandAsync(this HttpClient api, string name, string command, string state = "Succeeded")
    {
        var run = await api.StartCommandAsync(name, command);
        await api.WaitAsync(run, state);
        return run;
    }

    /// <summary>Until the run is in the state.</summary>
    public static async Task<JsonElement> WaitAsync(this HttpClient api, string run, string state)
    {
        var last = "";
        try
        {
            return (JsonElement)await Eventually.ValueAsync<object>(
                async () =>
                {
                    var found = await api.GetAsync($"runs/{run}").JsonAsync();
                    last = found.ToString();
                    return found.Text("state") == state ? found : null;
                },
                $"run {run} is {state}",
                TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message} It is {last}", timeout);
        }
    }

    public static Task WaitForLogAsync(this HttpClient api, string run, string text, string task = "main") => Eventually.TrueAsync(
        async () =>
        {
            using var answer = await api.GetAsync($"runs/{run}/tasks/{task}/log");
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal);
        },
        $"'{text}' is in the log of {task}",
        TimeSpan.FromSeconds(60));
}
