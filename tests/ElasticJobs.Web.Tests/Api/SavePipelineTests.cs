using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class SavePipelineTests(TestConsole console)
{
    [Fact]
    public async Task Save_NewThenSameThenChanged_CreatesKeepsAndCounts()
    {
        using var created = await console.Api.SaveAsync("save-thrice", Work.Document("save-thrice", "echo 1"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("\"1\"", created.Headers.ETag?.Tag);
        Assert.Equal("/api/v1/projects/default/pipelines/save-thrice", created.Headers.Location?.ToString());

        var same = await console.Api.SaveAsync("save-thrice", Work.Document("save-thrice", "echo 1")).JsonAsync();
        Assert.False(same.GetProperty("created").GetBoolean());
        Assert.Equal(1, same.GetProperty("revision").GetInt32());

        var changed = await console.Api.SaveAsync("save-thrice", Work.Document("save-thrice", "echo 2")).JsonAsync();
        Assert.True(changed.GetProperty("created").GetBoolean());
        Assert.Equal(2, changed.GetProperty("revision").GetInt32());

        var revisions = await console.Api.GetAsync("pipelines/save-thrice/revisions").JsonAsync();
        Assert.Equal([2, 1], revisions.EnumerateArray().Select(revision => revision.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task Save_Json_ReadsBackAsJsonAndAsYaml()
    {
        var document = new
        {
            apiVersion = "elasticjobs/v1",
            kind = "Pipeline",
            metadata = new { description = "by JSON" },
            spec = new { tasks = new[] { new { id = "main", template = "shell", args = new { command = "echo hi" } } } },
        };
        await console.Api.PutAsJsonAsync("pipelines/by-json", document).JsonAsync(HttpStatusCode.Created);

        var json = await console.Api.GetAsync("pipelines/by-json").JsonAsync();
        Assert.Equal("by-json", json.GetProperty("metadata").Text("name"));

        using var asked = new HttpRequestMessage(HttpMethod.Get, "pipelines/by-json") { Headers = { Accept = { new("application/yaml") } } };
        using var yaml = await console.Api.SendAsync(asked);
        Assert.Equal("application/yaml", yaml.Content.Headers.ContentType?.MediaType);
        var again = await console.Api.SaveAsync("by-json", await yaml.Content.ReadAsStringAsync()).JsonAsync();
        Assert.False(again.GetProperty("created").GetBoolean());
    }

    [Fact]
    public async Task Save_WithMatch_IsRefusedOnceSomeoneElseSaved()
    {
        await console.Api.SaveAsync("matched", Work.Document("matched", "echo 1")).JsonAsync(HttpStatusCode.Created);

        await SaveIfAsync("matched", "echo 2", request => request.Headers.IfMatch.Add(new("\"1\""))).JsonAsync();
        await SaveIfAsync("matched", "echo 3", request => request.Headers.IfMatch.Add(new("\"1\""))).RefusalAsync(HttpStatusCode.Conflict, "revision_conflict");
        await SaveIfAsync("matched", "echo 3", request => request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any)).RefusalAsync(HttpStatusCode.Conflict, "revision_conflict");
        await SaveIfAsync("matched-new", "echo 3", request => request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any)).JsonAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("\"latest\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("*")]
    public async Task Save_WithMatchThatIsNoRevision_NeverOverwrites(string match)
    {
        (await console.Api.SaveAsync("odd-match", Work.Document("odd-match", "echo 1"))).Dispose();

        await SaveIfAsync("odd-match", "echo 2", request => request.Headers.TryAddWithoutValidation("If-Match", match)).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_match");
    }

    [Fact]
    public async Task Find_WithTagOfLatest_AnswersNotModified()
    {
        await console.Api.SaveAsync("tagged", Work.Document("tagged", "echo 1")).JsonAsync(HttpStatusCode.Created);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "pipelines/tagged") { Headers = { IfNoneMatch = { new("\"1\"") } } };
        await console.Api.SendAsync(asked).TextAsync(HttpStatusCode.NotModified);
        using var older = new HttpRequestMessage(HttpMethod.Get, "pipelines/tagged") { Headers = { IfNoneMatch = { new("\"7\"") } } };
        await console.Api.SendAsync(older).JsonAsync();
    }

    [Fact]
    public async Task Save_ManyProblems_TellsAllWithPlaceAndFix()
    {
        const string Document =
            """
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: wrong}
            spec:
              paralellism: 3
              tasks:
                - {id: a, template: shell, args: {command: "echo {{params.nope}}"}, after: [c]}
                - {id: b, template: shel, args: {command: echo}}
                - {id: c, template: shell, args: {}, after: [a]}
            """;

        var problem = await console.Api.SaveAsync("wrong", Document).RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");

        var errors = problem.Items("errors");
        Assert.All(errors, error =>
        {
            Assert.NotEmpty(error.Text("path"));
            Assert.NotEmpty(error.Text("message"));
            Assert.NotEmpty(error.Text("fix"));
        });
        Assert.Contains(errors, error => error.Text("code") == "unknown_field" && error.GetProperty("line").GetInt32() == 5);
        await console.Api.GetAsync("pipelines/wrong").RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
    }

    [Theory]
    [InlineData("metadata: {name: other}", "name_differs")]
    [InlineData("metadata: {name: named, project: other}", "project_differs")]
    public async Task Save_UnderAnotherName_IsRefused(string metadata, string code)
    {
        var document = Work.Document("named", "echo").Replace("metadata: {name: named}", metadata, StringComparison.Ordinal);

        var problem = await console.Api.SaveAsync("named", document).RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");

        Assert.Contains(problem.Items("errors"), error => error.Text("code") == code);
    }

    [Fact]
    public async Task Save_NotUtf8_IsRefused()
    {
        using var body = new ByteArrayContent([.. Encoding.UTF8.GetBytes("# "), 0xC3, 0x28]) { Headers = { ContentType = new("application/yaml") } };

        await console.Api.PutAsync("pipelines/not-utf8", body).RefusalAsync(HttpStatusCode.UnprocessableEntity, "not_utf8");
    }

    [Fact]
    public async Task Save_TooLarge_IsRefusedBeforeItIsRead()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "pipelines/too-large")
        {
            Content = Work.Yaml("# " + new string('x', 5 * 1024 * 1024)),
            Headers = { ExpectContinue = true },
        };

        await console.Api.SendAsync(request).RefusalAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Save_OfFormType_SaysWhichTypesAreRead()
    {
        using var body = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");

        await console.Api.PutAsync("pipelines/as-form", body).RefusalAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("text/yaml")]
    [InlineData("text/plain")]
    [InlineData("application/x-yaml; charset=utf-8")]
    [InlineData(null)]
    public async Task Save_OfAnyTextType_IsRead(string? type)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("nothing of ours"));
        body.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        await console.Api.PutAsync("pipelines/any-type", body).RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");
    }

    [Fact]
    public async Task Save_ByManyAtOnce_MakesEachRevisionOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SaveIfAsync("racing", $"echo {i}", static _ => { })));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, answer.ToString()));
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"\"{number}\""), answers.Select(answer => answer.Headers.ETag!.Tag).OrderBy(tag => tag.Length).ThenBy(tag => tag, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Save_OfTheSameRevisionByManyAtOnce_IsGrantedToOne()
    {
        await console.Api.SaveAsync("raced", Work.Document("raced", "echo")).JsonAsync(HttpStatusCode.Created);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => SaveIfAsync("raced", $"echo {i}", request => request.Headers.IfMatch.Add(new("\"1\"")))));

        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Delete_TakesItAwayOnce()
    {
        await console.Api.SaveAsync("deleted", Work.Document("deleted", "echo")).JsonAsync(HttpStatusCode.Created);

        await console.Api.DeleteAsync("pipelines/deleted").TextAsync(HttpStatusCode.NoContent);
        await console.Api.DeleteAsync("pipelines/deleted").RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
        await console.Api.GetAsync("pipelines/deleted").RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
    }

    [Fact]
    public async Task Save_AfterDelete_CreatesItAnewAndGoesOnCounting()
    {
        await console.Api.SaveAsync("made-anew", Work.Document("made-anew", "echo")).JsonAsync(HttpStatusCode.Created);
        await console.Api.DeleteAsync("pipelines/made-anew").TextAsync(HttpStatusCode.NoContent);

        var again = await console.Api.SaveAsync("made-anew", Work.Document("made-anew", "echo")).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(2, again.GetProperty("revision").GetInt32());
        await console.Api.SaveAsync("made-anew", Work.Document("made-anew", "echo 3")).JsonAsync();
    }

    private async Task<HttpResponseMessage> SaveIfAsync(string name, string command, Action<HttpRequestMessage> condition)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"pipelines/{name}") { Content = Work.Yaml(Work.Document(name, command)) };
        condition(request);
        return await console.Api.SendAsync(request);
    }
}
