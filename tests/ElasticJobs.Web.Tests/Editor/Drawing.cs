using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Editor;

namespace ElasticJobs.Web.Tests.Editor;

/// <summary>A drawing to act on, with time that tests move.</summary>
internal sealed class Drawing
{
    public Drawing(PipelineDocument? document = null, int revision = 1)
    {
        State = new EditorState(new PipelineValidator(new TemplateCatalog()), new TemplateCatalog(), Time);
        State.Open(document ?? PipelineBuilder.Pipeline().Build(), revision);
    }

    public FakeTimeProvider Time { get; } = new();

    public EditorState State { get; }

    public static Drawing Of(params string[] chain)
    {
        var builder = PipelineBuilder.Pipeline();
        for (var i = 0; i < chain.Length; i++)
        {
            builder.Task(chain[i], i == 0 ? null : [chain[i - 1]]);
        }

        return new Drawing(builder.Build());
    }

    public TaskSpec Task(string id) => State.Document.Task(id) ?? throw new InvalidOperationException($"The drawing has no task '{id}'.");

    public string[] Ids() => [.. State.Document.Spec.Tasks.Select(task => task.Id)];
}
