using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Projects;

public abstract class ProjectStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private Project Vision => new("vision", "", Time.GetUtcNow());

    private Run QueuedRun => new()
    {
        Id = new RunId(SequentialIds.At(1)),
        Project = "vision",
        Pipeline = "gone",
        Revision = 1,
        Trigger = RunTrigger.Manual,
        State = RunState.Queued,
        ExecutionDate = Time.GetUtcNow(),
        CreatedBy = "mei",
        CreatedAt = Time.GetUtcNow(),
    };

    private IProjectStore Store => Storage.Get<IProjectStore>();

    [Fact]
    public async Task FirstStart_NewDatabase_HasTheDefaultProject()
    {
        await using var second = await OpenAgainAsync();

        Assert.Equal([new Project("default", "", Time.GetUtcNow())], await second.Get<IProjectStore>().ListAsync(None));
    }

    [Fact]
    public async Task Add_SameNameAgain_ChangesNothing()
    {
        var project = new Project("team-a", "视觉组", Time.GetUtcNow());
        await Store.AddAsync(project, None);

        await Store.AddAsync(project with { Description = "other" }, None);

        Assert.Equal(project, await Store.FindAsync("team-a", None));
        Assert.Equal(["default", "team-a"], (await Store.ListAsync(None)).Select(each => each.Name));
        Assert.Null(await Store.FindAsync("team-b", None));
    }

    [Fact]
    public async Task Put_Place_IsKeptAsItIsAndCountsVersions()
    {
        var place = new ProjectPlace
        {
            Context = "gpu-cluster",
            Namespace = "ej-vision",
            Quota = new ProjectQuota("8", "32Gi", "2", null),
            ServiceAccount = "runner",
            PullSecrets = ["harbor"],
            Workspace = new ProjectWorkspace("100Gi", "nfs"),
        };
        var state = new PlaceState(PlacePhase.Failed, ProblemTexts.Make("place", ProjectCodes.PodsForbidden, "ej-vision")) { WasReady = true };
        await Store.PutAsync(Vision with { Place = place, State = state }, None);
        await Store.PutAsync(Vision with { Description = "视觉组", Place = place, State = state }, None);

        var found = (await Store.FindAsync("vision", None))!;

        Assert.Equal(("视觉组", 1, Vision.CreatedAt), (found.Description, found.Version, found.CreatedAt));
        Assert.Equal(place with { PullSecrets = [] }, found.Place! with { PullSecrets = [] });
        Assert.Equal(["harbor"], found.Place!.PullSecrets);
        Assert.Equal((PlacePhase.Failed, ProjectCodes.PodsForbidden, true), (found.State!.Phase, found.State.Problem!.Code, found.State.WasReady));
        Assert.Equal(["ej-vision"], found.State.Problem.Args);
    }

    [Fact]
    public async Task SetState_OfAProjectThatWasChangedSince_StoresNothing()
    {
        await Store.PutAsync(Vision with { Place = new ProjectPlace { Namespace = "one" } }, None);
        var read = (await Store.FindAsync("vision", None))!;
        await Store.PutAsync(Vision with { Place = new ProjectPlace { Namespace = "two" } }, None);

        Assert.False(await Store.SetStateAsync(read, new PlaceState(PlacePhase.Ready), None));
        Assert.Null((await Store.FindAsync("vision", None))!.State);
        Assert.True(await Store.SetStateAsync((await Store.FindAsync("vision", None))!, new PlaceState(PlacePhase.Ready), None));
        Assert.Equal(PlacePhase.Ready, (await Store.FindAsync("vision", None))!.State!.Phase);
    }

    [Fact]
    public async Task Put_OtherNamespaceWhileARunIsUnfinished_IsRefused()
    {
        await Store.PutAsync(Vision, None);
        await Storage.Get<IRunStore>().CreateAsync(QueuedRun, [], "mei", None);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.PutAsync(Vision with { Place = new ProjectPlace { Namespace = "two" } }, None));
        await Store.PutAsync(Vision with { Description = "the same place", Place = new ProjectPlace { ServiceAccount = "runner" } }, None);

        Assert.Equal((RefusalKind.Conflict, "project_busy"), (refusal.Kind, refusal.Code));
        Assert.Equal("runner", (await Store.FindAsync("vision", None))!.Place!.ServiceAccount);
    }

    [Fact]
    public async Task Delete_WithARunOrAPipeline_IsRefusedWithTheCount()
    {
        await Store.PutAsync(Vision, None);
        await Storage.Get<IRunStore>().CreateAsync(QueuedRun, [], "mei", None);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.DeleteAsync("vision", None));

        Assert.Equal("project_not_empty", refusal.Code);
        Assert.Contains("0 pipelines, 1 runs", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new ProjectContents(0, 1, 0), await Store.CountAsync("vision", None));
    }

    [Fact]
    public async Task Delete_EmptyProject_TakesMembersAlong()
    {
        await Store.PutAsync(Vision, None);
        await Store.SetMemberAsync("vision", "mei", ProjectRole.Viewer, None);

        await Store.DeleteAsync("vision", None);
        await Store.DeleteAsync("vision", None);

        Assert.Null(await Store.FindAsync("vision", None));
        Assert.Empty(await Store.ListMembersAsync("vision", None));
    }

    [Fact]
    public async Task SetMember_Roles_AreGivenChangedAndTaken()
    {
        await Store.SetMemberAsync("default", "mei", ProjectRole.Viewer, None);
        await Store.SetMemberAsync("default", "mei", ProjectRole.Operator, None);
        await Store.SetMemberAsync("default", "li", ProjectRole.Admin, None);

        Assert.Equal(ProjectRole.Operator, await Store.FindRoleAsync("default", "mei", None));
        Assert.Equal(
            [new ProjectMember("default", "li", ProjectRole.Admin), new ProjectMember("default", "mei", ProjectRole.Operator)], await Store.ListMembersAsync("default", None));

        await Store.SetMemberAsync("default", "mei", null, None);
        Assert.Null(await Store.FindRoleAsync("default", "mei", None));
    }

    [Fact]
    public async Task SetMember_OfUnknownProject_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.SetMemberAsync("nowhere", "mei", ProjectRole.Viewer, None));

        Assert.Equal((RefusalKind.NotFound, "project_not_found"), (refusal.Kind, refusal.Code));
    }
}

public sealed class ProjectStoreOnSqliteTests() : ProjectStoreContract(DatabaseKind.Sqlite);

public sealed class ProjectStoreOnPostgresTests() : ProjectStoreContract(DatabaseKind.Postgres);
