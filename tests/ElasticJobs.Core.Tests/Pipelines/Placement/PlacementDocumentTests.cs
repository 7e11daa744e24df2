using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Tests.Pipelines.Placement;

/// <summary>What a task says for a cluster, in a document's text.</summary>
public sealed class PlacementDocumentTests
{
    [Fact]
    public void Fields_InTheirShortForms_AreRead()
    {
        var task = Task("""
            mounts: "kubeflow-user-workspace(pvc):/mnt,4G(memory):/scratch"
            nodeSelector: disk=ssd;zone=a
            tolerations: gpu=true:NoSchedule
            hostAliases: |
              10.0.0.5 db
              10.0.0.6 cache
            startTimeout: 10m
            image: debian:12
            imagePullPolicy: always
            serviceAccount: trainer
            shm: 2G
            env: {MODE: fast, TOKEN: {secret: hub, key: token}}
            retry: {limit: 1, avoidNode: true}
            """);

        Assert.Equal(["kubeflow-user-workspace(pvc):/mnt", "4G(memory):/scratch"], task.Mounts);
        Assert.Equal("ssd", task.NodeSelector["disk"]);
        Assert.Equal("a", task.NodeSelector["zone"]);
        Assert.Equal(["gpu=true:NoSchedule"], task.Tolerations);
        Assert.Equal(["10.0.0.5 db", "10.0.0.6 cache"], task.HostAliases);
        Assert.Equal(TimeSpan.FromMinutes(10), task.StartTimeout);
        Assert.Equal(ImagePullPolicy.Always, task.ImagePullPolicy);
        Assert.Equal("fast", task.Env["MODE"]);
        Assert.Equal(new SecretKey("hub", "token"), task.SecretEnv["TOKEN"]);
        Assert.True(task.Retry!.AvoidNode);
    }

    [Fact]
    public void Fields_InTheirLongForms_AreRead()
    {
        var task = Task("""
            mounts: ["a(pvc-share):/a", "b/x(nfs):/b"]
            nodeSelector: {disk: ssd}
            tolerations: [gpu, {key: spot, operator: Equal, value: "yes", effect: NoExecute, tolerationSeconds: 30}, {operator: Exists}]
            hostAliases: [10.0.0.5 db]
            """);

        Assert.Equal(["a(pvc-share):/a", "b/x(nfs):/b"], task.Mounts);
        Assert.Equal(["gpu", "spot=yes:NoExecute for 30s", "*"], task.Tolerations);
    }

    [Theory]
    [InlineData("mounts: data:/x", "spec.tasks[0].mounts[0]", ProblemCodes.BadMount)]
    [InlineData("mounts: [ok(pvc):/a, \"x(y):/b\"]", "spec.tasks[0].mounts[1]", ProblemCodes.BadMount)]
    [InlineData("mounts: [\"a(nfs):/{{nobody}}\"]", "spec.tasks[0].mounts[0]", ProblemCodes.Expression)]
    [InlineData("nodeSelector: disk", "spec.tasks[0].nodeSelector", ProblemCodes.BadLabel)]
    [InlineData("nodeSelector: {disk: a b}", "spec.tasks[0].nodeSelector.disk", ProblemCodes.BadLabel)]
    [InlineData("tolerations: [gpu:Never]", "spec.tasks[0].tolerations[0]", ProblemCodes.BadToleration)]
    [InlineData("tolerations: [{kee: gpu}]", "spec.tasks[0].tolerations[0].kee", ProblemCodes.UnknownField)]
    [InlineData("hostAliases: [db]", "spec.tasks[0].hostAliases[0]", ProblemCodes.BadHostAlias)]
    [InlineData("startTimeout: soon", "spec.tasks[0].startTimeout", ProblemCodes.BadDuration)]
    [InlineData("image: a b", "spec.tasks[0].image", ProblemCodes.BadImage)]
    [InlineData("imagePullPolicy: maybe", "spec.tasks[0].imagePullPolicy", ProblemCodes.BadChoice)]
    [InlineData("serviceAccount: Me", "spec.tasks[0].serviceAccount", ProblemCodes.BadObjectName)]
    [InlineData("shm: some", "spec.tasks[0].shm", ProblemCodes.BadResources)]
    [InlineData("env: {A: {secret: x}}", "spec.tasks[0].env.A.key", ProblemCodes.Missing)]
    [InlineData("env: {A: {secret: X y, key: k}}", "spec.tasks[0].env.A", ProblemCodes.BadObjectName)]
    [InlineData("env: {A: {secret: x, key: a/b}}", "spec.tasks[0].env.A", ProblemCodes.BadSecretKey)]
    [InlineData("env: {EJ_A: {secret: x, key: k}}", "spec.tasks[0].env.EJ_A", ProblemCodes.BadEnvName)]
    [InlineData("env: {A: [x]}", "spec.tasks[0].env.A", ProblemCodes.WrongType)]
    public void Field_ThatIsWrong_IsToldWithItsPlaceAndAFix(string field, string path, string code)
    {
        var text = Text(field);
        var read = PipelineReader.Read(text);
        var problems = ProblemPlaces.Find(text, [.. read.Problems, .. new PipelineValidator(new TemplateCatalog()).Validate(read.Document!)]);

        var problem = Assert.Single(problems, problem => problem.Path == path && problem.Code == code);
        Assert.Equal("a", problem.Task);
        Assert.Equal(8, problem.Line);
        Assert.NotEmpty(problem.Fix);
    }

    private static TaskSpec Task(string fields)
    {
        var read = PipelineReader.Read(Text(fields));
        Assert.Empty(read.Problems);
        Assert.Empty(new PipelineValidator(new TemplateCatalog()).Validate(read.Document!));
        return read.Document!.Spec.Tasks[0];
    }

    private static string Text(string fields) => $$"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {name: demo}
        spec:
          tasks:
            - id: a
              template: shell
        {{string.Join('\n', fields.Split('\n').Select(line => "      " + line))}}
              args: {command: "true"}
        """;
}
