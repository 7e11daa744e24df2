using System.Net;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>What one try brought.</summary>
/// <param name="Refusal">Body of an answer that is not a success. Null: a success.</param>
internal sealed record ApiAnswer<T>(T? Value, HttpStatusCode Code, byte[]? Refusal = null, TimeSpan? RetryAfter = null);
