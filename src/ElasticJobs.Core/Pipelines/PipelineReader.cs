namespace ElasticJobs.Core.Pipelines;

/// <summary>What came of reading a text. The document is there unless the text is not a mapping at all; with problems it holds what could be read.</summary>
public sealed record PipelineReadResult(PipelineDocument? Document, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);
}
