namespace ElasticJobs.Core.Elasticity;

/// <summary>Use of a resource on average over the instances that are ready.</summary>
public static class AverageUse
{
    /// <summary>
    /// As HPA: of those that tell, and then those that don't are counted so that they speak against moving: as unused when more instances would be asked for, as using all that they request (or the threshold, if that is more)
    /// when fewer would. If that turns the direction, nothing is to change.
    /// </summary>
    /// <param name="percents">Of what each instance requests. Null: it doesn't tell.</param>
    /// <param name="threshold">That of the strategy, in percent.</param>
    /// <returns>Null: none tells.</returns>
    public static double? Of(IReadOnlyCollection<double?> percents, double threshold)
    {
        if (percents.Average() is not { } told)
            return null;
        var missing = percents.Count(percent => percent is null);
        if (missing == 0 || told == threshold)
            return told;
        var counted = percents.Average(percent => percent ?? (told > threshold ? 0 : Math.Max(100, threshold)));
        return told > threshold == counted > threshold ? counted : threshold;
    }
}
