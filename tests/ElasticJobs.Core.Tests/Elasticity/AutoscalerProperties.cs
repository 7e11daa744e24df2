using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>What holds whatever happens: random settings, loads, starts, failures and rollouts, in a time of their own.</summary>
public sealed class AutoscalerProperties
{
    private const int Histories = 300;
    private const int Steps = 200;

    [Fact]
    public void Decisions_KillNoWork_MakeNoMoreThanNeeded_AndLetNoWorkWait()
    {
        var seen = new Counts();
        for (var seed = 0; seed < Histories; seed++)
            new RandomLoad(seed).Play(Steps, (fleet, decision) => Check(seed, fleet, decision, seen));

        // Otherwise the histories would not try what they are for.
        Assert.All(new[] { seen.Creates, seen.Drains, seen.Undrains, seen.Removes, seen.BusyDrains, seen.Backoffs, seen.ToZero, seen.Rollouts, seen.Held }, count => Assert.True(count > 50, $"{seen}"));
    }

    [Fact]
    public void Decisions_OfTheSameHistory_AreTheSame()
    {
        for (var seed = 0; seed < Histories; seed++)
            Assert.Equal(Record(seed), Record(seed));

        static List<string> Record(int seed)
        {
            List<string> decisions = [];
            new RandomLoad(seed).Play(Steps, (_, decision) => decisions.Add(
                $"{decision.At:O} {decision.Formula} +{decision.Create} -{string.Join(',', decision.Drain)} ={string.Join(',', decision.Undrain)} x{string.Join(',', decision.Remove)} {decision.NextCheck:O} {string.Join(' ', decision.Reasons.Select(reason => reason.Message))}"));
            return decisions;
        }
    }

    [Fact]
    public void Instances_AfterTheLoad_AreTheMinimumAfterExactlyTheWindows()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var (window, grace, min) = (random.Next(400), random.Next(700), random.Next(3));
            var fleet = Fleet.Of(min, min + 1 + random.Next(30), behavior: behavior => behavior with
            {
                ScaleDown = new ScalingRules { StabilizationWindowSeconds = window },
                OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = grace },
            });
            fleet.Waiting = 2 + random.Next(40);
            fleet.Step();
            fleet.Pass(random.Next(1000));
            (fleet.Waiting, var peak) = (0, fleet.Supply);
            fleet.GetReady();
            foreach (var instance in fleet.Instances.ToList())
                fleet.Become(instance.Name, InstanceState.Busy, 1);
            fleet.Step();
            fleet.Pass(random.Next(1000));
            foreach (var instance in fleet.Instances.ToList())
                fleet.Become(instance.Name, InstanceState.Idle);
            var end = fleet.Now;

            // Asked only when it says so, and at random times between.
            var reached = new Dictionary<int, DateTimeOffset>();
            var decision = fleet.Step();
            reached.TryAdd(decision.Desired, fleet.Now);
            while (decision.NextCheck is { } next)
            {
                fleet.PassUntil(fleet.Now + ((next - fleet.Now) * random.NextDouble()));
                fleet.Step();
                fleet.PassUntil(next);
                decision = fleet.Step();
                reached.TryAdd(decision.Desired, fleet.Now);
            }

            var expected = peak == min ? 0 : min > 0 ? window : Math.Max(window, grace);
            Assert.True(reached.TryGetValue(min, out var at), $"Seed {seed}: {min} was never reached.");
            Assert.Equal((seed, end.AddSeconds(expected)), (seed, at));
            if (min == 0 && grace > window && peak > 1)
                Assert.Equal(end.AddSeconds(window), reached[1]);
        }
    }

    private static void Check(int seed, Fleet fleet, ScalingDecision decision, Counts seen)
    {
        var at = $"Seed {seed}, {decision.At:T}: {decision.Formula}. {decision.Reason.Message}";
        var byName = fleet.Instances.ToDictionary(instance => instance.Name);
        var (min, max) = (fleet.Settings.Min, fleet.Settings.Max);
        var hasStale = fleet.Instances.Any(instance => instance.Generation < fleet.Generation && instance.State is InstanceState.Starting or InstanceState.Idle or InstanceState.Busy);

        // (a) Only what drains and is empty is removed, and only what is supply drains.
        Assert.All(decision.Remove, name => Assert.True(byName[name] is { State: InstanceState.Draining, InFlight: 0 }, at));
        Assert.All(decision.Undrain, name => Assert.True(byName[name].State == InstanceState.Draining && byName[name].Generation == fleet.Generation, at));
        Assert.All(decision.Drain, name => Assert.True(byName[name].State is InstanceState.Starting or InstanceState.Idle or InstanceState.Busy, at));
        Assert.Empty(decision.Remove.Intersect(decision.Undrain));

        // (b) What starts is counted: never more than desired, but for the one of a rollout.
        var after = decision.Supply - decision.Drain.Count + decision.Undrain.Count + decision.Create;
        if (decision.Create > 0)
            Assert.True(after <= decision.Desired + (hasStale ? 1 : 0), at);
        Assert.True(decision.Create == 0 || decision.Drain.All(name => byName[name].Generation < fleet.Generation), at);

        // (c) What is wanted is made at once, unless starts fail.
        if (decision.BackoffUntil is null)
            Assert.True(after >= decision.Desired, at);
        if (fleet.Waiting > 0 && decision.Supply == 0 && decision.BackoffUntil is null)
            Assert.True(decision.Create + decision.Undrain.Count > 0, at);

        // (d)
        Assert.InRange(decision.Desired, min, max);
        Assert.InRange(decision.Recommended, min, max);
        Assert.True(decision.NextCheck is null || decision.NextCheck > decision.At, at);
        seen.Add(decision, byName, hasStale);
    }

    private sealed record Counts
    {
        public int Creates { get; private set; }

        public int Drains { get; private set; }

        public int BusyDrains { get; private set; }

        public int Undrains { get; private set; }

        public int Removes { get; private set; }

        public int Backoffs { get; private set; }

        public int ToZero { get; private set; }

        public int Rollouts { get; private set; }

        public int Held { get; private set; }

        public void Add(ScalingDecision decision, Dictionary<string, ScalingInstance> byName, bool hasStale)
        {
            Creates += decision.Create;
            Drains += decision.Drain.Count;
            BusyDrains += decision.Drain.Count(name => byName[name].State == InstanceState.Busy);
            Undrains += decision.Undrain.Count;
            Removes += decision.Remove.Count;
            Backoffs += decision.Reason.Code == ScalingReasons.BackingOff ? 1 : 0;
            ToZero += decision.Desired == 0 && decision.Drain.Count > 0 ? 1 : 0;
            Rollouts += hasStale ? 1 : 0;
            Held += decision.Desired != decision.Recommended ? 1 : 0;
        }
    }
}
