using System.Text;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Tests.Queues;

public sealed class FrameCodecTests
{
    /// <summary>Bytes as protoc's own encoder writes them: index 300, tags {a: b}, data 00 ff, message "m".</summary>
    [Fact]
    public void Frame_IsWhatProtocolBuffersSay()
    {
        var frame = new WireFrame(300, new Dictionary<string, string> { ["a"] = "b" }, new byte[] { 0, 255 }, "m");

        Assert.Equal("08AC0212060A01611201621A0200FF22016D", Convert.ToHexString(FrameCodec.Encode(frame).Span));
        Assert.Equal("0A1208AC0212060A01611201621A0200FF22016D", Convert.ToHexString(FrameCodec.EncodeList([frame]).Span));
        Assert.Equal("0A060A0161120162", Convert.ToHexString(FrameCodec.EncodeAttributes(frame.Tags).Span));
        Assert.Equal("", Convert.ToHexString(FrameCodec.Encode(new WireFrame(0, new Dictionary<string, string>(), default)).Span));
    }

    [Fact]
    public void Frames_AreReadAgainAsTheyWere()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var data = new byte[random.Next(300)];
            random.NextBytes(data);
            var frame = new WireFrame((ulong)random.NextInt64(), Enumerable.Range(0, random.Next(4)).ToDictionary(tag => $"键{tag}", tag => new string('v', random.Next(200))), data, i % 2 == 0 ? "" : "done");

            var read = Assert.Single(FrameCodec.DecodeList(FrameCodec.EncodeList([frame]).Span));

            Assert.Equal((frame.Index, frame.Message, Convert.ToHexString(data)), (read.Index, read.Message, Convert.ToHexString(read.Data.Span)));
            Assert.Equal(frame.Tags, read.Tags);
            Assert.Equal(frame.Tags, FrameCodec.DecodeAttributes(FrameCodec.EncodeAttributes(frame.Tags).Span));
        }
    }

    [Fact]
    public void UnknownFields_ArePassedOver()
    {
        byte[] message = [0x08, 0x07, 0x28, 0x01, 0x31, 1, 2, 3, 4, 5, 6, 7, 8, 0x3d, 1, 2, 3, 4, 0x42, 0x01, 0x00, 0x1a, 0x01, 0x78];
        var frame = FrameCodec.Decode(message);
        Assert.Equal((7ul, "x"), (frame.Index, Encoding.UTF8.GetString(frame.Data.Span)));
    }

    [Theory]
    [InlineData("08")]
    [InlineData("1A05FF")]
    [InlineData("0B")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("31010203")]
    public void BrokenMessage_IsRefused(string hex) => Assert.Throws<FormatException>(() => FrameCodec.Decode(Convert.FromHexString(hex)));
}
