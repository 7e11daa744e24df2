using System.Text.Json.Nodes;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Web.Features.Services.Document;

namespace ElasticJobs.Components.Tests.Services;

public sealed class DocumentFieldTests
{
    public static TheoryData<string> Keys => [.. DocumentField.All.Select(one => one.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Field_OfAnEmptyDocument_IsWrittenAndReadBack(string key)
    {
        var field = Of(key);

        var text = field.Write([], "7")!;

        Assert.Equal("7", field.Read(DeploymentReader.Parse(text).Root!));
        Assert.Equal("", field.Read(DeploymentReader.Parse(field.Write(DeploymentReader.Parse(text).Root!, "")!).Root!));
    }

    [Fact]
    public void Fields_MakeADocumentThatIsRead()
    {
        var document = new JsonObject();
        foreach (var (key, value) in new[] { ("name", "train"), ("type", "ScalableJob"), ("image", "python:3.12"), ("command", "serve"), ("port", "8000"), ("cpu", "0.5"), ("memory", "2000"), ("gpu", "1"), ("min", "0"), ("max", "4"), ("target", "2") })
            document = DeploymentReader.Parse(Of(key).Write(document, value)!).Root!;

        var (spec, problems) = DeploymentReader.Read(document.ToJsonString());

        Assert.Empty(problems);
        Assert.Equal(("train", "python:3.12", 8000, 0, 4), (spec!.Name, spec.Instance.Image, spec.Instance.Port, spec.Autoscaler.Min, spec.Autoscaler.Max));
        Assert.Equal(2, Assert.Single(spec.Autoscaler.Strategies).Threshold);
    }

    [Fact]
    public void OtherValues_StayAsTheyAre()
    {
        var document = DeploymentReader.Parse("""{"metadata":{"name":"a","rpc.worker_threads":9},"containers":[{"image":"x","env":[{"name":"A","value":"企鹅"}]}]}""").Root!;

        var text = Of("image").Write(document, "y")!;

        Assert.Contains("企鹅", text, StringComparison.Ordinal);
        Assert.Contains("\"rpc.worker_threads\": 9", text, StringComparison.Ordinal);
        Assert.Contains("\"image\": \"y\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NumberThatIsNone_StaysAsTyped_ForTheReaderToTell() => Assert.Contains("\"min\": \"few\"", Of("min").Write([], "few"), StringComparison.Ordinal);

    [Fact]
    public void Shape_ThatIsOther_IsNotDestroyed()
    {
        var document = DeploymentReader.Parse("""{"metadata":"text","containers":{"image":"x"}}""").Root!;

        Assert.Null(Of("cpu").Write(document, "1"));
    }

    private static DocumentField Of(string key) => DocumentField.All.Single(field => field.Key == key);
}
