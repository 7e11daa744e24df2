using ElasticJobs.Web.Features.Services.Trying;

namespace ElasticJobs.Components.Tests.Services;

public sealed class TagLinesTests
{
    [Fact]
    public void Lines_BecomeTags() => Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "x=y" }, TagLines.Read("a=1\n\n b = x=y \n").Tags);

    [Theory]
    [InlineData("nothing")]
    [InlineData("=x")]
    [InlineData("_index_=3")]
    [InlineData("taskType=query")]
    public void Line_ThatIsNoTag_IsNamed(string line) => Assert.Equal(line, TagLines.Read($"a=1\n{line}").Wrong);
}
