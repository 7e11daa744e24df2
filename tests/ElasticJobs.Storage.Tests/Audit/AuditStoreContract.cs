using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Audit;

public abstract class AuditStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private IAuditStore Store => Storage.Get<IAuditStore>();

    [Fact]
    public async Task Add_Entry_ReadsBackAsItWas_AlsoByAnotherProcess()
    {
        var byToken = Entry(1) with { Actor = "token:夜间训练", Token = SequentialIds.At(77), Detail = "第 7 版" };
        var ofConsole = Entry(2) with { Project = null, Target = null, Detail = null };
        await Store.AddAsync(byToken, None);
        await Store.AddAsync(ofConsole, None);
        await using var other = await OpenAgainAsync();

        var page = await other.Get<IAuditStore>().ListAsync(new AuditQuery(), None);

        Assert.Equal([ofConsole, byToken], page.Entries);
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public async Task List_Pages_NewestFirstThroughTimesThatAreTheSame()
    {
        for (var i = 1; i <= 7; i++)
        {
            await Store.AddAsync(Entry(i) with { At = Time.GetUtcNow().AddSeconds(i / 3) }, None);
        }

        var first = await Store.ListAsync(new AuditQuery(Limit: 3), None);
        await Store.AddAsync(Entry(8) with { At = Time.GetUtcNow().AddSeconds(9) }, None);
        var second = await Store.ListAsync(new AuditQuery(Limit: 3, Cursor: first.NextCursor), None);
        var third = await Store.ListAsync(new AuditQuery(Limit: 3, Cursor: second.NextCursor), None);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], first.Entries.Concat(second.Entries).Concat(third.Entries).Select(entry => int.Parse(entry.Target!)));
        Assert.Null(third.NextCursor);
        Assert.Equal("bad_cursor", (await Assert.ThrowsAsync<RefusedException>(() => Store.ListAsync(new AuditQuery(Cursor: "?"), None))).Code);
    }

    [Fact]
    public async Task List_OfAPersonOrAProject_GivesTheirsAlone()
    {
        await Store.AddAsync(Entry(1), None);
        await Store.AddAsync(Entry(2) with { Actor = "li" }, None);
        await Store.AddAsync(Entry(3) with { Project = "other" }, None);
        await Store.AddAsync(Entry(4) with { Project = null }, None);

        Assert.Equal(["4", "3", "1"], await TargetsAsync(new AuditQuery(Actor: "mei")));
        Assert.Equal(["2", "1"], await TargetsAsync(new AuditQuery(Project: "default")));
        Assert.Equal(["1"], await TargetsAsync(new AuditQuery(Actor: "mei", Project: "default")));
        Assert.Empty(await TargetsAsync(new AuditQuery(Actor: "MEI")));
    }

    [Fact]
    public async Task Add_LongText_IsCut()
    {
        await Store.AddAsync(Entry(1) with { Detail = new string('x', 10_000) }, None);

        var detail = Assert.Single((await Store.ListAsync(new AuditQuery(), None)).Entries).Detail!;

        Assert.Equal(AuditEntry.LongestText, detail.Length);
        Assert.EndsWith("x…", detail, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> TargetsAsync(AuditQuery query) => (await Store.ListAsync(query, None)).Entries.Select(entry => entry.Target);

    private AuditEntry Entry(int number) =>
        new(SequentialIds.At(number), Time.GetUtcNow().AddSeconds(number), "mei", null, "default", AuditActs.RunStop, $"{number}", "detail");
}

public sealed class AuditStoreOnSqliteTests() : AuditStoreContract(DatabaseKind.Sqlite);

public sealed class AuditStoreOnPostgresTests() : AuditStoreContract(DatabaseKind.Postgres);
