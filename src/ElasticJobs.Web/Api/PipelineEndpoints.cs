using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using Microsoft.Net.Http.Headers;

namespace ElasticJobs.Web.Api;

internal static class PipelineEndpoints
{
    private const string Yaml = "application/yaml";

    public static void MapPipelines(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/pipelines").WithTags("Pipelines");
        group.MapGet("", ListAsync).RequireRole(ProjectRole.Viewer).WithSummary("Pipelines by name");
        group.MapPut("/{name}", SaveAsync).RequireRole(ProjectRole.Editor, AuditActs.PipelineSave).WithSummary("Save a pipeline: the body is the document as YAML or JSON")
            .Accepts<string>(Yaml, "application/json", "application/x-yaml", "text/yaml", "text/plain", "application/octet-stream").Produces<SavedPipelineDto>(201).Produces<SavedPipelineDto>().ProducesProblem(422);
        group.MapGet("/{name}", FindAsync).RequireRole(ProjectRole.Viewer).WithSummary("A pipeline's document, as JSON or with Accept: application/yaml");
        group.MapDelete("/{name}", DeleteAsync).RequireRole(ProjectRole.Editor, AuditActs.PipelineDelete).WithSummary("Delete a pipeline with its revisions; runs stay");
        group.MapGet("/{name}/revisions", RevisionsAsync).RequireRole(ProjectRole.Viewer).WithSummary("Revisions, newest first");
        group.MapPost("/{name}/runs", RunAsync).RequireRole(ProjectRole.Operator, AuditActs.RunStart).WithSummary("Start a run").Produces<RunIdDto>(202).ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(
        string project, IPipelineStore pipelines, CancellationToken cancellationToken, string? search = null, string? cursor = null, int limit = 50)
    {
        var page = await pipelines.ListAsync(project, search, Paging.Cursor(cursor), Paging.Limit(limit), cancellationToken);
        return TypedResults.Ok(new PageDto<PipelineDto>([.. page.Pipelines.Select(PipelineDto.From)], page.NextCursor));
    }

    private static async Task<IResult> SaveAsync(
        string project, string name, HttpContext http, IPipelineStore pipelines, PipelineValidator validator, CancellationToken cancellationToken)
    {
        var text = await BodyText.ReadAsync(http.Request, cancellationToken);
        var read = PipelineReader.Read(text);
        IReadOnlyList<Problem> problems = read.Problems;
        if (read.Document is { } draft && !read.HasErrors)
        {
            var document = draft.Metadata.Name.Length == 0 ? draft with { Metadata = draft.Metadata with { Name = name } } : draft;
            problems = [.. read.Problems, .. NameProblems(document, name, project), .. validator.Validate(document)];
            if (problems.All(problem => problem.IsWarning))
            {
                var saved = await pipelines.SaveAsync(project, document, http.User.Name(), ETags.Expected(http.Request, "a pipeline"), cancellationToken);
                http.Response.Headers.ETag = ETags.Of(saved.Revision.Number);
                var dto = new SavedPipelineDto(saved.Revision.Name, saved.Revision.Number, saved.IsNew, [.. problems.Select(ApiProblem.From)]);
                return saved.IsCreated
                    ? TypedResults.Created($"/api/v1/projects/{project}/pipelines/{name}", dto)
                    : TypedResults.Ok(dto);
            }
        }

        var errors = problems.Count(problem => !problem.IsWarning);
        throw new RefusedException(
            RefusalKind.Invalid,
            "pipeline_invalid",
            $"The pipeline '{name}' has {errors} {(errors == 1 ? "problem" : "problems")}.",
            "Mend what 'errors' lists; each entry names its place and its fix.",
            ProblemPlaces.Find(text, problems));
    }

    private static async Task<IResult> FindAsync(
        string project, string name, HttpContext http, IPipelineStore pipelines, CancellationToken cancellationToken, int? revision = null)
    {
        var found = await pipelines.FindAsync(project, name, revision, cancellationToken) ?? throw (revision is { } number ? Refusals.RevisionNotFound(name, number) : Refusals.PipelineNotFound(project, name));
        http.Response.Headers.ETag = ETags.Of(found.Number);
        if (http.Request.Headers.IfNoneMatch.ToString() == ETags.Of(found.Number))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return WantsYaml(http.Request)
            ? TypedResults.Text(PipelineWriter.ToYaml(found.Document), Yaml)
            : TypedResults.Text(PipelineWriter.ToJson(found.Document), "application/json");
    }

    private static async Task<IResult> DeleteAsync(string project, string name, IPipelineStore pipelines, CancellationToken cancellationToken) =>
        await pipelines.DeleteAsync(project, name, cancellationToken) ? TypedResults.NoContent() : throw Refusals.PipelineNotFound(project, name);

    private static async Task<IResult> RevisionsAsync(string project, string name, IPipelineStore pipelines, CancellationToken cancellationToken)
    {
        var revisions = await pipelines.ListRevisionsAsync(project, name, cancellationToken);
        return revisions.Count == 0
            ? throw Refusals.PipelineNotFound(project, name)
            : TypedResults.Ok(revisions.Select(revision => new RevisionDto(revision.Number, revision.Author, revision.CreatedAt, revision.Document.Spec.Tasks.Count)));
    }

    private static async Task<IResult> RunAsync(
        string project, string name, StartRunDto? body, HttpContext http, IRunService runs, CancellationToken cancellationToken)
    {
        var run = await runs.StartAsync(
            new StartRun(project, name, body?.Revision, body?.Parameters ?? [], RunTrigger.Api, http.User.Name()), cancellationToken);
        return TypedResults.Accepted($"/api/v1/projects/{project}/runs/{run.Id}", new RunIdDto(run.Id.Value));
    }

    private static IEnumerable<Problem> NameProblems(PipelineDocument document, string name, string project)
    {
        if (document.Metadata.Name != name)
        {
            yield return new Problem(
                "metadata.name", "name_differs", $"The document is named '{document.Metadata.Name}', the address '{name}'.", "Give both the same name.");
        }

        if (document.Metadata.Project is { } named && named != project)
        {
            yield return new Problem(
                "metadata.project", "project_differs", $"The document belongs to project '{named}', the address to '{project}'.", "Give both the same project, or leave the field out.");
        }
    }

    private static bool WantsYaml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Value is Yaml or "text/yaml" or "application/x-yaml");
}

/// <param name="Revision">Null: the latest.</param>
/// <param name="Parameters">Those left out take their defaults.</param>
internal sealed record StartRunDto(int? Revision, JsonObject? Parameters);

internal sealed record RunIdDto(Guid Id) : IAuditedAnswer
{
    string IAuditedAnswer.AuditDetail => Id.ToString();
}

/// <param name="Created">A revision was made; false: nothing had changed.</param>
internal sealed record SavedPipelineDto(string Name, int Revision, bool Created, IReadOnlyList<ApiProblem> Warnings) : IAuditedAnswer
{
    string? IAuditedAnswer.AuditDetail => Created ? $"revision {Revision}" : null;
}

internal sealed record RevisionDto(int Revision, string Author, DateTimeOffset CreatedAt, int Tasks);

internal sealed record PipelineDto(string Name, string Description, int Revision, int Tasks, string Author, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Labels)
{
    public static PipelineDto From(PipelineRevision revision) => new(
        revision.Name, revision.Document.Metadata.Description, revision.Number, revision.Document.Spec.Tasks.Count, revision.Author, revision.CreatedAt, revision.Document.Metadata.Labels);
}

/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page. Null: this was the last.</param>
internal sealed record PageDto<T>(IReadOnlyList<T> Items, string? NextCursor);
