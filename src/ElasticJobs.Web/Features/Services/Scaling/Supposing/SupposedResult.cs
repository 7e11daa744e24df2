using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Web.Features.Services.Scaling.Supposing;

/// <summary>A load three times: as it was met, as it would be met now, and as it would be met under other settings.</summary>
/// <param name="LeftOut">Strategies that a load can't tell.</param>
internal sealed record SupposedResult(WhatIf Load, ScalingOutcome Happened, ScalingOutcome Now, ScalingOutcome Then, IReadOnlyList<string> LeftOut)
{
    public const int MostTasks = 20_000;

    private const int DecisionsAtOnce = 500;
    private const int MostDecisions = 20_000;

    /// <summary>Null: there was no task in that time.</summary>
    public static async Task<SupposedResult?> ReadAsync(
        ITaskHistory history, IDecisionStore decisions, string service, int window, AutoscalerSettings now, AutoscalerSettings then, Supposition supposed, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var from = to - TimeSpan.FromHours(supposed.Hours);
        var tasks = await history.ReadAsync(service, from, MostTasks, cancellationToken);
        if (tasks.Count == 0)
            return null;
        var load = new WhatIf(tasks, await ReadAsync(decisions, service, tasks.Min(task => task.PutAt), cancellationToken), window, TimeSpan.FromSeconds(supposed.StartUp), to);
        // Seconds of work, which no circuit may wait for.
        return await Task.Run(
            () =>
            {
                var played = load.Play(then, cancellationToken);
                return new SupposedResult(load, load.Happened(), load.Play(now, cancellationToken).Outcome, played.Outcome, played.LeftOut);
            },
            cancellationToken);
    }

    /// <summary>Newest first, back to one before a time.</summary>
    private static async Task<IReadOnlyList<DecisionEntry>> ReadAsync(IDecisionStore decisions, string service, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var all = new List<DecisionEntry>();
        while (all.Count < MostDecisions)
        {
            var page = await decisions.ListAsync(service, all.Count > 0 ? all[^1].Decision.At : null, DecisionsAtOnce, cancellationToken);
            all.AddRange(page);
            if (page.Count < DecisionsAtOnce || page[^1].Decision.At <= from)
                break;
        }

        return all;
    }
}
