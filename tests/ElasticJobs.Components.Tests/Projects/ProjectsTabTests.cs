using System.Security.Claims;
using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Tests.Shared.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Projects;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Components.Tests.Projects;

public sealed class ProjectsTabTests : ConsolePage
{
    private readonly InMemoryProjectStore _projects = new();
    private readonly FakeProjectPlaces _places = new();

    public ProjectsTabTests()
    {
        Access.IsConsoleAdmin = true;
        Services.AddSingleton<IProjectStore>(_projects);
        Services.AddSingleton<IProjectPlaces>(_places);
        Services.AddSingleton<ProjectDirectory>();
    }

    [Fact]
    public void Page_WithTheFirstProjectAlone_TeachesWhatProjectsAreFor()
    {
        var page = Open<ProjectsTab>("/settings/projects");

        Assert.Contains("Make a project for each team", page.Find("[data-testid=projects-empty]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/settings/projects?edit=-", page.Find("[data-testid=project-new]").GetAttribute("href"));
    }

    [Fact]
    public async Task List_ShowsStateWithWhatToDo_AndTheQuotaAsTheClusterSaysIt()
    {
        var problem = ProblemTexts.Make("place", ProjectCodes.NamespaceForbidden, "ej-vision", "forbidden");
        await _projects.PutAsync(Vision with { State = new PlaceState(PlacePhase.Failed, problem) }, CancellationToken.None);
        _places.Quota = [new QuotaUse("requests.cpu", "2", "8", 0.25)];

        var page = Open<ProjectsTab>("/settings/projects");
        await ShowsAsync(() => page.FindAll(".use").Count == 1, "the quota");

        var row = page.Find("[data-testid=project-vision]").TextContent;
        Assert.Contains("failed", row, StringComparison.Ordinal);
        Assert.Contains("kubectl create namespace ej-vision", row, StringComparison.Ordinal);
        Assert.Contains("2 / 8", row, StringComparison.Ordinal);
        Assert.Contains("ej-vision", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_SaysWhatIsWrongAtItsField_AndMakesTheProject()
    {
        var page = Open<ProjectsTab>("/settings/projects?edit=-");
        await page.Find("#project-name").ChangeAsync(new() { Value = "vision" });
        await page.Find("#project-place-namespace").ChangeAsync(new() { Value = "ej-vision" });
        await page.Find("#project-place-quota-memory").ChangeAsync(new() { Value = "32GB" });

        await page.Find("[data-testid=project-form]").SubmitAsync();
        Assert.Contains("'32GB' is no amount of memory", Assert.Single(page.FindAll(".ej-error")).TextContent, StringComparison.Ordinal);
        await page.Find("#project-place-quota-memory").ChangeAsync(new() { Value = "32Gi" });
        await page.Find("[data-testid=project-form]").SubmitAsync();

        Assert.Equal(("ej-vision", "32Gi"), ((await _projects.FindAsync("vision", CancellationToken.None))!.Place!.Namespace, (await _projects.FindAsync("vision", CancellationToken.None))!.Place!.Quota!.Memory));
        Assert.EndsWith("/settings/projects", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullSecret_IsGivenOnce_AndItsFieldsAreEmptyAfterwards()
    {
        await _projects.PutAsync(Vision, CancellationToken.None);
        var page = Open<ProjectsTab>("/settings/projects?secrets=vision");
        await page.Find("[data-testid=secret-name]").ChangeAsync(new() { Value = "harbor" });
        await page.Find("[data-testid=secret-server]").ChangeAsync(new() { Value = "registry.example.com" });
        await page.Find("[data-testid=secret-user]").ChangeAsync(new() { Value = "robot" });
        await page.Find("[data-testid=secret-password]").ChangeAsync(new() { Value = "hunter2" });

        await page.Find("[data-testid=pull-secrets] form").SubmitAsync();

        Assert.Equal("registry.example.com", _places.Secrets["vision/harbor"]);
        Assert.Equal(["harbor"], (await _projects.FindAsync("vision", CancellationToken.None))!.Place!.PullSecrets);
        Assert.DoesNotContain("hunter2", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Form_WhereThereAreNoNamespaces_HasNoneOfTheirFieldsAndSaysWhy()
    {
        _places.AreThere = false;

        var page = Open<ProjectsTab>("/settings/projects?edit=-");

        Assert.Empty(page.FindAll("#project-place-namespace"));
        Assert.Contains("processes of this machine", page.Find("[data-testid=no-place]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pipelines", "/pipelines?in=vision")]
    [InlineData("/runs?state=Failed#top", "/runs?state=Failed&in=vision#top")]
    public void Address_OfAProject_NamesIt(string address, string expected)
    {
        Assert.Equal(expected, ProjectAddress.With(address, "vision"));
        Assert.Equal("vision", ProjectAddress.Of($"http://localhost{expected}"));
        Assert.Equal("default", ProjectAddress.Of($"http://localhost{address}"));
    }

    [Theory]
    [InlineData("runs/0192?task=x&in=default", "/runs?in=vision")]
    [InlineData("settings/members", "/settings/members?in=vision")]
    [InlineData("", "/?in=vision")]
    public void Switch_GoesToTheListOfTheOtherProject(string path, string expected) => Assert.Equal(expected, ProjectAddress.Switch(path, "vision"));

    /// <summary>Going back must lead to the project that was left.</summary>
    [Fact]
    public async Task Picker_NamesTheProjectThatIsLeft_BeforeItGoesToTheOther()
    {
        await _projects.PutAsync(Vision, CancellationToken.None);
        var signedIn = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")], "test"))));
        var picker = Open<ProjectPicker>("/pipelines", with: page => page.AddCascadingValue(signedIn));
        await ShowsAsync(() => picker.FindAll("option").Count == 2, "both projects");

        await picker.Find("[data-testid=project-picker]").ChangeAsync(new() { Value = "vision" });

        Assert.Equal(
            [("/pipelines?in=vision", false), ("http://localhost/pipelines?in=default", true)],
            ((Bunit.TestDoubles.BunitNavigationManager)Navigation).History.Take(2).Select(step => (step.Uri, step.Options.ReplaceHistoryEntry)));
    }

    private Project Vision => new("vision", "Vision", Time.GetUtcNow()) { Place = new ProjectPlace { Namespace = "ej-vision" } };
}
