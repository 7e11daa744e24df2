using System.Text;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>One request that a worker made of the queue.</summary>
/// <param name="Query">Its parameters.</param>
internal sealed record SentFrame(string Method, bool IsSink, IReadOnlyDictionary<string, string> Query, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string Kind => Query.GetValueOrDefault("kind", "");

    public ulong Index => ulong.Parse(Query.GetValueOrDefault("_indexes_") ?? Query["_lease_index_"]);

    public bool IsNegative => Query.ContainsKey("_negative_");
}
