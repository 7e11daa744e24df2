using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Storage.Tests.Databases;

namespace ElasticJobs.Storage.Tests.Elasticity;

public abstract class DecisionStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private IDecisionStore Store => Storage.Get<IDecisionStore>();

    [Fact]
    public async Task Decisions_AreReadNewestFirst_AsTheyWere()
    {
        await DeployAsync("train");
        var inputs = new ScalingInputs { Now = Noon, Waiting = 5, InFlight = 1, Instances = [new ScalingInstance("one", InstanceState.Busy, Noon)] };
        var decided = DecisionEntry.Of(new Autoscaler(new Random(1)).Decide(AutoscalerSettings.ElasticJob, inputs), inputs);
        await Store.AddAsync("train", decided, None);
        await Store.AddAsync("train", decided, None);
        await Store.AddAsync("train", decided with { Decision = decided.Decision with { At = Noon.AddSeconds(1), Desired = 7 } }, None);
        await Store.AddAsync("nobody", decided, None);

        var read = await Store.ListAsync("train", null, 10, None);

        Assert.Equal([7, decided.Decision.Desired], read.Select(entry => entry.Decision.Desired));
        var first = read[1];
        Assert.Equal((5, 1, 1, 0), (first.Waiting, first.InFlight, first.Busy, first.Idle));
        Assert.Equal((decided.Decision.Formula, decided.Decision.Reason, decided.Decision.Create), (first.Decision.Formula, first.Decision.Reason, first.Decision.Create));
        Assert.Equal(decided.Decision.Strategies.Select(strategy => (strategy.Strategy.Metric, strategy.Desired)), first.Decision.Strategies.Select(strategy => (strategy.Strategy.Metric, strategy.Desired)));
        Assert.Equal(Noon, Assert.Single(await Store.ListAsync("train", Noon.AddSeconds(1), 10, None)).Decision.At);
        Assert.Empty(await Store.ListAsync("nobody", null, 10, None));
    }

    [Fact]
    public async Task OldDecisions_AreRemoved_AndAllWithTheirService()
    {
        await DeployAsync("train");
        var inputs = new ScalingInputs { Now = Noon, Instances = [] };
        var entry = DecisionEntry.Of(new Autoscaler(new Random(1)).Decide(AutoscalerSettings.ElasticJob, inputs), inputs);
        await Store.AddAsync("train", entry, None);
        await Store.AddAsync("train", entry with { Decision = entry.Decision with { At = Noon.AddHours(1) } }, None);

        Assert.Equal(1, await Store.RemoveAsync(Noon.AddMinutes(1), None));
        Assert.Single(await Store.ListAsync("train", null, 10, None));
        await Storage.Get<IDeploymentStore>().DeleteAsync("train", None);
        Assert.Empty(await Store.ListAsync("train", null, 10, None));
    }

    private Task DeployAsync(string name)
    {
        var document = $$"""{"metadata": {"name": "{{name}}", "type": "ScalableJob" } }""";
        var deployment = new Deployment
        {
            Name = name,
            Project = "default",
            Document = document,
            Spec = DeploymentReader.Read(document).Spec!,
            Version = 1,
            Generation = 1,
            CreatedAt = Noon,
            UpdatedAt = Noon,
            UpdatedBy = "ada",
        };
        return Storage.Get<IDeploymentStore>().AddAsync(deployment, new ServiceToken(name, ServiceToken.DefaultName, "h", "s", Noon, "ada"), None);
    }
}

public sealed class DecisionStoreOnSqliteTests() : DecisionStoreContract(DatabaseKind.Sqlite);

public sealed class DecisionStoreOnPostgresTests() : DecisionStoreContract(DatabaseKind.Postgres);
