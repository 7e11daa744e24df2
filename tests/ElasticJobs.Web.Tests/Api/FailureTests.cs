using System.Net;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

/// <summary>What the console itself does wrong.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Failure_OfTheConsole_IsLoggedAndTellsTheCallerNoInsides()
    {
        using var console = new TestConsole(static services => services.AddSingleton<ITemplateCatalog, BrokenCatalog>());

        var problem = await console.Api.GetAsync("templates").RefusalAsync(HttpStatusCode.InternalServerError, "internal");

        Assert.DoesNotContain(BrokenCatalog.Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(console.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(BrokenCatalog.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_OfACaller_IsNoErrorInTheLog()
    {
        using var console = new TestConsole();

        await console.Api.GetAsync("pipelines/nobody").RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
        await console.Api.GetAsync("runs?limit=many").RefusalAsync(HttpStatusCode.BadRequest, "bad_request");

        Assert.DoesNotContain(console.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private sealed class BrokenCatalog : ITemplateCatalog
    {
        public const string Secret = "the inside of the console";

        public IReadOnlyList<TemplateSpec> All => throw new InvalidOperationException(Secret);

        public TemplateSpec? Find(string reference) => null;
    }
}
