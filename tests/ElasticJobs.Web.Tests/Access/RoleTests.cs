using System.Net;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

[Collection(ConsoleCollection.Name)]
public sealed class RoleTests(TestConsole console)
{
    private static readonly (string Method, string Path, ProjectRole Needs)[] Acts =
    [
        ("GET", "pipelines", ProjectRole.Viewer),
        ("GET", "runs", ProjectRole.Viewer),
        ("GET", "debug", ProjectRole.Viewer),
        ("GET", "templates", ProjectRole.Viewer),
        ("PUT", "pipelines/of-roles", ProjectRole.Editor),
        ("DELETE", "pipelines/of-nobody", ProjectRole.Editor),
        ("POST", "pipelines/of-nobody/runs", ProjectRole.Operator),
        ("POST", "runs/00000000-0000-0000-0000-000000000000/stop", ProjectRole.Operator),
        ("DELETE", "runs/00000000-0000-0000-0000-000000000000", ProjectRole.Operator),
        ("POST", "pipelines/of-nobody/tasks/a/debug", ProjectRole.Operator),
        ("POST", "pipelines/of-nobody/tasks/a/run", ProjectRole.Operator),
        ("DELETE", "debug/00000000-0000-0000-0000-000000000000", ProjectRole.Operator),
    ];

    [Theory]
    [InlineData(ProjectRole.Viewer, Project.DefaultName)]
    [InlineData(ProjectRole.Editor, Project.DefaultName)]
    [InlineData(ProjectRole.Operator, Project.DefaultName)]
    [InlineData(ProjectRole.Admin, Project.DefaultName)]
    [InlineData(ProjectRole.Viewer, null)]
    [InlineData(ProjectRole.Operator, null)]
    public async Task Token_OfARole_MayDoWhatTheRoleMayAndNoMore(ProjectRole role, string? project)
    {
        using var client = console.Client(await console.AddTokenAsync(role, project));
        foreach (var (method, path, needs) in Acts)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "PUT" ? Work.Yaml("nothing of ours") : null;
            if (role < needs)
            {
                var refusal = await client.SendAsync(request).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
                Assert.Contains(needs.ToString().ToLowerInvariant(), refusal.Text("fix"), StringComparison.Ordinal);
                continue;
            }

            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity, $"{method} {path} gave {role} {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Token_OfAnotherProject_MayNothingHere()
    {
        using var client = console.Client(await console.AddTokenAsync(ProjectRole.Admin, "another"));
        foreach (var (method, path, _) in Acts)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            await client.SendAsync(request).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        }
    }

    [Fact]
    public async Task Run_OfAnotherProject_IsNotFoundUnderThisOne()
    {
        var run = await console.Api.RunCommandAsync("of-default", "echo");
        var projects = console.Services.GetRequiredService<IProjectStore>();
        await projects.AddAsync(new Project("elsewhere", "", console.Services.GetRequiredService<TimeProvider>().GetUtcNow()), CancellationToken.None);
        using var client = console.Client(await console.AddTokenAsync(ProjectRole.Admin, "elsewhere"), "elsewhere");

        foreach (var path in new[] { $"runs/{run}", $"runs/{run}/changes", $"runs/{run}/tasks/main/log", $"runs/{run}/tasks/main/log/raw", $"runs/{run}/tasks/main/samples", $"runs/{run}/tasks/main/events", $"runs/{run}/tasks/main/results" })
        {
            await client.GetAsync(path).RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
        }

        foreach (var act in new[] { "stop", "kill", "retry", "rerun" })
        {
            await client.PostAsync($"runs/{run}/{act}", null).RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
        }

        await client.DeleteAsync($"runs/{run}").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
        await client.DeleteAsync($"debug/{run}").RefusalAsync(HttpStatusCode.NotFound, "debug_not_found");
    }

    [Fact]
    public async Task Me_TellsNameAndRoles()
    {
        using var client = console.Client(await console.AddTokenAsync(ProjectRole.Editor));

        var me = await client.GetAsync(new Uri(console.Address, "/api/v1/me")).JsonAsync();
        var admin = await console.Api.GetAsync(new Uri(console.Address, "/api/v1/me")).JsonAsync();

        Assert.Equal("token:Editor", me.Text("name"));
        Assert.False(me.GetProperty("admin").GetBoolean());
        Assert.Equal("Editor", me.GetProperty("projects").Text("default"));
        Assert.True(admin.GetProperty("admin").GetBoolean());
    }

    [Fact]
    public async Task Templates_TellTheirForms()
    {
        var templates = await console.Api.GetAsync("templates").JsonAsync();

        Assert.Contains(templates.EnumerateArray(), template => template.Text("name") == "shell" && template.Items("parameters").Count > 0);
    }
}
