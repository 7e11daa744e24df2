using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Queues;
using ElasticJobs.Storage.Tests.Databases;

namespace ElasticJobs.Storage.Tests.Deployments;

public abstract class DeploymentStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private IDeploymentStore Store => Storage.Get<IDeploymentStore>();

    [Fact]
    public async Task Deployment_IsReadAgainAsItWas_ByAnotherProcessToo()
    {
        await AddAsync("train");
        await AddAsync("classify", "vision");
        await using var other = await OpenAgainAsync();

        var found = (await other.Get<IDeploymentStore>().FindAsync("train", None))!;

        Assert.Equal((Document("train"), "default", 1L, 1L, false, Noon, "ada"), (found.Document, found.Project, found.Version, found.Generation, found.IsStopped, found.CreatedAt, found.UpdatedBy));
        Assert.Equal("train", found.Spec.Name);
        Assert.Equal(["classify", "train"], (await Store.ListAsync(null, None)).Select(deployment => deployment.Name));
        Assert.Equal(["classify"], (await Store.ListAsync("vision", None)).Select(deployment => deployment.Name));
        Assert.Null(await Store.FindAsync("nothing", None));
    }

    [Fact]
    public async Task Add_OfANameThatIsThere_IsRefused_AndLeavesItsTokenAlone()
    {
        await AddAsync("train");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => AddAsync("train", "vision", "h2"));

        Assert.Equal("service_exists", refusal.Code);
        Assert.Equal("h-train", Assert.Single(await Store.ListTokensAsync("train", None)).Hash);
    }

    [Fact]
    public async Task Replace_CountsOnlyForTheVersionBefore()
    {
        var first = await AddAsync("train");
        var second = first with { Version = 2, IsStopped = true, UpdatedBy = "bob" };

        Assert.True(await Store.ReplaceAsync(second, None));
        Assert.False(await Store.ReplaceAsync(second with { UpdatedBy = "eve" }, None));
        Assert.False(await Store.ReplaceAsync(Make("nothing") with { Version = 2 }, None));
        var found = (await Store.FindAsync("train", None))!;
        Assert.Equal((2L, 1L, true, "bob"), (found.Version, found.Generation, found.IsStopped, found.UpdatedBy));
    }

    [Fact]
    public async Task Delete_TakesTokensAndQueueWithIt()
    {
        await AddAsync("train");
        await AddAsync("other");
        var queues = Storage.Get<IQueueStore>();
        var stream = await queues.OpenAsync("train", StreamKind.Input, None);
        await queues.PutAsync(stream, new QueueFrame { Index = 1, RequestId = "r1", PutAt = Noon }, None);
        Assert.Equal((1L, 0L), (await queues.CountAsync("train", StreamKind.Input, None), await queues.CountAsync("other", StreamKind.Input, None)));

        await Store.DeleteAsync("train", None);
        await Store.DeleteAsync("train", None);

        Assert.Null(await Store.FindAsync("train", None));
        Assert.Equal(["other"], (await Store.ListTokensAsync(null, None)).Select(token => token.Service));
        Assert.Equal(0, await queues.CountAsync("train", StreamKind.Input, None));
    }

    [Fact]
    public async Task Token_IsRenewedAndRemoved_ButMadeForNoServiceThatIsNotThere()
    {
        await AddAsync("train");
        await Store.PutTokenAsync(Token("train", "notebook", "h1"), None);
        await Store.PutTokenAsync(Token("train", "notebook", "h2"), None);

        Assert.Equal(["default h-train", "notebook h2"], (await Store.ListTokensAsync("train", None)).Select(token => $"{token.Name} {token.Hash}"));
        Assert.Equal("service_not_found", (await Assert.ThrowsAsync<RefusedException>(() => Store.PutTokenAsync(Token("nothing", "x", "h3"), None))).Code);
        await Store.DeleteTokenAsync("train", "notebook", None);
        Assert.Single(await Store.ListTokensAsync("train", None));
    }

    [Fact]
    public async Task Project_WithAService_IsNotEmpty()
    {
        var projects = Storage.Get<IProjectStore>();
        await projects.AddAsync(new Project("vision", "", Noon), None);
        await AddAsync("train", "vision");

        Assert.Equal(new ProjectContents(0, 0, 1), await projects.CountAsync("vision", None));
        Assert.Equal("project_not_empty", (await Assert.ThrowsAsync<RefusedException>(() => projects.DeleteAsync("vision", None))).Code);
    }

    private static string Document(string name) => $$"""{"metadata": {"name": "{{name}}", "type": "ScalableJob" } } // 任务""";

    private static Deployment Make(string name, string project = "default") => new()
    {
        Name = name,
        Project = project,
        Document = Document(name),
        Spec = DeploymentReader.Read(Document(name)).Spec!,
        Version = 1,
        Generation = 1,
        CreatedAt = Noon,
        UpdatedAt = Noon,
        UpdatedBy = "ada",
    };

    private static ServiceToken Token(string service, string name, string hash) => new(service, name, hash, "secret", Noon, "ada");

    private async Task<Deployment> AddAsync(string name, string project = "default", string? hash = null)
    {
        var deployment = Make(name, project);
        await Store.AddAsync(deployment, Token(name, ServiceToken.DefaultName, hash ?? $"h-{name}"), None);
        return deployment;
    }
}

public sealed class DeploymentStoreOnSqliteTests() : DeploymentStoreContract(DatabaseKind.Sqlite);

public sealed class DeploymentStoreOnPostgresTests() : DeploymentStoreContract(DatabaseKind.Postgres);
