using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Debugging;

public abstract class DebugStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private IDebugStore Store => Storage.Get<IDebugStore>();

    [Fact]
    public async Task Save_Session_IsReplacedByItsId()
    {
        var session = Session(1) with { SourceRun = new RunId(SequentialIds.At(9)) };
        await Store.SaveAsync(session, None);
        Assert.Equal(session, await Store.FindAsync(session.Id, None));

        var ended = session with { State = DebugSessionState.Ended, EndReason = "stopped", ExpiresAt = session.ExpiresAt.AddHours(1) };
        await Store.SaveAsync(ended, None);
        Assert.Equal(ended, await Store.FindAsync(session.Id, None));
    }

    [Fact]
    public async Task List_Sessions_NewestFirstOfProjectOrPipeline()
    {
        var sessions = new[] { Session(1), Session(2) with { Pipeline = "tour" }, Session(3) with { State = DebugSessionState.Ended }, Session(4) with { Project = "other" } };
        foreach (var session in sessions)
        {
            await Store.SaveAsync(session, None);
        }

        Assert.Equal([sessions[2], sessions[1], sessions[0]], await Store.ListAsync("default", null, None));
        Assert.Equal([sessions[2], sessions[0]], await Store.ListAsync("default", "penguins", None));
        Assert.Equal([sessions[3], sessions[1], sessions[0]], await Store.ListRunningAsync(None));
    }

    [Fact]
    public async Task Delete_Session_IsGone()
    {
        await Store.SaveAsync(Session(1), None);

        await Store.DeleteAsync(Session(1).Id, None);
        await Store.DeleteAsync(Session(1).Id, None);

        Assert.Null(await Store.FindAsync(Session(1).Id, None));
    }

    private DebugSession Session(int number) => new(
        SequentialIds.At(number), "default", "penguins", "train", "mei", Time.GetUtcNow().AddSeconds(number), Time.GetUtcNow().AddHours(2), DebugSessionState.Running, "python3 '训练.py'", null);
}

public sealed class DebugStoreOnSqliteTests() : DebugStoreContract(DatabaseKind.Sqlite);

public sealed class DebugStoreOnPostgresTests() : DebugStoreContract(DatabaseKind.Postgres);
