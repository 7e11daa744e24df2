using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Features.Runs.Detail.Panel;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class TaskResultsTabTests : ConsolePage
{
    [Fact]
    public async Task Results_ThatComeAfterTheEnd_AreShownByThemselves()
    {
        var start = Time.GetUtcNow();
        var attempt = SomeRuns.Attempt(new RunId(Guid.NewGuid()), "train", 1, TaskState.Succeeded, start, start);
        var tab = Render<TaskResultsTab>(parameters => parameters.Add(component => component.Attempt, attempt));
        tab.WaitForElement(".ej-empty");

        Results.Files["report.json"] = """[{"type":"text","text":"fine"}]""";
        await Time.WaitForTimersAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        tab.WaitForAssertion(() => Assert.Contains("fine", tab.Markup, StringComparison.Ordinal));
        Assert.Empty(tab.FindAll(".ej-empty"));
    }
}
