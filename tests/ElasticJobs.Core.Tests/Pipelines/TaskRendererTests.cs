using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Tests.Pipelines;

public class TaskRendererTests
{
    private static readonly TaskRenderer Renderer = new(new TemplateCatalog());

    [Fact]
    public void ShellTask_BecomesAPod_NamedByRunTaskAndAttempt()
    {
        var task = new TaskSpec { Id = "load_data", Template = "shell", Args = new JsonObject { ["command"] = "echo {{params.seed}} {{tasks.a.outputs.x}}" }, Env = new Dictionary<string, string> { ["WHO"] = "{{creator}} {{BASE}}" } };

        var rendered = Render(task);

        Assert.Empty(rendered.Problems);
        var container = Assert.Single(rendered.Pod!.Containers);
        Assert.Equal("r000000000001-load--data-2", rendered.Pod.Name);
        Assert.Equal("echo 7 12", container.Files["command.sh"]);
        Assert.Equal(["sh", "$EJ_POD_DIR/command.sh"], container.Command);
        Assert.Equal("ann base 7", container.Env["WHO"]);
        Assert.Equal("2", container.Env["EJ_ATTEMPT"]);
        Assert.Equal("load_data", container.Env["KFJ_TASK_ID"]);
        Assert.Equal("load_data", rendered.Pod.Labels[PodLabels.Task]);
        Assert.Equal("echo 7 12", rendered.DisplayCommand);
    }

    [Fact]
    public void PythonTask_RunsItsScriptWithArguments()
    {
        var rendered = Render(new TaskSpec { Id = "a", Template = "python", Args = new JsonObject { ["script"] = "print('{{params.seed}}')", ["arguments"] = new JsonArray("--n", "it's") } });

        Assert.Equal(["python3", "-u", "$EJ_POD_DIR/script.py", "--n", "it's"], rendered.Pod!.Containers[0].Command);
        Assert.Equal("""python3 -u "$EJ_POD_DIR/script.py" '--n' 'it'\''s'""", rendered.DisplayCommand);
    }

