using ElasticJobs.Core.Elasticity;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Hosting;

/// <inheritdoc cref="IInstanceProgram"/>
internal sealed class InstanceProgram(OwnAddress own, IOptions<ConsoleOptions> console, IOptions<ElasticityOptions> options) : IInstanceProgram
{
    public IReadOnlyList<string> Command => console.Value.UsesKubernetes ? WorkerProgram.ImageCommand : WorkerProgram.LocalCommand;

    public string? Image => options.Value.WorkerImage;

    /// <remarks>Pods of a cluster don't reach it where it listens.</remarks>
    public Uri? Console => options.Value.ConsoleUrl ?? (console.Value.UsesKubernetes ? null : own.Find());
}
