using System.Text.RegularExpressions;
using Bunit;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Web.Features.Services.Scaling.Supposing;

namespace ElasticJobs.Components.Tests.Services;

public sealed class WhatIfTabTests : ServicesConsole
{
    private const string Ten = """{"min":0,"max":10,"strategies":{"avg_waiting_length":1}}""";

    [Fact]
    public async Task Load_IsPlayedUnderTheAddressSettings_BesideWhatHappened()
    {
        for (var i = 0; i < 40; i++)
            History.Tasks.Add(new PastTask(Time.GetUtcNow().AddMinutes(-30).AddSeconds(i), Time.GetUtcNow().AddMinutes(-29).AddSeconds(i), TimeSpan.FromSeconds(20)));

        var page = OpenWhatIf($"&settings={Uri.EscapeDataString(Ten)}&startup=5&price=2&hours=1");

        await ShowsAsync(() => page.FindAll("tbody tr").Count == 6, "the results are shown");
        var rows = page.FindAll("tbody tr").ToDictionary(row => row.QuerySelector("th")!.TextContent, row => row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToArray());
        // Three at most as it is deployed, ten as it is supposed; each task waited for 40 s.
        Assert.Equal(("3", "10"), (rows["Most instances"][1], rows["Most instances"][2]));
        Assert.Equal("40 s", rows["Wait, longest"][0]);
        Assert.Equal(2 * double.Parse(rows["Instance-hours"][2], System.Globalization.CultureInfo.InvariantCulture), double.Parse(rows["Cost"][2], System.Globalization.CultureInfo.InvariantCulture), 0.02);
        Assert.Equal(2, page.FindAll("svg[role=img] polyline").Count);
    }

    [Fact]
    public async Task Settings_ThatAreTyped_GoIntoTheAddress()
    {
        var page = OpenWhatIf();
        Assert.Contains("\"max\": 3", page.Find("#whatif-settings").GetAttribute("value"), StringComparison.Ordinal);

        page.Find("#whatif-settings").Input(Ten);
        page.Find("#whatif-price").Change("1.5");
        page.Find("#whatif-hours").Change("48");
        await page.Find("form").SubmitAsync();

        Assert.EndsWith($"/services/train?tab=scaling&view=whatif&settings={Uri.EscapeDataString(Ten)}&startup=10&price=1.5&hours=48", Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"min": 5, "max": 2}""")]
    [InlineData("""{"strategies": {"unknown": 1}}""")]
    [InlineData("""{"min":0,"min":1}""")]
    [InlineData("no json")]
    public void Settings_ThatAreWrong_HaveTheirProblems_AndNothingIsPlayed(string settings)
    {
        History.Tasks.Add(new PastTask(Time.GetUtcNow(), null, null));

        var page = OpenWhatIf($"&settings={Uri.EscapeDataString(settings)}");

        Assert.NotEmpty(page.FindAll(".problems .error"));
        Assert.Empty(page.FindAll("tbody"));
        Assert.Equal(settings.Replace(" ", "", StringComparison.Ordinal), Regex.Replace(page.Find("#whatif-settings").GetAttribute("value")!, @"\s", ""));
    }

    [Fact]
    public void Supposition_ThatIsOvertaken_IsGivenUp_AndThePageIsNotBusyWithIt()
    {
        History.Ready = new TaskCompletionSource().Task;
        var page = OpenWhatIf($"&settings={Uri.EscapeDataString(Ten)}");
        Assert.Equal("true", page.Find("section").GetAttribute("aria-busy"));

        Navigation.NavigateTo("/services/train?tab=scaling&view=whatif&settings=no+json");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".problems .error")));
        page.WaitForAssertion(() => Assert.Equal("false", page.Find("section").GetAttribute("aria-busy")));
        Assert.True(Assert.Single(History.Readers).IsCancellationRequested);
    }

    [Fact]
    public async Task Supposition_AfterOneThatIsOvertaken_IsPlayed()
    {
        History.Tasks.Add(new PastTask(Time.GetUtcNow().AddMinutes(-30), Time.GetUtcNow().AddMinutes(-29), TimeSpan.FromSeconds(20)));
        History.Ready = new TaskCompletionSource().Task;
        var page = OpenWhatIf($"&settings={Uri.EscapeDataString(Ten)}");
        History.Ready = Task.CompletedTask;

        Navigation.NavigateTo("/services/train?tab=scaling&view=whatif");

        await ShowsAsync(() => page.FindAll("tbody tr").Count == 6, "the results are shown");
        Assert.Equal([true, false], History.Readers.Select(reader => reader.IsCancellationRequested));
    }

    [Fact]
    public void Time_WithoutTasks_SaysSoInChinese()
    {
        SpeakChinese();

        Assert.Contains("这段时间没有任务", OpenWhatIf().Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<WhatIfTab> OpenWhatIf(string query = "")
    {
        var service = Deployments.Deploy(Train);
        return Open<WhatIfTab>($"/services/train?tab=scaling&view=whatif{query}", with: tab => tab.Add(shown => shown.Service, service));
    }
}
