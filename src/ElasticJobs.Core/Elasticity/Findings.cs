namespace ElasticJobs.Core.Elasticity;

/// <summary>What comes up while a decision is made.</summary>
internal sealed class Findings(DateTimeOffset now)
{
    private readonly List<ScalingReason> _reasons = [];

    public IReadOnlyList<ScalingReason> Reasons => _reasons;

    public DateTimeOffset? NextCheck { get; private set; }

    public void Add(ScalingReason reason) => _reasons.Add(reason);

    /// <summary>What holds the number now goes before what was found so far.</summary>
    public void Lead(ScalingReason reason) => _reasons.Insert(0, reason);

    public void CheckAt(DateTimeOffset? time)
    {
        if (time > now && (NextCheck is null || time < NextCheck))
            NextCheck = time;
    }
}
