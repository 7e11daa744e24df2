using ElasticJobs.Core;

namespace ElasticJobs.Web.Api;

/// <param name="Replayed">How many are in the queue again.</param>
/// <param name="Stopped">What was refused after them: the rest are dead letters still. Null: nothing.</param>
internal sealed record ReplayedManyDto(int Replayed, RefusalDto? Stopped);

internal sealed record RefusalDto(string Code, string Message, string Fix)
{
    public static RefusalDto? Of(RefusedException? refused) => refused is null ? null : new RefusalDto(refused.Code, refused.Message, refused.Fix);
}
