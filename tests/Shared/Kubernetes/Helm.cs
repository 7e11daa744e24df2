using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>The real Helm. Tests that take it are of the category <c>Helm</c>, which is left out where there is none.</summary>
public static class Helm
{
    public static string Program { get; } = Repository.At("tests", "helm");

    public static string Chart { get; } = Repository.At("deploy", "helm", "elasticjobs");

    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static Task<string> RunAsync(params string[] arguments) => Command.RunAsync(Program, arguments);
}
