using System.Text.Json.Nodes;
using ElasticJobs.Core.Conditions;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Core.Templates.Manifests;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Core.Tests.Templates;

public sealed class ResourceTemplateTests
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {generateName: mine-, labels: {team: "{{params.team}}"}}
        spec:
          completions: {{params.n}}
          suspend: "{{params.n}}"
          template: {spec: {containers: [{name: main, image: "repo:{{ params.tag | default('}x') }}"}]}}
        """;

    [Fact]
    public void Manifest_IsRendered_WithTheAttemptsNameAndWhatIsKnownOfItsKind()
    {
        var pod = Render(Job).Pod!;

        Assert.Empty(pod.Containers);
        Assert.Empty(pod.LogNames);
        var resource = pod.Resource!;
        Assert.Equal(
            """{"apiVersion":"batch/v1","kind":"Job","metadata":{"labels":{"team":"a: b\n- c"},"name":"r000000000001-a-2"},"spec":{"completions":3,"suspend":"3","template":{"spec":{"containers":[{"name":"main","image":"repo:v1"}]}}}}""",
            resource.Manifest.ToJsonString());
        Assert.Equal(pod.Name, resource.Manifest["metadata"]!["name"]!.ToString());
        Assert.Equal($"job-name={pod.Name}", resource.PodSelector);
        Assert.Equal("status.conditions[?(@.type == \"Complete\")].status == \"True\"", resource.SuccessCondition);
        Assert.NotNull(resource.FailureCondition);
        Assert.Equal(PodManifest.Write(pod), PodManifest.Write(PodManifest.Read(PodManifest.Write(pod))));
    }

    [Fact]
    public void Manifest_OfTwoTasksOrAttempts_HasDifferentNames() =>
        Assert.Equal(3, new[] { Render(Job), Render(Job, id: "b"), Render(Job, attempt: 3) }.Select(rendered => rendered.Pod!.Resource!.Manifest["metadata"]!["name"]!.ToString()).Distinct().Count());

    [Fact]
    public void Conditions_ThatAreGiven_WinOverTheKinds()
    {
        var resource = Render(Job, with: args =>
        {
            args["successCondition"] = "status.succeeded == {{params.n}}";
            args["failureCondition"] = "status.failed > 1";
            args["podSelector"] = "app={{params.tag}}";
        }).Pod!.Resource!;

        Assert.Equal(("status.succeeded == 3", "status.failed > 1", "app=v1"), (resource.SuccessCondition, resource.FailureCondition, resource.PodSelector));
    }

    [Theory]
    [InlineData("kind: Job", ProblemCodes.BadManifest, "no apiVersion")]
    [InlineData("apiVersion: v1\nkind: [x]", ProblemCodes.BadManifest, "no kind")]
    [InlineData("[a, b]", ProblemCodes.BadManifest, "is a mapping")]
    [InlineData("a: {b", ProblemCodes.BadManifest, "no valid YAML")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nmetadata: {namespace: other}", ProblemCodes.BadManifest, "names a namespace")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nmetadata: x", ProblemCodes.BadManifest, "metadata is no mapping")]
    [InlineData("apiVersion: x.io/v1\nkind: Widget", ProblemCodes.ConditionMissing, "x.io/v1 Widget")]
    public void Manifest_ThatIsWrong_IsToldOnSavingAndOnRendering(string manifest, string code, string words)
    {
        foreach (var problems in (IReadOnlyList<Problem>[])[Validate(new JsonObject { ["manifest"] = manifest }), Render(manifest).Problems])
        {
            var problem = Assert.Single(problems);
            Assert.Equal((code, "a"), (problem.Code, problem.Task));
            Assert.Contains(words, problem.Message, StringComparison.Ordinal);
            Assert.NotEmpty(problem.Fix);
        }
    }

    [Fact]
    public void Condition_ThatIsWrong_IsToldWithThePlace()
    {
        var problem = Assert.Single(Validate(new JsonObject { ["manifest"] = "apiVersion: x.io/v1\nkind: Widget", ["successCondition"] = "status.ok =", ["podSelector"] = "a=b" }));

        Assert.Equal(("spec.tasks[0].args.successCondition", ProblemCodes.BadCondition), (problem.Path, problem.Code));
        Assert.Contains("at character 11", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expression_InAManifest_IsCheckedOnSaving() =>
        Assert.Equal(ProblemCodes.Expression, Assert.Single(Validate(new JsonObject { ["manifest"] = "apiVersion: batch/v1\nkind: Job\nspec: {x: \"{{nobody}}\"}" })).Code);

    [Fact]
    public void Task_ThatNamesAnImage_IsRefused() =>
        Assert.Contains(Validate(new JsonObject { ["manifest"] = "apiVersion: batch/v1\nkind: Job" }, task => task with { Image = "x" }), problem => problem.Code == ProblemCodes.ImageNotTaken);

    [Fact]
    public void Kinds_AllHaveConditionsThatCanBeRead()
    {
        Assert.Equal(ResourceKind.All.Count, ResourceKind.All.Select(kind => (kind.Group, kind.Kind)).Distinct().Count());
        foreach (var kind in ResourceKind.All)
        {
            ResourceCondition.Parse(kind.Success);
            ResourceCondition.Parse(kind.Failure!);
        }
    }

    [Theory]
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"Complete","status":"True"}]}}""", true, false)]
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"Failed","status":"True"}]}}""", false, true)]
    [InlineData("batch/v1", "Job", """{"status":{"active":1}}""", false, false)]
    [InlineData("kubeflow.org/v1", "PyTorchJob", """{"status":{"conditions":[{"type":"Running","status":"False"},{"type":"Succeeded","status":"True"}]}}""", true, false)]
    [InlineData("kubeflow.org/v2beta1", "MPIJob", """{"status":{"conditions":[{"type":"Failed","status":"True"}]}}""", false, true)]
    [InlineData("batch.volcano.sh/v1alpha1", "Job", """{"status":{"state":{"phase":"Aborted"}}}""", false, true)]
    [InlineData("ray.io/v1", "RayJob", """{"status":{"jobStatus":"SUCCEEDED"}}""", true, false)]
    [InlineData("ray.io/v1", "RayJob", """{"status":{"jobStatus":"","jobDeploymentStatus":"Failed"}}""", false, true)]
    [InlineData("sparkoperator.k8s.io/v1beta2", "SparkApplication", """{"status":{"applicationState":{"state":"COMPLETED"}}}""", true, false)]
    [InlineData("argoproj.io/v1alpha1", "Workflow", """{"status":{"phase":"Error"}}""", false, true)]
    [InlineData("tekton.dev/v1", "TaskRun", """{"status":{"conditions":[{"type":"Succeeded","status":"Unknown"}]}}""", false, false)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Succeeded"}}""", true, false)]
    public void Kind_TellsHowItsObjectsEnd(string apiVersion, string kind, string status, bool succeeded, bool failed)
    {
        var known = ResourceKind.Find(apiVersion, kind)!;
        var node = JsonNode.Parse(status);

        Assert.Equal((succeeded, failed), (ResourceCondition.Parse(known.Success).Holds(node), ResourceCondition.Parse(known.Failure!).Holds(node)));
    }

    private static RenderedTask Render(string manifest, Action<JsonObject>? with = null, string id = "a", int attempt = 2)
    {
        var args = new JsonObject { ["manifest"] = manifest };
        with?.Invoke(args);
        var task = new TaskSpec { Id = id, Template = "resource", Args = args };
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [task] } };
        var run = RunRows.New(document).Run with
        {
            Id = new RunId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
            Parameters = new JsonObject { ["n"] = 3, ["tag"] = "v1", ["team"] = "a: b\n- c" },
        };
        return new TaskRenderer(new TemplateCatalog()).Render(
            new RenderRequest(run, document, task, attempt, new Dictionary<string, IReadOnlyDictionary<string, string>>(), "/logs", new Dictionary<string, string>()));
    }

    private static IReadOnlyList<Problem> Validate(JsonObject args, Func<TaskSpec, TaskSpec>? with = null)
    {
        var task = new TaskSpec { Id = "a", Template = "resource", Args = args };
        return new PipelineValidator(new TemplateCatalog()).Validate(new PipelineDocument
        {
            Metadata = new PipelineMetadata { Name = "demo" },
            Spec = new PipelineSpec { Tasks = [with is null ? task : with(task)] },
        });
    }
}
