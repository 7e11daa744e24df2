using Bunit;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Web.Features.Editor.Inspector;

namespace ElasticJobs.Components.Tests.Editor;

public sealed class ContainerFieldsTests : EditorPage
{
    private TaskSpec _task = new() { Id = "a", Template = "shell" };

    [Fact]
    public void Fields_ShowTheContainersOfATask_AndAreClosedWhereItHasNone()
    {
        Assert.False(Show().Find("details").HasAttribute("open"));
        _task = _task with
        {
            InitContainers = [new TaskContainer { Name = "fetch", Image = "busybox:1", Command = TaskContainer.Line("echo one") }],
            Sidecars = [new TaskContainer { Name = "cache", Command = ["redis-server", "--save", ""] }],
        };

        var fields = Show();

        Assert.True(fields.Find("details").HasAttribute("open"));
        Assert.Equal(["fetch|Runs before|busybox:1", "cache|Runs beside"], fields.FindAll("li").Select(item => string.Join('|', item.Children.Select(part => part.TextContent))));
        Assert.Contains("command: echo one", fields.Find("#task-containers").GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_ChangesTheTask_AndEmptyTakesAllOut()
    {
        var fields = Show();

        fields.Find("#task-containers").Change("sidecars:\n  - {name: cache, image: 'redis:7', command: [redis-server], env: {A: b}}\n");

        var sidecar = Assert.Single(_task.Sidecars);
        Assert.Equal(("cache", "redis:7", "redis-server", "b"), (sidecar.Name, sidecar.Image, sidecar.Command[0], sidecar.Env["A"]));
        fields.Find("#task-containers").Change(" ");
        Assert.Empty(_task.Sidecars);
    }

    [Fact]
    public void Text_ThatIsWrong_StaysWithItsProblems_AndChangesNothing()
    {
        const string wrong = "sidecars:\n  - {name: cache, comand: [x]}\n";
        var fields = Show();

        fields.Find("#task-containers").Change(wrong);

        Assert.Equal(wrong, fields.Find("#task-containers").GetAttribute("value"));
        Assert.Contains(fields.FindAll("[role=alert]"), alert => alert.TextContent.Contains("'comand'", StringComparison.Ordinal));
        Assert.Empty(_task.Sidecars);
    }

    private IRenderedComponent<ContainerFields> Show() => Render<ContainerFields>(parameters => parameters
        .Add(fields => fields.Task, _task)
        .Add(fields => fields.Of, _ => (IReadOnlyList<Problem>)[])
        .Add(fields => fields.Change, (_, change) => _task = change(_task)));
}
