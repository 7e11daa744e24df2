namespace ElasticJobs.Cli;

/// <summary>Something to tell the person and end with <see cref="ExitCodes.Error"/>.</summary>
internal sealed class CliException(string message, string? fix = null, params IReadOnlyList<string> details) : Exception(message)
{
    public string? Fix { get; } = fix;

    public IReadOnlyList<string> Details { get; } = details;

    /// <summary>The API's, e.g. <c>no_data</c>. Null: it was not the API that refused.</summary>
    public string? Code { get; init; }
}
