using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Queues;

namespace ElasticJobs.Web.Features.Services.Use;

/// <summary>How a program puts a task and reads its result, with the service's own address. The token is read from the environment: what is copied must not carry it.</summary>
/// <param name="console">Address of the console, with a slash at its end.</param>
internal sealed class UseSnippets(string console, Deployment service)
{
    public static readonly IReadOnlyList<string> Languages = ["curl", "Python", "C#"];

    private readonly string _host = new Uri(console).Authority;
    private readonly string _type = service.Spec.Instance.Port is null ? TaskRules.Command : TaskRules.Query;
    private readonly string _payload = service.Spec.Instance.Port is null ? "python3 -c 'print(6 * 7)'" : """{"prompt": "a penguin"}""";

    public string Queue { get; } = $"{console.TrimEnd('/')}{QueueAddress.Of(service.Name)}";

    private string QuotedPayload => _payload.Replace("\"", "\\\"", StringComparison.Ordinal);

    public string Of(string language) => language switch
    {
        "Python" => Python(),
        "C#" => CSharp(),
        _ => Curl(),
    };

    private string Curl() =>
        $"""
        export EAS_TOKEN=...

        # Put a task: the answer is its index, and its request id is in a header.
        curl -si -H "Authorization: $EAS_TOKEN" --data-binary "{QuotedPayload}" \
          "{Queue}?taskType={_type}"

        # Where task 1 is in the queue.
        curl -s -H "Authorization: $EAS_TOKEN" "{Queue}?_search_=true&_index_=1"

        # Wait up to 30 s for results, logs and progress, and take them out of the output.
        curl -s -H "Authorization: $EAS_TOKEN" "{Queue}/sink?_length_=10&_timeout_=30s&_auto_delete_=true"
        """;

    private string Python() =>
        $""""
        # pip install eas-prediction
        import os
        from eas_prediction import QueueClient

        endpoint, token = "{_host}", os.environ["EAS_TOKEN"]
        queue = QueueClient(endpoint, "{service.Name}")
        queue.set_token(token)
        queue.init()
        index, request_id = queue.put("""{_payload}""", {Braced($"\"taskType\": \"{_type}\"")})
        print("task", index, request_id)

        sink = QueueClient(endpoint, "{service.Name}/sink")
        sink.set_token(token)
        sink.init()
        watcher = sink.watch(0, 5, auto_commit=False)
        for frame in watcher.run():
            print(frame.tags.get("kind"), frame.data.decode())
            sink.commit(frame.index)
            if frame.tags.get("kind") == "result" and frame.tags.get("requestId") == request_id:
                watcher.close()
                break
        """";

    private string CSharp() =>
        $""""
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Environment.GetEnvironmentVariable("EAS_TOKEN"));
        const string queue = "{Queue}";

        var put = await http.PostAsync(queue + "?taskType={_type}", new StringContent("""{_payload}"""));
        put.EnsureSuccessStatusCode();
        var request = put.Headers.GetValues("{PutEndpoint.RequestIdHeader}").Single();

        // Waits up to 30 s; 204 means that there is nothing yet.
        var result = await http.GetAsync(queue + $"/sink?kind=result&requestId={Braced("request")}&_raw_=true&_timeout_=30s&_length_=1&_auto_delete_=true");
        Console.WriteLine(await result.Content.ReadAsStringAsync());
        """";

    private static string Braced(string text) => "{" + text + "}";
}
