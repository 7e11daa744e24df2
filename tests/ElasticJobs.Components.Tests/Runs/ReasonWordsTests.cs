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
    public void Reason_OfACodeWithoutWords_StaysEnglish() => Assert.Equal("English", InChinese(new TaskReason("brand_new", "English")));

    [Fact]
    public void Reason_WithFewerValuesThanItsWords_StaysEnglish() => Assert.Equal("English", InChinese(new TaskReason(ReasonCodes.Backoff, "English", "3")));

    private string InChinese(TaskReason reason)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        try
        {
            return Services.GetRequiredService<ReasonWords>().Of(reason);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
