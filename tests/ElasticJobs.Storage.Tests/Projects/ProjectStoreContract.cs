using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Tests.Databases;

namespace ElasticJobs.Storage.Tests.Projects;

public abstract class ProjectStoreContract(DatabaseKind kind) : StoreContract(kind)
{
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
