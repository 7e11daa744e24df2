using System.Security.Claims;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Access;

/// <summary>What was done, as whoever asked for it says.</summary>
/// <param name="Act">One of <see cref="AuditActs"/>.</param>
/// <param name="Target">Null: the act says it.</param>
/// <param name="Detail">Never a secret.</param>
internal sealed record AuditedAct(string Act, string? Target = null, string? Detail = null);

/// <summary>Writes down what people and tokens changed, right after it was done: pages by <c>Acts</c> and the API's <c>RequireRole</c>, each where it asked for the role.</summary>
internal sealed class AuditLog(IAuditStore store, IIdGenerator ids, TimeProvider time)
{
    /// <param name="project">Null: of the console as a whole.</param>
    public Task AddAsync(ClaimsPrincipal user, string? project, AuditedAct act) =>
        AddAsync(user.Name(), Guid.TryParse(user.FindFirstValue(ClaimNames.Token), out var token) ? token : null, project, act);

    /// <summary>It is done, so whoever gave up waiting is no reason not to write it down.</summary>
    public Task AddAsync(string actor, Guid? token, string? project, AuditedAct act) => store.AddAsync(
        new AuditEntry(ids.NewId(), time.GetUtcNow(), actor, token, project, act.Act, act.Target, act.Detail), CancellationToken.None);
}
