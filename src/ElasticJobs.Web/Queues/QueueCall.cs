using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>One request to a queue: who asks what of which stream.</summary>
/// <param name="path">Behind the queue's address; told to the worker.</param>
internal sealed class QueueCall(HttpContext http, Deployment service, IServiceQueue queue, IQueueStream stream, ConsumerName consumer, string path)
{
    public HttpContext Http { get; } = http;

    public Deployment Service { get; } = service;

    public IServiceQueue Queue { get; } = queue;

    public IQueueStream Stream { get; } = stream;

    public ConsumerName Consumer { get; } = consumer;

    public string Path { get; } = path;

    public bool IsInput => Stream == Queue.Input;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Tags are the parameters that don't begin with <c>_</c>; what a client looks for, or gives to what it puts.</summary>
    public Dictionary<string, string> Tags { get; } = http.Request.Query
        .Where(parameter => parameter.Key.Length > 0 && !parameter.Key.StartsWith('_') && parameter.Key != TaskTags.RequestId)
        .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal);

    public string? RequestId => Text(TaskTags.RequestId);

    /// <summary>Tags of the frames that are looked for. Only in the input a request id is one frame's own; elsewhere several are of one request.</summary>
    public Dictionary<string, string> Filter => IsInput || RequestId is not { } request ? Tags : new(Tags) { [TaskTags.RequestId] = request };

    public string? Text(string name) => Http.Request.Query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <exception cref="RefusedException"><c>bad_parameter</c>.</exception>
    public bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "true" or "True" or "1" => true,
        "false" or "False" or "0" => false,
        var other => throw Bad(name, other, "true or false"),
    };

    public long? Number(string name) => Text(name) is { } text
        ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(name, text, "a whole number")
        : null;

    public TimeSpan? Duration(string name) => Text(name) is { } text
        ? DurationText.TryParse(text, out var duration) ? duration : throw Bad(name, text, "a duration like 5s or 1m30s")
        : null;

    /// <summary>Of <c>_indexes_=7,8</c>.</summary>
    public IReadOnlyList<long> Indexes()
    {
        var text = Text("_indexes_") ?? throw Bad("_indexes_", "", "indexes like 7 or 7,8");
        var indexes = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            indexes.Add(long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Bad("_indexes_", text, "indexes like 7 or 7,8"));
        return indexes;
    }

    public Task AnswerAsync(string text, string type = "text/plain")
    {
        Http.Response.ContentType = type;
        return Http.Response.WriteAsync(text, Aborted);
    }

    public static RefusedException Bad(string name, string value, string wanted) => new(
        RefusalKind.Invalid, "bad_parameter", $"The parameter '{name}' is '{value}'; it must be {wanted}.", "Correct it; docs/queues.md lists the parameters.");
}
