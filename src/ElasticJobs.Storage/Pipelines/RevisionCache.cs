using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Storage.Pipelines;

/// <summary>Documents of revisions that were read before. A revision never changes and its number is never given again, so nothing here grows old.</summary>
internal sealed class RevisionCache
{
    /// <summary>Characters of JSON whose documents are kept: some 100 MB of objects at worst, a few hundred kilobytes in most houses.</summary>
    private const long Capacity = 16_000_000;

    private readonly ConcurrentDictionary<(string Project, string Name, int Number), PipelineDocument> _documents = new();
    private long _size;

    public PipelineRevision Read(PipelineRevisionRow row)
    {
        var key = (row.Project, row.Name, row.Number);
        if (!_documents.TryGetValue(key, out var document))
        {
            document = Parse(row);
            Keep(key, document, row.Document.Length);
        }

        return new PipelineRevision(row.Project, row.Name, row.Number, Copy(document), row.Author, row.CreatedAt);
    }

    private void Keep((string Project, string Name, int Number) key, PipelineDocument document, int size)
    {
        if (Interlocked.Add(ref _size, size) > Capacity)
        {
            _documents.Clear();
            Interlocked.Exchange(ref _size, size);
        }

        _documents[key] = document;
    }

    private static PipelineDocument Parse(PipelineRevisionRow row) =>
        PipelineReader.Read(row.Document).Document
        ?? throw new InvalidOperationException($"Revision {row.Number} of pipeline '{row.Name}' in project '{row.Project}' is stored as something that is no document.");

    /// <summary>All of a document is immutable but its JSON nodes, which moreover have one parent each.</summary>
    private static PipelineDocument Copy(PipelineDocument document) => document with
    {
        Spec = document.Spec with
        {
            Parameters = [.. document.Spec.Parameters.Select(parameter => parameter with { Default = parameter.Default?.DeepClone() })],
            Tasks = [.. document.Spec.Tasks.Select(task => task with { Args = (JsonObject)task.Args.DeepClone() })],
        },
    };
}
