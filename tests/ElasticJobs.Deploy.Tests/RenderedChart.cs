using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Kubernetes;
using YamlDotNet.Serialization;

namespace ElasticJobs.Deploy.Tests;

/// <summary>The objects that the chart gives for values. Their scalars are texts.</summary>
internal sealed class RenderedChart
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().Build();
    private static readonly ISerializer Writer = new SerializerBuilder().JsonCompatible().Build();

    private readonly List<JsonObject> _objects;

    private RenderedChart(string text)
    {
        Text = text;
        _objects = [.. text.Split("\n---\n").Select(document => Reader.Deserialize(document)).OfType<object>().Select(read => JsonNode.Parse(Writer.Serialize(read))!.AsObject())];
    }

    public string Text { get; }

    /// <param name="values">Name of a file in <c>values</c>, without its end.</param>
    /// <param name="options">Of <c>helm template</c>.</param>
    public static async Task<RenderedChart> OfAsync(string values, params string[] options) =>
        new(await Helm.RunAsync(["template", "elasticjobs", Helm.Chart, "--namespace", "team", "--values", ValueSets.File(values), .. options]));

    public IEnumerable<JsonObject> All(string kind) => _objects.Where(read => (string?)read["kind"] == kind);

    public JsonObject The(string kind) => Assert.Single(All(kind));
}
