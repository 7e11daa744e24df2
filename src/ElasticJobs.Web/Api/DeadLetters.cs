using System.Globalization;
using System.Text.Json;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Queues;
using Microsoft.AspNetCore.Http.Features;

namespace ElasticJobs.Web.Api;

/// <summary>What can be done with dead letters, by who may: on the console that leads, and passed on to it by the others.</summary>
internal sealed class DeadLetters(IDeploymentStore store, IProjectAccess access, IQueueHost host, QueueForwarding forwarding, AuditLog audit)
{
    private const int AtOnce = 500;

    /// <param name="act">Null: nothing is changed.</param>
    /// <param name="body">Gives the answer, and what was done for the audit log.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext http, string service, string? act, Func<Deployment, IServiceQueue, Task<(IResult Answer, string Done)>> body)
    {
        var found = await store.FindAsync(service, http.User, act is null ? ProjectRole.Viewer : ProjectRole.Operator, access, http.RequestAborted);
        if (!host.IsHere)
        {
            await forwarding.ForwardAsync(http);
            return Results.Empty;
        }

        var queue = await host.OpenAsync(service, found.Spec.Queue, service, http.RequestAborted);
        var (answer, done) = await body(found, queue);
        if (act is not null)
            await audit.AddAsync(http.User, found.Project, new AuditedAct(act, found.Name, done));
        return answer;
    }

    public async Task<bool> MayChangeAsync(HttpContext http, Deployment service) => await access.FindRoleAsync(http.User, service.Project, http.RequestAborted) >= ProjectRole.Operator;

    /// <summary>The request's body, read only where it is answered: a console that passes it on must not have read it.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="RefusedException"><c>bad_request</c>.</exception>
    public static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return null;
        try
        {
            return await http.Request.ReadFromJsonAsync<T>(http.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RefusedException(RefusalKind.Invalid, "bad_request", "The body is not the JSON that is wanted: " + exception.Message, "See /openapi/v1.json for the shape of this request.");
        }
    }

    /// <exception cref="RefusedException"><c>no_data</c>.</exception>
    public static async Task<QueueFrame> FindAsync(IServiceQueue queue, long index, CancellationToken cancellationToken) =>
        (await queue.DeadLetters.GetAsync(index, 1, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, cancellationToken)) is [var frame] && frame.Index == index ? frame : throw NotThere(index);

    public static RefusedException NotThere(long index) => new(
        RefusalKind.NotFound, "no_data", string.Create(CultureInfo.InvariantCulture, $"There is no dead letter {index}."), "List those that are there; somebody may have put it again or dropped it.");

    /// <summary>Those that are named, or all that are there now.</summary>
    public static async Task<IReadOnlyList<long>> ChosenAsync(IServiceQueue queue, IReadOnlyList<long>? indexes, CancellationToken cancellationToken)
    {
        if (indexes is not null)
            return indexes;
        List<long> all = [];
        for (var from = 0L; ;)
        {
            var page = await queue.DeadLetters.GetAsync(from, AtOnce, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, cancellationToken);
            all.AddRange(page.Select(frame => frame.Index));
            if (page.Count < AtOnce)
                return all;
            from = page[^1].Index + 1;
        }
    }
}
