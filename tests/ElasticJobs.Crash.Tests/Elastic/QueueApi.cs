using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>An elastic job's queue as the tests need it.</summary>
internal sealed class QueueApi(HttpClient client, string service)
{
    /// <summary>Until it is taken: with its request id the same put again is harmless.</summary>
    public Task PutAsync(string query, string payload) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                using var body = new StringContent(payload, Encoding.UTF8);
                using var response = await client.PostAsync($"/api/predict/{service}?{query}", body);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the task is taken");

    /// <summary>Results in the sink, once there are so many; each read leaves them there.</summary>
    public async Task<IReadOnlyList<TaskResult>> ResultsAsync(int count, TimeSpan cap)
    {
        List<TaskResult> results = [];
        await Eventually.TrueAsync(
            async () =>
            {
                results = await ReadAsync();
                return results.Count >= count;
            },
            $"{count} results are in the sink",
            cap);
        return results;
    }

    private async Task<List<TaskResult>> ReadAsync()
    {
        try
        {
            using var response = await client.GetAsync($"/api/predict/{service}/sink?_index_=0&_length_=10000&_raw_=false&_timeout_=0s&kind=result");
            var text = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
            return text.Length == 0 ? [] : [.. JsonNode.Parse(text)!.AsArray().Select(frame => new TaskResult((string)frame!["tags"]!["requestId"]!, (string?)frame["tags"]!["exitCode"]))];
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }
}

internal sealed record TaskResult(string RequestId, string? ExitCode);
