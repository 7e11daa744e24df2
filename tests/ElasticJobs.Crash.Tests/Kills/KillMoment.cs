namespace ElasticJobs.Crash.Tests.Kills;

/// <summary>When a console is killed.</summary>
internal enum KillMoment
{
    /// <summary>A while after its process began, ready or not.</summary>
    AfterLaunch,

    /// <summary>A while after it answered: while runs go on.</summary>
    AtWork,

    /// <summary>While it is asked to start runs.</summary>
    DuringRequests,
}

/// <param name="Delay">From what <paramref name="Moment"/> names.</param>
internal sealed record Kill(KillMoment Moment, TimeSpan Delay)
{
    public static Kill Random(Random random) => random.Next(10) switch
    {
        < 4 => new(KillMoment.AfterLaunch, TimeSpan.FromSeconds(0.3 + (random.NextDouble() * 3.7))),
        < 7 => new(KillMoment.AtWork, TimeSpan.FromMilliseconds(random.Next(1500))),
        _ => new(KillMoment.DuringRequests, TimeSpan.FromMilliseconds(random.Next(600))),
    };
}
