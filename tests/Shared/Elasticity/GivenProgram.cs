using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Tests.Shared.Elasticity;

/// <summary>A worker that is given.</summary>
public sealed class GivenProgram : IInstanceProgram
{
    public IReadOnlyList<string> Command { get; init; } = ["true"];

    public string? Image { get; init; }

    /// <summary>Null: no instance is started.</summary>
    public Uri? Console { get; init; }
}
