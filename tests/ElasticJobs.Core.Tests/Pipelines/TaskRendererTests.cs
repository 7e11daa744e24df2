using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
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
