using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Runs.Starting;

/// <summary>Asks for a run's parameters and starts it. Closes with the run.</summary>
public sealed partial class StartDialog
{
    private Dictionary<string, string> _values = [];
    private IReadOnlyList<Problem> _problems = [];
    private RefusedException? _refused;
    private bool _isStarting;

    [Parameter, EditorRequired]
    public required PipelineDocument Document { get; set; }

    /// <summary>Shown in place of the defaults.</summary>
    [Parameter]
    public JsonObject Given { get; set; } = [];

    [Parameter, EditorRequired]
    public required string Act { get; set; }

    [Parameter, EditorRequired]
    public required Func<JsonObject, Task<Run>> Start { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _values = ParameterForm.Begin(Document.Spec.Parameters, Given);

    private async Task StartAsync()
    {
        if (_isStarting)
        {
            return;
        }

        var (values, problems) = PipelineParameters.Bind(Document, ParameterForm.Read(Document.Spec.Parameters, _values));
        (_problems, _refused) = (problems, null);
        if (problems.Count > 0)
        {
            return;
        }

        _isStarting = true;
        try
        {
            Dialogs.Close(await Start(values));
        }
        catch (RefusedException refused)
        {
            _refused = refused;
        }
        finally
        {
            _isStarting = false;
        }
    }
}
