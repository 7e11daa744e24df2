namespace ElasticJobs.Core;

/// <summary>How a refusal maps to HTTP and to exit codes.</summary>
public enum RefusalKind
{
    /// <summary>422: the input is wrong; <see cref="RefusedException.Problems"/> says where.</summary>
    Invalid,

    /// <summary>404</summary>
    NotFound,

    /// <summary>409: the thing's present state forbids it.</summary>
    Conflict,

    /// <summary>403</summary>
    Forbidden,
}

/// <summary>An act that a port refuses for a reason that its caller should read. Message: what and why; <see cref="Fix"/>: what to do.</summary>
public sealed class RefusedException(RefusalKind kind, string code, string message, string fix, params IReadOnlyList<Problem> problems) : Exception(message)
{
    public RefusalKind Kind { get; } = kind;

    /// <summary>Stable, e.g. <c>pipeline_not_found</c>.</summary>
    public string Code { get; } = code;

    public string Fix { get; } = fix;

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
