using Bunit;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Web.Features.Editor.Inspector;

namespace ElasticJobs.Components.Tests.Editor;

public sealed class PlacementFieldsTests : EditorPage
{
    private TaskSpec _task = new() { Id = "a", Template = "shell" };

    [Fact]
    public void Fields_WithNothingInThem_AreClosed_AndOpenWhereATaskSaysSomething()
    {
        Assert.False(Show().Find("details").HasAttribute("open"));
        _task = _task with { Mounts = ["data(pvc):/data"] };

        Assert.True(Show().Find("details").HasAttribute("open"));
    }

    [Fact]
    public void Fields_ChangeTheTask()
    {
        var fields = Show();

        fields.Find("#task-mounts").Change("a(pvc):/a, b/x(nfs):/b\nc(secret):/c");
        fields.Find("#task-tolerations").Change("gpu:NoSchedule\nspot");
        fields.Find("#task-start-timeout").Change("10m");
        fields.Find("#task-image").Change(" debian:12 ");
        fields.Find("#task-shm").Change("2G");
        fields.Find("#task-account").Change("trainer");

        Assert.Equal(["a(pvc):/a", "b/x(nfs):/b", "c(secret):/c"], _task.Mounts);
        Assert.Equal(["gpu:NoSchedule", "spot"], _task.Tolerations);
        Assert.Equal(TimeSpan.FromMinutes(10), _task.StartTimeout);
        Assert.Equal(("debian:12", "2G", "trainer"), (_task.Image, _task.Shm, _task.ServiceAccount));
        fields.Find("#task-image").Change("");
        Assert.Null(_task.Image);
    }

    [Fact]
    public void SecretVariables_AreShownAsSecretAndKey()
    {
        _task = _task with { SecretEnv = new Dictionary<string, SecretKey> { ["TOKEN"] = new("hub", "token") } };

        var fields = Show();

        fields.Find("input[value='hub/token']").Change("hub/other");
        Assert.Equal(new SecretKey("hub", "other"), _task.SecretEnv["TOKEN"]);
    }

    private IRenderedComponent<PlacementFields> Show() => Render<PlacementFields>(parameters => parameters
        .Add(fields => fields.Task, _task)
        .Add(fields => fields.Of, _ => (IReadOnlyList<Problem>)[])
        .Add(fields => fields.Change, (_, change) => _task = change(_task)));
}
