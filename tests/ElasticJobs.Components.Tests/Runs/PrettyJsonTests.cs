using ElasticJobs.Web.Features.Runs.Detail;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class PrettyJsonTests
{
    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"half a character":"\ud800"}""")]
    [InlineData("""["\ud800"]""")]
    public void Text_ThatCannotBeWrittenAgain_StaysAsItIs(string text) => Assert.Equal(text, PrettyJson.Of(text));
}
