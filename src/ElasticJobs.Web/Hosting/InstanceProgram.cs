using ElasticJobs.Core.Elasticity;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Hosting;

/// <inheritdoc cref="IInstanceProgram"/>
internal sealed class InstanceProgram(OwnAddress own, IOptions<ConsoleOptions> console, IOptions<ElasticityOptions> options) : IInstanceProgram
{
    public IReadOnlyList<string> Command => console.Value.UsesKubernetes && !IsInCluster ? WorkerProgram.ImageCommand : WorkerProgram.LocalCommand;

    /// <summary>Set in every pod.</summary>
    private static bool IsInCluster => Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 };

    public string? Image => options.Value.WorkerImage;

    /// <remarks>Pods of a cluster don't reach it where it listens.</remarks>
    public Uri? Console => options.Value.ConsoleUrl ?? (console.Value.UsesKubernetes ? null : own.Find());
}
