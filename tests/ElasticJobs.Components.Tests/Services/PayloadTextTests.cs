using System.Text;
using ElasticJobs.Web.Features.Services.Queue;

namespace ElasticJobs.Components.Tests.Services;

public sealed class PayloadTextTests
{
    [Fact]
    public void Text_ThatFits_IsShownWhole() => Assert.Equal(new PayloadText("企鹅", false, false), PayloadText.Of("企鹅"u8, 6));

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Text_ThatIsLong_IsCutBetweenCharacters(int limit) => Assert.Equal(new PayloadText("企", true, false), PayloadText.Of("企鹅"u8, limit));

    [Fact]
    public void Bytes_ThatAreNoText_AreShownAsBytes()
    {
        var shown = PayloadText.Of([0xff, 0xfe, 0x00, 0x10], 1024);

        Assert.True(shown.IsBinary);
        Assert.Contains("ff fe 00 10", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Preview_IsOneLine() => Assert.Equal("a b", PayloadText.Preview(Encoding.UTF8.GetBytes("a\nb")));
}
