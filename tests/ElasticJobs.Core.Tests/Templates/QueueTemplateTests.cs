using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Core.Tests.Templates;

public sealed class QueueTemplateTests
{
    [Fact]
    public void Command_IsRendered_WithExpressionsDefaultsAndTags()
    {
        var rendered = Render(new() { ["service"] = "vision.train", ["payload"] = "train --seed {{params.n}}", ["timeout"] = "90m", ["tags"] = new JsonObject { ["tenant"] = "red", ["retry"] = true } });

        var task = rendered.Pod!.QueueTask!;
        Assert.Equal(("vision.train", "command", "train --seed 3", 0), (task.Service, task.Type, task.Payload, task.Priority));
        Assert.Equal([("retry", "true"), ("tenant", "red"), ("timeout", "90m")], task.Tags.Select(tag => (tag.Key, tag.Value)).Order());
        Assert.Empty(rendered.Pod!.Containers);
        Assert.Equal(["main"], rendered.Pod.LogNames);
        Assert.Equal(PodManifest.Write(rendered.Pod), PodManifest.Write(PodManifest.Read(PodManifest.Write(rendered.Pod))));
    }

    [Fact]
    public void Query_IsRendered_WithItsRequest()
    {
        var task = Render(new()
        {
            ["service"] = "classify",
            ["taskType"] = "query",
            ["path"] = "/v1/{{params.n}}?top=1",
            ["method"] = "PUT",
            ["contentType"] = "text/csv",
            ["priority"] = 5,
            ["headers"] = new JsonObject { ["X-Trace"] = "{{params.n}}" },
        }).Pod!.QueueTask!;

        Assert.Equal(("query", "", 5), (task.Type, task.Payload, task.Priority));
        Assert.Equal(
            [("_header_content-type_", "text/csv"), ("_header_x-trace_", "3"), ("_method_", "PUT"), ("_path_", "/v1/3?top=1")], task.Tags.Select(tag => (tag.Key, tag.Value)).Order());
    }

    [Fact]
    public void Curl_IsTheSameCall()
    {
        var command = Render(new() { ["service"] = "train", ["payload"] = "echo 'a b'", ["priority"] = 2, ["tags"] = new JsonObject { ["x"] = "1&2" } });
        var query = Render(new() { ["service"] = "classify", ["taskType"] = "query", ["payload"] = "{}", ["path"] = "/predict?top=1", ["contentType"] = "application/json" });

        Assert.Equal(
            """curl -fsS "$EJOBS_SERVER"'/api/predict/train?taskType=command&requestId=r000000000001-a-1&_priority_=2&x=1%262' -H "Authorization: Bearer $EJOBS_TOKEN" -H 'Content-Type:' --data-binary 'echo '\''a b'\'''""",
            command.DisplayCommand);
        Assert.Equal(
            """curl -fsS "$EJOBS_SERVER"'/api/predict/classify?taskType=query&requestId=r000000000001-a-1&_path_=%2Fpredict%3Ftop%3D1' -H "Authorization: Bearer $EJOBS_TOKEN" -H 'Content-Type: application/json' --data-binary '{}'""",
            QueueTaskText.Curl(query.Pod!));
    }

    [Theory]
    [InlineData("""{"payload": "x"}""", "service", ProblemCodes.ArgMissing)]
    [InlineData("""{"service": "Bad Name", "payload": "x"}""", "service", ProblemCodes.ArgPattern)]
    [InlineData("""{"service": "a"}""", "payload", ProblemCodes.ArgMissing)]
    [InlineData("""{"service": "a", "payload": "x", "taskType": "job"}""", "taskType", ProblemCodes.ArgChoice)]
    [InlineData("""{"service": "a", "payload": "x", "path": "/p"}""", "path", ProblemCodes.OfQueries)]
    [InlineData("""{"service": "a", "payload": "x", "headers": {"A": "b"}}""", "headers", ProblemCodes.OfQueries)]
    [InlineData("""{"service": "a", "taskType": "query", "path": "p"}""", "path", ProblemCodes.ArgPattern)]
    [InlineData("""{"service": "a", "taskType": "query", "headers": {"a b": "c"}}""", "headers.a b", ProblemCodes.BadHeader)]
    [InlineData("""{"service": "a", "taskType": "query", "headers": {"Host": "c"}}""", "headers.Host", ProblemCodes.BadHeader)]
    [InlineData("""{"service": "a", "payload": "x", "timeout": "soon"}""", "timeout", ProblemCodes.BadDuration)]
    [InlineData("""{"service": "a", "payload": "x", "tags": {"requestId": "mine"}}""", "tags.requestId", ProblemCodes.BadTag)]
    [InlineData("""{"service": "a", "payload": "x", "tags": {"_path_": "/"}}""", "tags._path_", ProblemCodes.BadTag)]
    [InlineData("""{"service": "a", "payload": "x", "tags": {"list": [1]}}""", "tags.list", ProblemCodes.BadTag)]
    [InlineData("""{"service": "a", "payload": "x", "priority": 10000000}""", "priority", ProblemCodes.ArgRange)]
    public void WrongForm_IsToldWithItsPlace(string args, string place, string code)
    {
        var task = new TaskSpec { Id = "a", Template = "queue", Args = JsonNode.Parse(args)!.AsObject() };
        var problems = new PipelineValidator(new TemplateCatalog()).Validate(new PipelineDocument { Metadata = new() { Name = "demo" }, Spec = new() { Tasks = [task] } });

        var problem = Assert.Single(problems);
        Assert.Equal(($"spec.tasks[0].args.{place}", code, "a"), (problem.Path, problem.Code, problem.Task));
        Assert.NotEmpty(problem.Fix);
    }

    [Fact]
    public void Expressions_AreLeftToTheRun()
    {
        var task = new TaskSpec { Id = "a", Template = "queue", Args = new() { ["service"] = "{{pipeline_name}}", ["payload"] = "x", ["timeout"] = "{{execution_date | date('%d')}}m" } };

        Assert.Empty(new PipelineValidator(new TemplateCatalog()).Validate(new PipelineDocument { Metadata = new() { Name = "demo" }, Spec = new() { Tasks = [task] } }));
    }

    private static RenderedTask Render(JsonObject args)
    {
        var task = new TaskSpec { Id = "a", Template = "queue", Args = args };
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [task] } };
        var run = RunRows.New(document).Run with { Id = new RunId(Guid.Parse("00000000-0000-7000-8000-000000000001")), Parameters = new JsonObject { ["n"] = 3 } };
        return new TaskRenderer(new TemplateCatalog()).Render(
            new RenderRequest(run, document, task, 1, new Dictionary<string, IReadOnlyDictionary<string, string>>(), "/logs", new Dictionary<string, string>()));
    }
}
