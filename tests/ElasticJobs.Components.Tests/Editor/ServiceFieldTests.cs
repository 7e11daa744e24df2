using System.Security.Claims;
using Bunit;
using ElasticJobs.Components.Tests.Services;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Features.Editor.Canvas;
using ElasticJobs.Web.Features.Editor.Inspector;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Components.Tests.Editor;

/// <summary>What the editor shows of queue tasks beside other tasks.</summary>
public sealed class ServiceFieldTests : EditorPage
{
    [Fact]
    public void Field_OffersTheProjectsServices_AndTakesWhatIsTyped()
    {
        var deployments = new FakeDeployments(Time);
        deployments.Deploy("""{"metadata": {"name": "train", "type": "ScalableJob"}, "containers": [{}]}""");
        deployments.Deploy("""{"metadata": {"name": "classify", "type": "ScalableJob"}, "containers": [{}]}""");
        Services.AddSingleton<IDeploymentDirectory>(deployments);
        string? chosen = null;

        var field = Render<ParameterField>(parameters => parameters
            .Add(part => part.Parameter, new TemplateCatalog().Find("queue")!.AllParameters.First(parameter => parameter.Name == "service"))
            .Add(part => part.OnChange, value => chosen = value?.ToString())
            .AddCascadingValue(new ProjectView("default", ProjectRole.Editor, false, new ClaimsPrincipal())));

        Assert.Equal(["classify", "train"], field.FindAll("datalist option").Select(option => option.GetAttribute("value")));
        Assert.Equal(field.Find("datalist").Id, field.Find("input").GetAttribute("list"));
        field.Find("input").Input("later");
        Assert.Equal("later", chosen);
    }

    [Theory]
    [InlineData(TaskState.Starting, ReasonCodes.InQueue, new[] { "3", "12", "train" }, "3/12", null)]
    [InlineData(TaskState.Running, ReasonCodes.Progress, new[] { "0.42", "42", "epoch 3" }, "42 %", 0.42)]
    [InlineData(TaskState.Queued, ReasonCodes.Parallelism, new[] { "3" }, null, null)]
    public void Card_TellsPlaceAndProgress(TaskState state, string code, string[] args, string? note, double? progress)
    {
        var shown = CanvasState.From(new TaskRun { Run = default, Task = "a", State = state, Reason = new TaskReason(code, "words", args) });

        Assert.Equal((note, progress, "words"), (shown.Note, shown.Progress, shown.Reason));
    }
}
