using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Storage.Tests.Databases;

namespace ElasticJobs.Storage.Tests.Pipelines;

public abstract class PipelineStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private IPipelineStore Store => Storage.Get<IPipelineStore>();

    [Fact]
    public async Task Save_NewPipeline_IsRevisionOneAndReadBackAlike()
    {
        var document = Document("penguins", "哪个分类器认识企鹅 🐧");

        var saved = await Store.SaveAsync("default", document, "mei", null, None);

        Assert.Equal((true, true, 1, "mei", Time.GetUtcNow()), (saved.IsNew, saved.IsCreated, saved.Revision.Number, saved.Revision.Author, saved.Revision.CreatedAt));
        var found = await Store.FindAsync("default", "penguins", null, None);
        Assert.Equal(PipelineWriter.ToJson(document), PipelineWriter.ToJson(found!.Document));
        Assert.Equal((1, "mei", Time.GetUtcNow()), (found.Number, found.Author, found.CreatedAt));
    }

    [Fact]
    public async Task Save_SameDocumentAgain_MakesNoRevision()
    {
        await Store.SaveAsync("default", Document("penguins"), "mei", null, None);

        var saved = await Store.SaveAsync("default", Document("penguins"), "li", null, None);

        Assert.Equal((false, 1, "mei"), (saved.IsNew, saved.Revision.Number, saved.Revision.Author));
        Assert.Single(await Store.ListRevisionsAsync("default", "penguins", None));
    }

    [Fact]
    public async Task Save_Changes_AreRevisionsThatStay()
    {
        foreach (var description in new[] { "one", "two", "one" })
        {
            await Store.SaveAsync("default", Document("penguins", description), "mei", null, None);
        }

        Assert.Equal([(3, "one"), (2, "two"), (1, "one")], (await Store.ListRevisionsAsync("default", "penguins", None)).Select(each => (each.Number, each.Document.Metadata.Description)));
        Assert.Equal("two", (await Store.FindAsync("default", "penguins", 2, None))!.Document.Metadata.Description);
        Assert.Equal(3, (await Store.FindAsync("default", "penguins", null, None))!.Number);
        Assert.Null(await Store.FindAsync("default", "penguins", 4, None));
        Assert.Null(await Store.FindAsync("other", "penguins", null, None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Save_OverAnotherRevisionThanTheLatest_IsAConflict(int expected)
    {
        await Store.SaveAsync("default", Document("penguins", "one"), "mei", 0, None);
        await Store.SaveAsync("default", Document("penguins", "two"), "li", 1, None);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.SaveAsync("default", Document("penguins", "three"), "mei", expected, None));

        Assert.Equal((RefusalKind.Conflict, "revision_conflict"), (refusal.Kind, refusal.Code));
        Assert.Equal(2, (await Store.FindAsync("default", "penguins", null, None))!.Number);
    }

    [Fact]
    public async Task Save_OverARevisionOfNoPipeline_IsAConflict()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.SaveAsync("default", Document("penguins"), "mei", 1, None));

        Assert.Equal("revision_conflict", refusal.Code);
    }

    [Fact]
    public async Task Save_ManyAtOnceOverTheSameRevision_OneWins()
    {
        await Store.SaveAsync("default", Document("penguins", "base"), "mei", null, None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                return (await Store.SaveAsync("default", Document("penguins", $"by {i}"), "mei", 1, None)).Revision.Number;
            }
            catch (RefusedException refusal) when (refusal.Code == "revision_conflict")
            {
                return 0;
            }
        }));

        Assert.Equal([2], outcomes.Where(number => number > 0));
        Assert.Equal(2, (await Store.ListRevisionsAsync("default", "penguins", None)).Count);
    }

    [Fact]
    public async Task Save_ManyAtOnceOverWhateverIsThere_EachIsARevision()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Store.SaveAsync("default", Document("penguins", $"by {i}"), "mei", null, None)));

        Assert.Equal(Enumerable.Range(1, 20), saved.Select(each => each.Revision.Number).Order());
        Assert.Equal(20, (await Store.ListRevisionsAsync("default", "penguins", None)).Count);
    }

    [Fact]
    public async Task List_Search_FindsPartsOfNameAndDescriptionInAnyCase()
    {
        await Store.SaveAsync("default", Document("penguins", "Which CLASSIFIER knows it, ÄRGER 100%"), "mei", null, None);
        await Store.SaveAsync("default", Document("shell-tour", "企鹅 not here"), "mei", null, None);

        Assert.Equal(["penguins"], await NamesAsync("classifier"));
        Assert.Equal(["penguins"], await NamesAsync("GUIN"));
        Assert.Equal(["penguins"], await NamesAsync("ärger"));
        Assert.Equal(["penguins"], await NamesAsync("0%"));
        Assert.Equal(["shell-tour"], await NamesAsync("企鹅"));
        Assert.Empty(await NamesAsync("_"));
        Assert.Equal(["penguins", "shell-tour"], await NamesAsync("  "));
    }

    [Fact]
    public async Task List_Pages_ByNameWithTheLatestRevision()
    {
        foreach (var name in new[] { "b-2", "a1", "b2", "a-b", "c" })
        {
            await Store.SaveAsync("default", Document(name), "mei", null, None);
        }

        await Store.SaveAsync("default", Document("c", "changed"), "mei", null, None);

        var first = await Store.ListAsync("default", null, null, 3, None);
        await Store.SaveAsync("default", Document("a-0"), "mei", null, None);
        var second = await Store.ListAsync("default", null, first.NextCursor, 3, None);

        Assert.Equal(["a-b", "a1", "b-2", "b2", "c"], first.Pipelines.Concat(second.Pipelines).Select(each => each.Name));
        Assert.Equal((2, null), (second.Pipelines[^1].Number, second.NextCursor));
        Assert.Equal("bad_cursor", (await Assert.ThrowsAsync<RefusedException>(() => Store.ListAsync("default", null, "?", 3, None))).Code);
    }

    [Fact]
    public async Task Delete_Pipeline_LeavesItsRevisionsToRuns()
    {
        await Store.SaveAsync("default", Document("penguins", "one"), "mei", null, None);
        await Store.SaveDraftAsync(Draft("penguins", "mei"), None);

        Assert.True(await Store.DeleteAsync("default", "penguins", None));
        Assert.False(await Store.DeleteAsync("default", "penguins", None));

        Assert.Null(await Store.FindAsync("default", "penguins", null, None));
        Assert.Empty(await Store.ListRevisionsAsync("default", "penguins", None));
        Assert.Empty(await NamesAsync(null));
        Assert.Null(await Store.FindDraftAsync("default", "penguins", "mei", None));
        Assert.Equal("one", (await Store.FindAsync("default", "penguins", 1, None))!.Document.Metadata.Description);
    }

    [Fact]
    public async Task Save_AfterDelete_GoesOnCounting()
    {
        await Store.SaveAsync("default", Document("penguins", "one"), "mei", null, None);
        await Store.DeleteAsync("default", "penguins", None);

        var saved = await Store.SaveAsync("default", Document("penguins", "one"), "li", 0, None);

        Assert.Equal((true, 2), (saved.IsNew, saved.Revision.Number));
        Assert.Equal(["penguins"], await NamesAsync(null));
    }

    [Fact]
    public async Task Find_DocumentChangedByItsReader_IsWholeForTheNext()
    {
        await Store.SaveAsync("default", Document("penguins") with { Spec = new PipelineSpec { Tasks = [Shell()] } }, "mei", null, None);
        var first = await Store.FindAsync("default", "penguins", null, None);
        first!.Document.Spec.Tasks[0].Args.Clear();

        var second = await Store.FindAsync("default", "penguins", null, None);

        Assert.Equal("""{"command":"echo 你好"}""", second!.Document.Spec.Tasks[0].Args.ToJsonString(Readable));
    }

    [Fact]
    public async Task Save_LargerThanCanBeReadBack_IsRefused()
    {
        var document = Document("penguins", new string('x', PipelineReader.MaximumLength));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.SaveAsync("default", document, "mei", null, None));

        Assert.Equal((RefusalKind.Invalid, "too_large"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task Draft_OfAPerson_IsReplacedAndDeleted()
    {
        await Store.SaveDraftAsync(Draft("not-yet-saved", "mei"), None);
        await Store.SaveDraftAsync(Draft("not-yet-saved", "mei") with { Document = "{\"名\":1}", BaseRevision = 4 }, None);
        await Store.SaveDraftAsync(Draft("not-yet-saved", "li"), None);

        var draft = await Store.FindDraftAsync("default", "not-yet-saved", "mei", None);
        Assert.Equal(Draft("not-yet-saved", "mei") with { Document = "{\"名\":1}", BaseRevision = 4 }, draft);

        await Store.DeleteDraftAsync("default", "not-yet-saved", "mei", None);
        Assert.Null(await Store.FindDraftAsync("default", "not-yet-saved", "mei", None));
        Assert.NotNull(await Store.FindDraftAsync("default", "not-yet-saved", "li", None));
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static TaskSpec Shell() => new() { Id = "hello", Template = "shell", Args = new JsonObject { ["command"] = "echo 你好" } };

    private static PipelineDocument Document(string name, string description = "") => new() { Metadata = new PipelineMetadata { Name = name, Description = description } };

    private PipelineDraft Draft(string name, string author) => new("default", name, author, "{}", 0, Time.GetUtcNow());

    private async Task<IEnumerable<string>> NamesAsync(string? search) => (await Store.ListAsync("default", search, null, 50, None)).Pipelines.Select(each => each.Name);
}

public sealed class PipelineStoreOnSqliteTests() : PipelineStoreContract(DatabaseKind.Sqlite);

public sealed class PipelineStoreOnPostgresTests() : PipelineStoreContract(DatabaseKind.Postgres);
