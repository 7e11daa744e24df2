using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>A place can't be made ready until somebody does something.</summary>
internal sealed class PlaceException(string code, params IReadOnlyList<string> args) : Exception(code)
{
    public Problem Problem { get; } = ProblemTexts.Make("place", code, args);
}
