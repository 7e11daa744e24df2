using System.Globalization;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Features.Runs.Detail;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class ReasonWordsTests : ConsolePage
{
    [Fact]
    public void Reason_InChinese_IsTranslatedByItsCodeWithItsValues() =>
        Assert.Equal("上游任务 a 的结束状态为“失败”。", InChinese(new TaskReason(ReasonCodes.Upstream, "English", "a", "Failed")));

    [Fact]
    public void Reason_OfWaitingForOtherRuns_IsTranslated() =>
        Assert.Equal("所有运行合计最多同时启动 3 个任务；较早的运行优先。", InChinese(new TaskReason(ReasonCodes.Capacity, "English", "3")));

    [Fact]
    public void Reason_OfAPlaceInAQueue_IsTranslated() =>
        Assert.Equal("在 train 的队列中排第 3 位，共 12 个，约 40s。", InChinese(new TaskReason(ReasonCodes.InQueueFor, "English", "3", "12", "train", "40s")));

    [Fact]
    public void Reason_OfAnExpression_IsTheChineseThatItCarries_AndOfAnOlderConsoleEnglish()
    {
        Assert.Equal("除数为零。", InChinese(new TaskReason(ReasonCodes.Expression, "English", "除数为零。")));
        Assert.Equal("English", InChinese(new TaskReason(ReasonCodes.Expression, "English")));
    }

    [Fact]
    public void Reason_OfACodeWithoutWords_StaysEnglish() => Assert.Equal("English", InChinese(new TaskReason("brand_new", "English")));

    [Fact]
    public void Reason_WithFewerValuesThanItsWords_StaysEnglish() => Assert.Equal("English", InChinese(new TaskReason(ReasonCodes.Backoff, "English", "3")));

    [Theory]
    [InlineData("ready", "上游已满足")]
    [InlineData(ReasonCodes.OutOfMemory, "内存不足")]
    [InlineData("Succeeded", "成功")]
    [InlineData("brand_new", "brand_new")]
    public void Cause_InChinese_IsTranslatedByItsCodeOrState(string cause, string words) => Assert.Equal(words, InChinese(reasons => reasons.OfCause(cause)));

    private string InChinese(TaskReason reason) => InChinese(reasons => reasons.Of(reason));

    private string InChinese(Func<ReasonWords, string> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        try
        {
            return say(Services.GetRequiredService<ReasonWords>());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
