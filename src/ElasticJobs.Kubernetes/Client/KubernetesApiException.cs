using System.Net;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>The API server's refusal, from the <c>Status</c> object it answers with.</summary>
public sealed class KubernetesApiException(HttpStatusCode code, string reason, string message, IReadOnlyList<StatusCause> causes, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public KubernetesApiException(HttpStatusCode code, string reason, string message)
        : this(code, reason, message, [])
    {
    }

    public HttpStatusCode Code { get; } = code;

    /// <summary>Kubernetes' word, e.g. <c>AlreadyExists</c>. Empty where the answer was no Status (a proxy's, say).</summary>
    public string Reason { get; } = reason;

    /// <summary>What is wrong field by field, for 422.</summary>
    public IReadOnlyList<StatusCause> Causes { get; } = causes;

    /// <summary>How long the server asked to wait. Null: it didn't.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>An object of that name is there already.</summary>
    public bool IsAlreadyExists => Code == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>The object was changed meanwhile, a precondition does not hold, or another field manager owns a field.</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && Reason != "AlreadyExists";

    /// <summary>The resource version or the continue token is too old.</summary>
    public bool IsGone => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>RBAC or an admission plugin says no; <see cref="IsQuotaExceeded"/> is one of these.</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>The namespace's quota is used up, or is so new that nobody has counted yet; it is told by its words alone.</summary>
    public bool IsQuotaExceeded => IsForbidden
        && (Message.Contains("exceeded quota", StringComparison.Ordinal) || Message.Contains("status unknown for quota", StringComparison.Ordinal));

    /// <summary>The namespace is being deleted and takes nothing new.</summary>
    public bool IsNamespaceTerminating => Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    /// <summary>The credentials are wrong or have expired, and reading them again did not help.</summary>
    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    /// <summary>The object breaks a rule; <see cref="Causes"/> name the fields.</summary>
    public bool IsInvalid => Code == HttpStatusCode.UnprocessableEntity;

    /// <summary>Nothing is wrong with the request: the server is overloaded, starts or stops.</summary>
    public bool IsTransient => Code is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)Code >= 500;
}

/// <summary>One cause of a refusal.</summary>
/// <param name="Reason">E.g. <c>FieldValueInvalid</c>.</param>
/// <param name="Field">JSON path, e.g. <c>spec.containers[0].image</c>. Null: not about a field.</param>
public sealed record StatusCause(string? Reason, string? Message, string? Field);
