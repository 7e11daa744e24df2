using System.Reflection;

namespace ElasticJobs.Web.Tests.Hosting;

/// <summary>Core ← {Storage, Local, Kubernetes, Scheduler} ← Web; the command line and the worker know Core only.</summary>
public sealed class ProjectDependencyTests
{
    private static readonly string[] Frameworks = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Microsoft.Data", "Npgsql"];

    [Theory]
    [InlineData("ElasticJobs.Core")]
    [InlineData("ElasticJobs.Storage", "ElasticJobs.Core")]
    [InlineData("ElasticJobs.Local", "ElasticJobs.Core")]
    [InlineData("ElasticJobs.Kubernetes", "ElasticJobs.Core")]
    [InlineData("ElasticJobs.Scheduler", "ElasticJobs.Core")]
    [InlineData("ejobs", "ElasticJobs.Core")]
    [InlineData("ElasticJobs.Worker", "ElasticJobs.Core")]
    [InlineData("ElasticJobs.Web", "ElasticJobs.Core", "ElasticJobs.Storage", "ElasticJobs.Local", "ElasticJobs.Kubernetes", "ElasticJobs.Scheduler")]
    public void Assembly_OfEachProject_KnowsOnlyWhatTheArchitectureAllows(string assembly, params string[] allowed)
    {
        var known = ReferencesOf(assembly).Where(IsOurs);

        Assert.Empty(known.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void Core_References_NoFramework()
    {
        var frameworks = ReferencesOf("ElasticJobs.Core").Where(name => Frameworks.Any(name.StartsWith));

        Assert.Empty(frameworks);
    }

    private static bool IsOurs(string name) => name.StartsWith("ElasticJobs", StringComparison.Ordinal) || name == "ejobs";

    private static IEnumerable<string> ReferencesOf(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);
}
