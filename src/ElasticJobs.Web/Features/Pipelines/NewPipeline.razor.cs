using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using CultureInfo = System.Globalization.CultureInfo;

namespace ElasticJobs.Web.Features.Pipelines;

public sealed partial class NewPipeline
{
    /// <summary>Addresses under <c>/pipelines</c> that are pages.</summary>
    private const string Reserved = "new";

    private string _name = "";
    private string _text = "";
    private Way _way = null!;
    private PipelineDocument? _document;
    private IReadOnlyList<Problem> _problems = [];
    private RefusedException? _refused;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    /// <summary>A sample's name, or <c>yaml</c>.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [Inject]
    private SampleCatalog Samples { get; set; } = null!;

    [Inject]
    private PipelineValidator Validator { get; set; } = null!;

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<Way> Ways { get; set; } = [];

    private bool IsNameRight => PipelineValidator.IsName(_name) && _name != Reserved;

    private bool CanCreate => Project.CanEdit && (_way.IsYaml ? _document is not null && _problems.All(problem => problem.IsWarning) : IsNameRight);

    protected override void OnInitialized()
    {
        Ways = [new Way(null, false), .. Samples.List().Select(sample => new Way(sample, false)), new Way(null, true)];
        Take(Ways.FirstOrDefault(way => From is not null && way.Key == From) ?? Ways[0]);
    }

    private void Choose(Way way)
    {
        Take(way);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("from", way.Key), replace: true);
    }

    private void Take(Way way)
    {
        _way = way;
        _refused = null;
        if (way.Sample is { } sample)
        {
            _name = $"my-{sample.Name}";
        }
    }

    private void Read(string text)
    {
        _text = text;
        var read = PipelineReader.Read(text);
        _document = read.Document;
        _problems = read.Document is { } document && !read.HasErrors
            ? ProblemPlaces.Find(text, [.. read.Problems, .. Validator.Validate(document), .. ReservedName(document)])
            : read.Problems;
    }

    private static IEnumerable<Problem> ReservedName(PipelineDocument document) =>
        document.Metadata.Name == Reserved ? [ProblemTexts.Make("metadata.name", ProblemCodes.BadName, Reserved)] : [];

    private async Task LoadAsync(InputFileChangeEventArgs input)
    {
        if (input.File.Size > PipelineReader.MaximumLength)
        {
            (_text, _document) = ("", null);
            _problems = [ProblemTexts.Make("", ProblemCodes.TooLarge, $"{PipelineReader.MaximumLength / 1024 / 1024} MB")];
            return;
        }

        using var reader = new StreamReader(input.File.OpenReadStream(PipelineReader.MaximumLength));
        Read(await reader.ReadToEndAsync());
    }

    private async Task CreateAsync()
    {
        _refused = null;
        if (!CanCreate)
        {
            return;
        }

        try
        {
            await Access.RequireAsync(Project.User, Project.Name, ProjectRole.Editor, CancellationToken.None);
            var name = _way.IsYaml ? _document!.Metadata.Name : _name;
            if (await Pipelines.FindAsync(Project.Name, name, null, CancellationToken.None) is not null)
            {
                throw new RefusedException(RefusalKind.Conflict, "name_taken", T["NameTaken", name], T["NameTakenFix"]);
            }

            if ((_way.IsYaml ? _document : _way.Sample?.As(name, CultureInfo.CurrentUICulture)) is { } document)
            {
                var saved = await Pipelines.SaveAsync(Project.Name, document, Project.UserName, expectedRevision: 0, CancellationToken.None);
                await Audit.AddAsync(Project.User, Project.Name, new AuditedAct(AuditActs.PipelineSave, name, $"revision {saved.Revision.Number}"));
            }

            // A blank one begins as a drawing: it becomes a pipeline when it is first saved.
            Navigation.NavigateTo(_way is { IsYaml: false, Sample: null } ? $"/pipelines/{name}?new=1" : $"/pipelines/{name}");
        }
        catch (RefusedException refused)
        {
            _refused = refused;
        }
    }

    /// <summary>What a new pipeline begins with: a sample, a text, or nothing.</summary>
    private sealed record Way(Sample? Sample, bool IsYaml)
    {
        public string? Key => IsYaml ? "yaml" : Sample?.Name;
    }
}
