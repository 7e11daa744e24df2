using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Features.Services.Queue;
using ElasticJobs.Web.Features.Services.Trying;

namespace ElasticJobs.Components.Tests.Services;

public sealed class TagLinesTests
{
    [Fact]
    public void Lines_BecomeTags() => Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "x=y" }, TagLines.Read("a=1\n\n b = x=y \n").Tags);

    [Fact]
    public void Tags_BecomeLines_WithoutTheProtocolsOwn() =>
        Assert.Equal("=x\n_path_=/p\nlang=zh", TagLines.Write(new Dictionary<string, string> { ["lang"] = "zh", [""] = "x", ["taskType"] = "query", ["_path_"] = "/p", ["_other_"] = "1" }));

    [Fact]
    public void DeadLetter_WhoseTagsNobodyTouched_KeepsThemAsTheyAre()
    {
        var frame = new QueueFrame { Index = 1, RequestId = "r", PutAt = DateTimeOffset.UnixEpoch, Tags = new Dictionary<string, string> { ["note"] = "two\nlines" }, Data = "x"u8.ToArray() };

        var (edit, wrong) = new DeadDraft(frame) { Priority = 3 }.Read();

        Assert.Equal((null, null, 3), (wrong, edit.Tags, edit.Priority));
        Assert.Equal("lines", new DeadDraft(frame) { Tags = "note=two\nlines " }.Read().Wrong);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("=x")]
    [InlineData("_index_=3")]
    [InlineData("taskType=query")]
    public void Line_ThatIsNoTag_IsNamed(string line) => Assert.Equal(line, TagLines.Read($"a=1\n{line}").Wrong);
}
