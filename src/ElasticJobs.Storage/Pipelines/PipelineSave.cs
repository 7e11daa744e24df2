using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Storage.Writing;

namespace ElasticJobs.Storage.Pipelines;

/// <summary>The newest revision as it is stored.</summary>
/// <param name="IsDeleted">The pipeline is gone; a new one under its name goes on counting.</param>
internal sealed record StoredPipeline(int Number, string Document, string Author, DateTimeOffset CreatedAt, bool IsDeleted);

/// <summary>What saving a document means, given what is stored.</summary>
internal sealed class PipelineSave(string project, PipelineDocument document, string author, int? expected, DateTimeOffset now)
{
    private readonly string _name = document.Metadata.Name;
    private readonly string _json = Written(document);

    /// <summary>The stored revision, if it is this document already.</summary>
    /// <exception cref="RefusedException">The stored revision is not the expected one.</exception>
    public PipelineRevision? Unchanged(StoredPipeline? latest)
    {
        var there = latest is { IsDeleted: false } ? latest : null;
        if (expected is { } number && number != (there?.Number ?? 0))
        {
            throw Conflict(there, number);
        }

        return there?.Document == _json ? new PipelineRevision(project, _name, there.Number, document, there.Author, there.CreatedAt) : null;
    }

    public IReadOnlyList<SqlCall> Calls(StoredPipeline? latest)
    {
        var number = Next(latest);
        var searchText = $"{_name}\n{document.Metadata.Description}".ToLowerInvariant();
        var pipeline = latest is null
            ? PipelineStatements.Insert.With(project, _name, searchText)
            : PipelineStatements.Advance.With(number, searchText, project, _name, latest.Number);
        return
        [
            pipeline with { Otherwise = static () => new OvertakenException() },
            PipelineStatements.InsertRevision.With(project, _name, number, _json, author, now) with { Otherwise = () => Corrupt(number) },
        ];
    }

    public PipelineRevision Revision(StoredPipeline? latest) => new(project, _name, Next(latest), document, author, now);

    /// <summary>What could not be read back must not be stored.</summary>
    private static string Written(PipelineDocument document)
    {
        var json = PipelineWriter.ToJson(document);
        return json.Length <= PipelineReader.MaximumLength
            ? json
            : throw new RefusedException(
                RefusalKind.Invalid,
                "too_large",
                $"Pipeline '{document.Metadata.Name}' is too large: {json.Length} characters of JSON, {PipelineReader.MaximumLength} are allowed.",
                "Move long scripts into files, or split the pipeline.");
    }

    private static int Next(StoredPipeline? latest) => (latest?.Number ?? 0) + 1;

    private InvalidOperationException Corrupt(int number) => new($"Pipeline '{_name}' of project '{project}' has a revision {number} that it does not count.");

    private RefusedException Conflict(StoredPipeline? there, int number) => there is null
        ? new(RefusalKind.Conflict, "revision_conflict", $"Pipeline '{_name}' was to be saved over revision {number}, but there is no such pipeline any more.", "Save it as a new pipeline.")
        : new(
            RefusalKind.Conflict,
            "revision_conflict",
            number == 0
                ? $"There is a pipeline '{_name}' already, at revision {there.Number}."
                : $"Pipeline '{_name}' was to be saved over revision {number}, but {there.Author} has saved revision {there.Number} since.",
            number == 0 ? "Choose another name, or open that pipeline and save there." : "Compare with the latest revision and save again over it.");

    /// <summary>Another author's revision was committed first.</summary>
    internal sealed class OvertakenException : Exception;
}
