using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Tests.Pipelines;

public sealed class TaskContainerTests
{
    private const string Document = """
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata:
          name: p1
        spec:
          tasks:
            - id: a
              template: shell
              initContainers:
                - name: fetch
                  image: busybox:1
                  command: |
                    echo one
                    echo two
                  args:
                    - x
                  env:
                    A: b
                    T:
                      secret: hub
                      key: token
                  workingDir: sub
                  resources: {cpu: 1~2, memory: 1G}
              sidecars:
                - name: cache
                  command:
                    - redis-server
                    - --save
                    - ""
              args:
                command: "true"

        """;

    [Fact]
    public void Containers_AreReadWhole_AndWrittenAsTheyWere()
    {
        var read = PipelineReader.Read(Document);

        Assert.Empty(read.Problems);
        var task = read.Document!.Spec.Tasks[0];
        var init = Assert.Single(task.InitContainers);
        Assert.Equal(("fetch", "busybox:1", "sub", new TaskResources("1~2", "1G")), (init.Name, init.Image, init.WorkingDir, init.Resources));
        Assert.Equal(["sh", "-c", "echo one\necho two\n", "sh"], init.Command);
        Assert.Equal(["x"], init.Args);
        Assert.Equal(("b", new SecretKey("hub", "token")), (init.Env["A"], init.SecretEnv["T"]));
        Assert.Equal(["redis-server", "--save", ""], Assert.Single(task.Sidecars).Command);
        var again = PipelineReader.Read(PipelineWriter.ToYaml(read.Document));
        Assert.Equal(PipelineWriter.ToJson(read.Document), PipelineWriter.ToJson(again.Document!));
        Assert.Contains("command: |", PipelineWriter.ToYaml(read.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfATasksContainers_IsReadAgain()
    {
        var task = PipelineReader.Read(Document).Document!.Spec.Tasks[0];
        List<Problem> problems = [];

        var read = ContainerText.Read(new TaskSpec { Id = "a", Template = "shell" }, ContainerText.Write(task), problems);

        Assert.Empty(problems);
        Assert.Equal(ContainerText.Write(task), ContainerText.Write(read));
        Assert.Equal("", ContainerText.Write(ContainerText.Read(task, "", problems)));
    }

    [Theory]
    [InlineData("- a", "", "wrong_type")]
    [InlineData("containers: []", "containers", "unknown_field")]
    [InlineData("sidecars: [", "", "syntax")]
    [InlineData("sidecars: [{name: a, command: x, ports: []}]", "sidecars[0].ports", "unknown_field")]
    public void Text_ThatIsWrong_IsTold(string text, string path, string code)
    {
        List<Problem> problems = [];

        ContainerText.Read(new TaskSpec { Id = "a", Template = "shell" }, text, problems);

        Assert.Equal((path, code), Assert.Single(problems) is var problem ? (problem.Path, problem.Code) : default);
    }
}
