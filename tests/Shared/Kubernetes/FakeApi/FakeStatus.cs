using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>A refusal.</summary>
public sealed record FakeStatus(int Code, string Reason, string Message, TimeSpan? RetryAfter = null)
{
    public static FakeStatus NotFound(FakeRequest request) => new(404, "NotFound", $"{request.Resource} \"{request.Name}\" not found");

    public static FakeStatus AlreadyExists(string name) => new(409, "AlreadyExists", $"\"{name}\" already exists");

    public static FakeStatus Conflict(string message) => new(409, "Conflict", message);

    public static FakeStatus Gone { get; } = new(410, "Expired", "too old resource version");

    public static FakeStatus TooManyRequests(TimeSpan retryAfter) => new(429, "TooManyRequests", "too many requests, please try again later", retryAfter);

    public static FakeStatus InternalError { get; } = new(500, "InternalError", "something broke");

    public static FakeStatus Unauthorized { get; } = new(401, "Unauthorized", "Unauthorized");

    public static FakeStatus QuotaExceeded { get; } = new(403, "Forbidden", "pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");

    public JsonObject ToJson() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["code"] = Code,
    };

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Code;
        response.ContentType = "application/json";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync(ToJson().ToJsonString());
    }
}

/// <summary>Ends the handling of a request by a refusal.</summary>
internal sealed class FakeRefusal(FakeStatus status) : Exception(status.Message)
{
    public FakeStatus Status { get; } = status;
}
