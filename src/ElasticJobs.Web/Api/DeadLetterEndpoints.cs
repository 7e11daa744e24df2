using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using Microsoft.AspNetCore.Mvc;

namespace ElasticJobs.Web.Api;

/// <summary>Tasks that were given to instances too often: looked at, changed, put into the queue again, or dropped.</summary>
internal static class DeadLetterEndpoints
{
    /// <summary>A payload of the greatest usual size as base64.</summary>
    private const int MaximumBody = 32 * 1024 * 1024;

    private const string JsonBody = "application/json";

    public static void MapDeadLetters(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/queues/{service}/dead").WithTags("Services").RequireAuthorization().AddEndpointFilter<CookieRequestFilter>()
            .WithMetadata(new RequestSizeLimitAttribute(MaximumBody)).ServeHead();
        group.MapGet("", ListAsync).Produces<DeadLettersDto>().WithSummary("Dead letters by index, without their payloads and the headers of queries; ?from= goes on at an index");
        group.MapGet("/{index:long}", ShowAsync).Produces<DeadLetterDto>().ProducesProblem(404).WithSummary("A dead letter with its payload; headers of a query only for who may change it");
        group.MapPut("/{index:long}", EditAsync).WithMetadata(Changes(AuditActs.ServiceTaskEdit)).Accepts<DeadLetterEditDto>(JsonBody).Produces<DeadLetterDto>().ProducesProblem(404).WithSummary("Change payload, tags or priority where it is; what is absent stays");
        group.MapPost("/{index:long}/replay", ReplayAsync).WithMetadata(Changes(AuditActs.ServiceTaskReplay)).Accepts<DeadLetterEditDto>(isOptional: true, JsonBody).Produces<ReplayedDto>().ProducesProblem(404).WithSummary("Put it into the queue again, changed if the body says so");
        group.MapPost("/replay", ReplayManyAsync).WithMetadata(Changes(AuditActs.ServiceTaskReplay)).Accepts<DeadLetterChoiceDto>(JsonBody).Produces<ReplayedManyDto>().WithSummary("Put those of {indexes} into the queue again, or all with {all: true}");
        group.MapDelete("/{index:long}", DropAsync).WithMetadata(Changes(AuditActs.ServiceTaskDelete)).Produces(204).ProducesProblem(404).WithSummary("Drop it for good");
        group.MapDelete("", DropManyAsync).WithMetadata(Changes(AuditActs.ServiceTaskDelete)).WithSummary("Drop those of ?indexes=7,8, or all with ?all=true");
    }

    /// <summary>Asked and written down by <see cref="DeadLetters"/>, which knows the service's project.</summary>
    private static RequiredRole Changes(string act) => new(ProjectRole.Operator, act);

    private static Task<IResult> ListAsync(string service, HttpContext http, DeadLetters dead, CancellationToken cancellationToken, long from = 0, int limit = 100) =>
        dead.AnswerAsync(http, service, null, async (_, queue) =>
        {
            var (most, none) = (Paging.Limit(limit), new Dictionary<string, string>());
            var frames = await queue.DeadLetters.GetAsync(Math.Max(0, from), most + 1, none, null, TimeSpan.Zero, delete: false, cancellationToken);
            return (TypedResults.Ok(new DeadLettersDto([.. frames.Take(most).Select(frame => DeadLetterDto.Of(frame, withPayload: false, withHeaders: false))], frames.Count > most ? frames[most].Index : null)), "");
        });

    private static Task<IResult> ShowAsync(string service, long index, HttpContext http, DeadLetters dead, CancellationToken cancellationToken) =>
        dead.AnswerAsync(http, service, null, async (found, queue) => (TypedResults.Ok(DeadLetterDto.Of(
            await DeadLetters.FindAsync(queue, index, cancellationToken), withPayload: true, withHeaders: await dead.MayChangeAsync(http, found))), ""));