    [Fact]
    public void Expression_ThatFails_IsAProblemWithItsField()
    {
        var rendered = Render(new TaskSpec { Id = "a", Template = "shell", Args = new JsonObject { ["command"] = "{{tasks.a.outputs.gone}}" } });

        Assert.Null(rendered.Pod);
        Assert.Contains("args.command", Assert.Single(rendered.Problems).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void DistributedTask_BecomesAGroup()
    {
        var pod = Render(new TaskSpec
        {
            Id = "a",
            Template = "distributed",
            Args = new JsonObject { ["script"] = "print({{params.seed}})", ["workers"] = "{{params.seed}}", ["success"] = "all", ["restarts"] = 2, ["image"] = "torch:2" },
        }).Pod!;

        Assert.Equal(new PodGroup(7, GroupSuccess.All, 2), pod.Group);
        Assert.Equal(["worker-0", "worker-1"], pod.LogNames.Take(2));
        var container = Assert.Single(pod.Containers);
        Assert.Equal("torch:2", container.Image);
        Assert.Equal("print(7)", container.Files["script.py"]);
        Assert.Equal("python3 -u \"$EJ_POD_DIR/script.py\"", container.Files["command.sh"]);
    }

    [Theory]
    [InlineData(null, null, "args.script")]
    [InlineData("", "", "args.script")]
    [InlineData("torchrun x.py", null, null)]
    [InlineData(null, "print(1)", null)]
    public void DistributedTask_WithNothingToRun_IsAProblem(string? command, string? script, string? path)
    {
        var args = new JsonObject();
        if (command is not null)
            args["command"] = command;
        if (script is not null)
            args["script"] = script;

        var rendered = Render(new TaskSpec { Id = "a", Template = "distributed", Args = args });

        Assert.Equal(path, rendered.Problems.SingleOrDefault()?.Path);
    }

    [Fact]
    public void Placement_IsRendered_WithExpressionsInMountsAndImage()
    {
        var pod = Render(new TaskSpec
        {
            Id = "a",
            Template = "shell",
            Args = new JsonObject { ["command"] = "x" },
            Image = "debian:{{params.seed}}",
            Mounts = ["data(pvc):/mnt", "set-{{params.seed}}(pvc-share):/sets"],
            Shm = "1G",
            NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd", ["zone"] = "a" },
            Tolerations = ["gpu:NoSchedule"],
            HostAliases = ["10.0.0.1 db"],
            ServiceAccount = "trainer",
            SecretEnv = new Dictionary<string, SecretKey> { ["TOKEN"] = new("hub", "token") },
            Timeout = TimeSpan.FromHours(2),
            StartTimeout = TimeSpan.FromMinutes(10),
        }).Pod!;

        var container = pod.Containers[0];
        Assert.Equal("debian:7", container.Image);
        Assert.Equal(new SecretKey("hub", "token"), container.SecretEnv["TOKEN"]);
        Assert.Equal([new MountSpec(MountKind.Pvc, "data", "/mnt/ann", "ann"), new MountSpec(MountKind.PvcShare, "set-7", "/sets")], pod.Mounts);
        Assert.Equal(1L << 30, pod.SharedMemory);
        Assert.Equal(new Toleration("gpu", TolerationOperator.Exists, null, TaintEffect.NoSchedule), Assert.Single(pod.Tolerations));
        Assert.Equal(["db"], Assert.Single(pod.HostAliases).Names);
        Assert.Equal(("trainer", PodLabels.Run, TimeSpan.FromMinutes(130)), (pod.ServiceAccount, pod.SpreadBy, pod.Deadline));
        Assert.Equal("data(pvc):/mnt,set-7(pvc-share):/sets", container.Env["KFJ_TASK_VOLUME_MOUNT"]);
        Assert.Equal("disk=ssd;zone=a", container.Env["KFJ_TASK_NODE_SELECTOR"]);
        Assert.Equal("debian:7", container.Env["KFJ_TASK_IMAGES"]);
        Assert.Equal("ann", container.Env["USERNAME"]);
    }

    [Fact]
    public void FurtherContainers_HaveTheTasksEnvAndImage_AndTheirOwn()
    {
        var pod = Render(new TaskSpec
        {
            Id = "a",
            Template = "shell",
            Args = new JsonObject { ["command"] = "x" },
            Image = "debian:12",
            Env = new Dictionary<string, string> { ["WHO"] = "task", ["KEPT"] = "yes" },
            SecretEnv = new Dictionary<string, SecretKey> { ["TOKEN"] = new("hub", "token") },
            InitContainers = [new TaskContainer { Name = "fetch", Command = TaskContainer.Line("fetch {{params.seed}}"), Args = ["{{tasks.a.outputs.x}}"], Env = new Dictionary<string, string> { ["WHO"] = "{{creator}}" } }],
            Sidecars = [new TaskContainer { Name = "cache", Image = "redis:{{params.seed}}", Command = ["redis-server"], WorkingDir = "/data", Resources = new TaskResources("1", "1G") }],
        }).Pod!;

        var fetch = Assert.Single(pod.InitContainers);
        Assert.Equal(["main", "fetch", "cache"], pod.LogNames);
        Assert.Equal(["sh", "-c", "fetch 7", "sh", "12"], fetch.Command);
        Assert.Equal(("debian:12", "ann", "yes", "2"), (fetch.Image, fetch.Env["WHO"], fetch.Env["KEPT"], fetch.Env["EJ_ATTEMPT"]));
        Assert.Equal(["main", "cache"], pod.Containers.Select(container => container.Name));
        Assert.Equal(("redis:7", "/data", 1d), (pod.Containers[1].Image, pod.Containers[1].WorkingDir, pod.Containers[1].Resources.CpuLimit));
        Assert.Empty(pod.Containers[1].SecretEnv);
        Assert.Equal(("task", "hub"), (pod.Containers[0].Env["WHO"], pod.Containers[0].SecretEnv["TOKEN"].Secret));
    }

    [Fact]
    public void Mount_ThatItsExpressionMakesWrong_IsAProblem()
    {
        var rendered = Render(new TaskSpec { Id = "a", Template = "shell", Args = new JsonObject { ["command"] = "x" }, Mounts = ["data(pvc):{{params.seed}}"] });

        Assert.Null(rendered.Pod);
        Assert.Equal(ProblemCodes.BadMount, Assert.Single(rendered.Problems).Code);
    }

    [Fact]
    public void Manifest_ReadAgain_IsTheSamePod()
    {
        var pod = Render(new TaskSpec { Id = "a", Template = "shell", Args = new JsonObject { ["command"] = "x" }, Resources = new TaskResources("1~2", "1G") }).Pod!;

        Assert.Equal(PodSpecJson.Write(pod), PodSpecJson.Write(PodSpecJson.Read(PodSpecJson.Write(pod))));
    }

    private static RenderedTask Render(TaskSpec task)
    {
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [task], Env = new Dictionary<string, string> { ["BASE"] = "base {{params.seed}}" } } };
        var run = new Run
        {
            Id = new RunId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
            Project = "default",
            Pipeline = "p1",
            Revision = 1,
            Trigger = RunTrigger.Manual,
            State = RunState.Running,
            Parameters = new JsonObject { ["seed"] = 7 },
            ExecutionDate = DateTimeOffset.UnixEpoch,
            CreatedBy = "ann",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var outputs = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["a"] = new Dictionary<string, string> { ["x"] = "12" } };
        return Renderer.Render(new RenderRequest(run, document, task, 2, outputs, "/logs", new Dictionary<string, string>()));
    }
}
