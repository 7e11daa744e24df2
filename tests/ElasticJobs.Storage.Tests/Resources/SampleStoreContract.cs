using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Resources;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Storage.Tests.Runs;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Resources;

public abstract class SampleStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private static readonly AttemptKey First = new(new RunId(SequentialIds.At(1)), "train", 1);
    private static readonly AttemptKey Second = First with { Number = 2 };

    private ISampleStore Store => Storage.Get<ISampleStore>();

    [Fact]
    public async Task Read_Attempt_InTimeOrderAfterAMoment()
    {
        await CreateRunAsync();
        await Store.AppendAsync([(First, At(15)), (Second, At(15)), (First, At(0))], None);
        await Store.AppendAsync([(First, At(30)), (First, At(15))], None);
        await Store.AppendAsync([], None);

        Assert.Equal([At(0), At(15), At(30)], await Store.ReadAsync(First, null, None));
        Assert.Equal([At(30)], await Store.ReadAsync(First, At(15).At, None));
        Assert.Equal([At(15)], await Store.ReadAsync(Second, null, None));
    }

    [Fact]
    public async Task Append_OfAnUnknownRun_DropsThatPointAlone()
    {
        await CreateRunAsync();
        var unknown = First with { Run = new RunId(SequentialIds.At(2)) };

        await Store.AppendAsync([(unknown, At(0)), (First, At(0))], None);

        Assert.Empty(await Store.ReadAsync(unknown, null, None));
        Assert.Single(await Store.ReadAsync(First, null, None));
    }

    [Fact]
    public async Task Retention_Tick_RemovesWhatIsOlderThanTheOptionAllows()
    {
        await CreateRunAsync();
        await Store.AppendAsync([.. Enumerable.Range(0, 50).Select(hour => (First, At(hour * 3600)))], None);
        Time.Advance(Database.Options.SampleRetention + TimeSpan.FromHours(48));

        await Storage.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<SampleRetention>().Single().TickAsync(None);

        Assert.Equal([At(48 * 3600), At(49 * 3600)], await Store.ReadAsync(First, null, None));
    }

    private Task CreateRunAsync() => Storage.Get<IRunStore>().CreateAsync(RunExamples.Run(1), [], "mei", None);

    private ResourceSample At(int second) => new(Start.AddSeconds(second), 0.5 + second, 1L << 33, second == 0 ? null : 12.25, null, second == 0 ? null : 3, second == 0 ? null : 1.5, second == 0 ? null : 3L << 30);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

public sealed class SampleStoreOnSqliteTests() : SampleStoreContract(DatabaseKind.Sqlite);

public sealed class SampleStoreOnPostgresTests() : SampleStoreContract(DatabaseKind.Postgres);
