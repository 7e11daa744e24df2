using System.Net;
using System.Text;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

/// <summary>Whatever goes wrong under <c>/api</c> is told in one shape, whatever the caller accepts.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class RefusalShapeTests(TestConsole console)
{
    [Theory]
    [InlineData("application/yaml")]
    [InlineData("text/html")]
    [InlineData("text/event-stream")]
    [InlineData("image/png;q=0.1, */*;q=0")]
    [InlineData(";;;")]
    [InlineData("")]
    public async Task Refusal_WhateverIsAccepted_IsProblemJson(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "pipelines/nobody");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        await console.Api.SendAsync(request).RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "no_such_address")]
    [InlineData("GET", "/api", 404, "no_such_address")]
    [InlineData("GET", "/api/v1/projects/default/runs/no-guid", 404, "no_such_address")]
    [InlineData("GET", "/api/v1/projects/nobody/runs", 404, "project_not_found")]
    [InlineData("PATCH", "/api/v1/projects/default/pipelines", 405, "method_not_allowed")]
    [InlineData("OPTIONS", "/api/v1/projects/default/pipelines", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/projects/default/runs?limit=many", 400, "bad_request")]
    [InlineData("GET", "/api/v1/projects/default/runs?from=yesterday", 400, "bad_request")]
    [InlineData("GET", "/api/v1/projects/default/runs?limit=0", 422, "bad_limit")]
    [InlineData("GET", "/api/v1/projects/default/runs?limit=-1", 422, "bad_limit")]
    [InlineData("GET", "/api/v1/projects/default/pipelines?limit=501", 422, "bad_limit")]
    [InlineData("GET", "/api/v1/projects/default/pipelines?cursor=zzz", 422, "bad_cursor")]
    [InlineData("GET", "/api/v1/projects/default/runs?cursor=zzz", 422, "bad_cursor")]
    [InlineData("GET", "/api/v1/projects/default/runs?cursor=%00", 422, "bad_cursor")]
    [InlineData("GET", "/api/v1/projects/default/runs?state=Sleeping", 422, "bad_state")]
    [InlineData("GET", "/api/v1/projects/default/runs?state=7", 422, "bad_state")]
    [InlineData("GET", "/api/v1/projects/default/runs?trigger=whim", 422, "bad_trigger")]
    [InlineData("GET", "/api/v1/projects/default/pipelines/..%2f..%2fetc", 404, "pipeline_not_found")]
    [InlineData("GET", "/api/v1/projects/default/pipelines/a%0d%0aSet-Cookie:x", 404, "pipeline_not_found")]
    [InlineData("GET", "/api/v1/projects/..%2fdefault/pipelines", 404, "project_not_found")]
    [InlineData("GET", "/api/v1/projects/default/pipelines/shell-tour?revision=-1", 404, "revision_not_found")]
    [InlineData("GET", "/api/v1/projects/default/pipelines/shell-tour?revision=99999999999", 400, "bad_request")]
    [InlineData("GET", "/api/v1/projects/default/runs/00000000-0000-0000-0000-000000000000", 404, "run_not_found")]
    public async Task Refusal_OfEachKind_HasItsCode(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(console.Address, path));

        await console.Api.SendAsync(request).RefusalAsync((HttpStatusCode)status, code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"parameters\": [1]}")]
    [InlineData("{\"revision\": \"first\"}")]
    [InlineData("{\"revision\": 1e99}")]
    public async Task Start_WithBodyOfAnotherShape_IsRefused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await console.Api.PostAsync("pipelines/shell-tour/runs", content);

        // An empty body is none at all: every parameter takes its default.
        if (body.Length == 0)
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return;
        }

        await Task.FromResult(answer).RefusalAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task Start_WithDeepBody_IsRefused()
    {
        using var content = new StringContent("{\"parameters\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), Encoding.UTF8, "application/json");

        await console.Api.PostAsync("pipelines/shell-tour/runs", content).RefusalAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task Start_WithTextBody_SaysWhichTypeIsRead()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "text/plain");

        await console.Api.PostAsync("pipelines/shell-tour/runs", content).RefusalAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Save_NestedWithoutEnd_LeavesTheConsoleAlive()
    {
        await console.Api.SaveAsync("deep", new string('[', 1_000_000)).RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");
        await console.Api.SaveAsync("deep", Work.Document("deep", "echo").Replace("\"echo\"", "&x [*x]", StringComparison.Ordinal)).RefusalAsync(HttpStatusCode.UnprocessableEntity, "pipeline_invalid");
    }

    [Fact]
    public async Task Request_WithoutSignIn_IsRefusedBeforeAnythingElse()
    {
        using var nobody = console.Client(null);

        await nobody.GetAsync("pipelines").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        await nobody.GetAsync("no/such/address").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        await nobody.PostAsync("pipelines/shell-tour/runs", null).RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }
}
