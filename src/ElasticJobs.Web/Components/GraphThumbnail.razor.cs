using ElasticJobs.Core.Pipelines;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Components;

public sealed partial class GraphThumbnail
{
    private GraphDrawing _drawing = GraphDrawing.Empty;
    private PipelineDocument? _drawn;

    [Parameter, EditorRequired]
    public required PipelineDocument Document { get; set; }

    /// <summary>Said to those who can't see it.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_drawn, Document))
        {
            _drawn = Document;
            _drawing = GraphDrawing.Of(Document);
        }
    }

    protected override bool ShouldRender() => ReferenceEquals(_drawn, Document);
}
