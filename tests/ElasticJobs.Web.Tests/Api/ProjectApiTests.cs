using System.Net;
using System.Net.Http.Json;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Tests.Shared.Projects;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

public sealed class ProjectApiTests : IDisposable
{
    private readonly FakeProjectPlaces _places = new();
    private readonly TestConsole _console;

    public ProjectApiTests() => _console = new TestConsole(services => services.AddSingleton<IProjectPlaces>(_places));

    private HttpClient Api => _console.Api;

    [Fact]
    public async Task Put_MakesAndChangesAProject_AndIsWrittenDown()
    {
        var made = await PutAsync("vision", new { description = "Vision", place = new { @namespace = "ej-vision", quota = new { cpu = "8" } } }).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("Preparing", "main", "ej-vision"), (made.GetProperty("state").Text("phase"), made.Text("context"), made.Text("namespace")));

        var changed = await PutAsync("vision", new { description = "Sight", place = new { @namespace = "ej-vision" } }).JsonAsync();
        Assert.Equal("Sight", changed.Text("description"));
        _places.Quota = [new QuotaUse("requests.cpu", "2", "8", 0.25)];
        var found = await Api.GetAsync(Address("vision")).JsonAsync();
        Assert.Equal("requests.cpu", found.GetProperty("quota")[0].Text("resource"));
        Assert.Equal(["default", "vision"], (await Api.GetAsync(Address("")).JsonAsync()).EnumerateArray().Select(project => project.Text("name")));
        Assert.Equal(2, _places.Wakes);
        var audit = await Api.GetAsync(new Uri(_console.Address, "/api/v1/audit?project=vision")).JsonAsync();
        Assert.Equal(["project.put vision ej-vision", "project.put vision ej-vision"], audit.Items("items").Select(entry => $"{entry.Text("act")} {entry.Text("target")} {entry.Text("detail")}"));
    }

    [Fact]
    public async Task Put_WithProblems_NamesEachWithItsFix()
    {
        var refusal = await PutAsync("vision", new { place = new { context = "nowhere", @namespace = "kube-system", quota = new { memory = "32GB" } } })
            .RefusalAsync(HttpStatusCode.UnprocessableEntity, "project_invalid");

        Assert.Equal(
            ["place.namespace reserved_namespace", "place.quota.memory bad_quantity", "place.context unknown_context"],
            refusal.Items("errors").Select(error => $"{error.Text("path")} {error.Text("code")}"));
        Assert.Contains("main", refusal.Items("errors")[2].Text("fix"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_IsRefusedWhileThereIsSomething_AndTakesTheNamespaceOnlyWhenAsked()
    {
        await PutAsync("vision", new { place = new { @namespace = "ej-vision" } }).JsonAsync(HttpStatusCode.Created);
        using var vision = _console.Client(TestConsole.AdminToken, "vision");
        await vision.SaveAsync("kept", Work.Document("kept", "true")).JsonAsync(HttpStatusCode.Created);

        var refusal = await Api.DeleteAsync(Address("vision")).RefusalAsync(HttpStatusCode.Conflict, "project_not_empty");
        Assert.Contains("1 pipelines, 0 runs", refusal.Text("title"), StringComparison.Ordinal);
        await Api.DeleteAsync(Address("default")).RefusalAsync(HttpStatusCode.Conflict, "project_is_default");
        await Api.DeleteAsync(Address("nobody")).RefusalAsync(HttpStatusCode.NotFound, "project_not_found");
        await vision.DeleteAsync("pipelines/kept").TextAsync(HttpStatusCode.NoContent);
        await Api.DeleteAsync(Address("vision?namespace=perhaps")).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_choice");
        await Api.DeleteAsync(Address("vision")).TextAsync(HttpStatusCode.NoContent);
        Assert.Empty(_places.DeletedNamespaces);

        await PutAsync("vision", new { place = new { @namespace = "ej-vision" } }).JsonAsync(HttpStatusCode.Created);
        await Api.DeleteAsync(Address("vision?namespace=delete")).TextAsync(HttpStatusCode.NoContent);
        Assert.Equal(["ej-vision"], _places.DeletedNamespaces);
    }

    [Fact]
    public async Task PullSecret_IsGivenAndRemoved_AndItsPasswordIsNowhere()
    {
        await PutAsync("vision", new { place = new { @namespace = "ej-vision" } }).JsonAsync(HttpStatusCode.Created);

        await Api.PutAsJsonAsync(Address("vision/pull-secrets/harbor"), new { server = "registry.example.com", user = "robot", password = "hunter2-of-the-test" }).TextAsync(HttpStatusCode.NoContent);

        Assert.Equal("registry.example.com", _places.Secrets["vision/harbor"]);
        var found = await Api.GetAsync(Address("vision")).TextAsync();
        Assert.Contains("\"pullSecrets\":[\"harbor\"]", found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await Api.GetAsync(new Uri(_console.Address, "/api/v1/audit")).TextAsync(), StringComparison.Ordinal);
        await Api.DeleteAsync(Address("vision/pull-secrets/harbor")).TextAsync(HttpStatusCode.NoContent);
        Assert.Empty(_places.Secrets);
        Assert.Empty((await Api.GetAsync(Address("vision")).JsonAsync()).GetProperty("place").GetProperty("pullSecrets").EnumerateArray());
        await Api.PutAsJsonAsync(Address("vision/pull-secrets/Har bor"), new { }).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_object_name");
    }

    [Fact]
    public async Task Projects_AreForAdminsOfTheConsoleAlone()
    {
        using var admin = _console.Client(await _console.AddTokenAsync(ProjectRole.Admin));

        await admin.GetAsync(Address("")).RefusalAsync(HttpStatusCode.Forbidden, "admin_missing");
        await admin.PutAsJsonAsync(Address("default"), new { }).RefusalAsync(HttpStatusCode.Forbidden, "admin_missing");
        await admin.DeleteAsync(Address("default")).RefusalAsync(HttpStatusCode.Forbidden, "admin_missing");
    }

    public void Dispose() => _console.Dispose();

    private Task<HttpResponseMessage> PutAsync(string project, object body) => Api.PutAsJsonAsync(Address(project), body);

    private Uri Address(string rest) => new(_console.Address, $"/api/v1/projects{(rest.Length == 0 ? "" : $"/{rest}")}");
}