    private static Task<IResult> EditAsync(string service, long index, HttpContext http, DeadLetters dead, CancellationToken cancellationToken) =>
        dead.AnswerAsync(http, service, AuditActs.ServiceTaskEdit, async (found, queue) =>
        {
            var edit = await DeadLetters.ReadAsync<DeadLetterEditDto>(http) ?? new DeadLetterEditDto();
            var edited = edit.Read().Of(found, await DeadLetters.FindAsync(queue, index, cancellationToken));
            if (!await queue.EditDeadLetterAsync(index, edited, cancellationToken))
                throw DeadLetters.NotThere(index);
            return (TypedResults.Ok(DeadLetterDto.Of(await DeadLetters.FindAsync(queue, index, cancellationToken), withPayload: true, withHeaders: true)), Text(index));
        });

    private static Task<IResult> ReplayAsync(string service, long index, HttpContext http, DeadLetters dead, CancellationToken cancellationToken) =>
        dead.AnswerAsync(http, service, AuditActs.ServiceTaskReplay, async (found, queue) =>
        {
            var edit = await DeadLetters.ReadAsync<DeadLetterEditDto>(http) ?? new DeadLetterEditDto();
            var edited = edit.Read().Of(found, await DeadLetters.FindAsync(queue, index, cancellationToken));
            var place = await queue.ReplayAsync(index, edited, cancellationToken) ?? throw DeadLetters.NotThere(index);
            return (TypedResults.Ok(new ReplayedDto(place.Index, place.RequestId)), Text(index));
        });

    private static Task<IResult> ReplayManyAsync(string service, HttpContext http, DeadLetters dead, CancellationToken cancellationToken) =>
        dead.AnswerAsync(http, service, AuditActs.ServiceTaskReplay, async (_, queue) =>
        {
            var choice = await DeadLetters.ReadAsync<DeadLetterChoiceDto>(http) ?? new DeadLetterChoiceDto();
            if (choice.All == choice.Indexes is not null)
                throw Queues.QueueCall.Bad("indexes", "", "a list of indexes; or say all: true");
            var chosen = await DeadLetters.ChosenAsync(queue, choice.Indexes, cancellationToken);
            var (count, stopped) = await queue.ReplayAsync(chosen, cancellationToken);
            var done = choice.All ? "all" : string.Join(' ', chosen);
            return (TypedResults.Ok(new ReplayedManyDto(count, RefusalDto.Of(stopped as RefusedException))), stopped is null ? done : string.Create(CultureInfo.InvariantCulture, $"{done}: {count} of them"));
        });

    private static Task<IResult> DropAsync(string service, long index, HttpContext http, DeadLetters dead, CancellationToken cancellationToken) =>
        dead.AnswerAsync(http, service, AuditActs.ServiceTaskDelete, async (_, queue) =>
            await queue.DeadLetters.DeleteAsync([index], cancellationToken) > 0 ? (TypedResults.NoContent(), "dead " + Text(index)) : throw DeadLetters.NotThere(index));

    private static Task<IResult> DropManyAsync(string service, HttpContext http, DeadLetters dead, CancellationToken cancellationToken, string? indexes = null, bool all = false) =>
        dead.AnswerAsync(http, service, AuditActs.ServiceTaskDelete, async (_, queue) =>
        {
            var named = all ? null : Read(indexes);
            var chosen = await DeadLetters.ChosenAsync(queue, named, cancellationToken);
            return (TypedResults.Ok(new { Dropped = await queue.DeadLetters.DeleteAsync(chosen, cancellationToken) }), "dead " + (all ? "all" : indexes));
        });

    /// <exception cref="Core.RefusedException"><c>bad_parameter</c>. Nothing named is not all.</exception>
    private static List<long> Read(string? indexes)
    {
        List<long> read = [];
        foreach (var part in (indexes ?? "").Split(',', StringSplitOptions.TrimEntries))
            read.Add(long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Queues.QueueCall.Bad("indexes", indexes ?? "", "indexes like 7 or 7,8; or say all=true"));
        return read;
    }

    private static string Text(long index) => index.ToString(CultureInfo.InvariantCulture);
}
