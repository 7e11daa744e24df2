using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class AuditTests(TestConsole console)
{
    private HttpClient Api => console.Api;

    [Fact]
    public async Task WhatATokenChanges_IsWrittenDownOnce_WhatIsRefusedOrChangesNothingIsNot()
    {
        await Api.SaveAsync("audited", Work.Document("audited", "exec sleep 600")).JsonAsync(HttpStatusCode.Created);
        await Api.SaveAsync("audited", Work.Document("audited", "exec sleep 600")).JsonAsync();
        await Api.SaveAsync("audited", "nothing of ours").RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");
        var run = await Api.StartAsync("audited");
        await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
        await Api.WaitAsync(run, "Stopped");
        await Api.PostAsync($"runs/{run}/stop", null).RefusalAsync(HttpStatusCode.Conflict, "run_ended");
        var alone = (await Api.PostAsJsonAsync("pipelines/audited/tasks/main/run", new { }).JsonAsync(HttpStatusCode.Accepted)).Text("id");
        await Api.DeleteAsync($"debug/{alone}").TextAsync(HttpStatusCode.NoContent);
        await Api.PostAsync("pipelines/audited/tasks/main/clear", null).JsonAsync();
        await Api.DeleteAsync("pipelines/audited").TextAsync(HttpStatusCode.NoContent);

        var entries = (await AllAsync("?limit=500")).Where(entry => IsOf(entry, "audited", run, alone)).Reverse().ToList();

        Assert.Equal(
            ["pipeline.save audited revision 1", $"run.start audited {run}", $"run.kill {run} ", $"debug.run audited/main {alone}", $"debug.end {alone} ", "pipeline.delete audited "],
            entries.Select(entry => $"{entry.Text("act")} {entry.Text("target")} {entry.GetProperty("detail").GetString()}"));
        Assert.All(entries, entry =>
        {
            Assert.Equal("token:bootstrap", entry.Text("actor"));
            Assert.Equal("default", entry.Text("project"));
            Assert.True(entry.GetProperty("token").GetGuid() != Guid.Empty);
        });
    }

    [Fact]
    public async Task List_TurnsPages_AndIsOfAPersonOrAProject()
    {
        var audit = console.Services.GetRequiredService<AuditLog>();
        foreach (var target in new[] { "one", "two", "three" })
        {
            await audit.AddAsync("auditee", null, "elsewhere", new AuditedAct(AuditActs.RunStop, target));
        }

        var first = await AuditAsync("?actor=auditee&limit=2");
        var second = await AuditAsync($"?actor=auditee&limit=2&cursor={first.Text("nextCursor")}");

        Assert.Equal(["three", "two", "one"], first.Items("items").Concat(second.Items("items")).Select(entry => entry.Text("target")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(3, (await AllAsync("?project=elsewhere")).Count);
        Assert.Empty(await AllAsync("?project=elsewhere&actor=somebody"));
        await GetAsync(Api, "?cursor=zzz").RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_cursor");
        await GetAsync(Api, "?limit=0").RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_limit");
    }

    [Fact]
    public async Task List_ForAdminsOfAProject_IsRefused()
    {
        using var projectAdmin = console.Client(await console.AddTokenAsync(ProjectRole.Admin));
        using var anyone = console.Client(null);

        await GetAsync(projectAdmin, "").RefusalAsync(HttpStatusCode.Forbidden, "admin_missing");
        await GetAsync(anyone, "").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task Token_IsWrittenDownByNameAndNeverWithItsSecret()
    {
        var issuing = console.Services.GetRequiredService<TokenIssuing>();
        await console.AddUserAsync("audited-admin", "a-long-password-1", isAdmin: true);
        var person = (await console.Services.GetRequiredService<UserDirectory>().ListAsync(default)).Single(found => found.Name == "audited-admin");
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()), new Claim(ClaimTypes.Name, person.Name)], "test"));

        var (token, secret) = await issuing.CreateAsync(user, Project.DefaultName, "nightly", ProjectRole.Viewer, Project.DefaultName, null, default);
        await issuing.RevokeAsync(user, Project.DefaultName, token.Id, default);
        await issuing.RevokeAsync(user, Project.DefaultName, token.Id, default);

        var text = await GetAsync(Api, "?actor=audited-admin").TextAsync();
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Hash, text, StringComparison.Ordinal);
        Assert.Equal(["token.revoke nightly", "token.create nightly"], (await AllAsync("?actor=audited-admin")).Select(entry => $"{entry.Text("act")} {entry.Text("target")}"));
    }

    private static bool IsOf(JsonElement entry, params string[] words) =>
        entry.GetProperty("target").GetString() is { } target && words.Any(word => target == word || target.StartsWith(word + "/", StringComparison.Ordinal));

    private async Task<IReadOnlyList<JsonElement>> AllAsync(string query) => (await AuditAsync(query)).Items("items");

    private Task<JsonElement> AuditAsync(string query) => GetAsync(Api, query).JsonAsync();

    private Task<HttpResponseMessage> GetAsync(HttpClient client, string query) => client.GetAsync(new Uri(console.Address, "/api/v1/audit" + query));
}
