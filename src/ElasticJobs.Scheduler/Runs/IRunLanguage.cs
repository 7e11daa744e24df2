using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>What starting a run needs of the pipeline language: drafts, parameters and pods.</summary>
internal interface IRunLanguage
{
    /// <exception cref="RefusedException">The draft has problems.</exception>
    PipelineDocument ReadDraft(string json);

    /// <returns>Values of all parameters, defaults filled in.</returns>
    /// <exception cref="RefusedException">A value is missing, unknown or of the wrong type.</exception>
    JsonObject BindParameters(PipelineDocument document, JsonObject given);

    /// <inheritdoc cref="RenderTask"/>
    RenderedTask Render(
        PipelineDocument document, Run run, TaskSpec task, AttemptKey attempt, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs);
}
