using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Client.Informers;

public sealed class InformerTests : IAsyncLifetime
{
    private FakeApiServer _server = null!;

    public async Task InitializeAsync() => _server = await FakeApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Subscriber_gets_what_is_there_then_Synced_then_changes()
    {
        Create("a", "b");
        await using var run = InformerRun.Start(_server);
        await run.ToldAsync("Added a", "Added b");

        Create("c");
        Touch("a");
        await run.ToldAsync("Added a", "Added b", "Added c", "Modified a");
        Delete("b");

        await run.ToldAsync("Added a", "Added b", "Added c", "Modified a", "Deleted b");
        Assert.Equal(InformerEventType.Synced, run.Events[2].Type);
        Assert.Null(run.Informer.Find("default", "b"));
        Assert.NotNull(run.Informer.Find("default", "c"));
    }

    [Fact]
    public async Task List_is_read_in_pages_and_begun_again_when_its_token_is_too_old()
    {
        Create("a", "b", "c", "d", "e");
        _server.Faults.Refuse("GET pods?continue", FakeStatus.Gone);

        await using var run = InformerRun.Start(_server, options => options with { PageSize = 2 });

        await run.ToldAsync("Added a", "Added b", "Added c", "Added d", "Added e");
        Assert.Equal(5, _server.Count("GET pods"));
    }

    [Theory]
    [InlineData(WatchFault.Gone)]
    [InlineData(WatchFault.GoneAsEvent)]
    public async Task Watch_that_is_too_old_lists_again_and_tells_what_it_missed(WatchFault fault)
    {
        Create("kept", "changed", "removed", "replaced");
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();
        var gap = _server.Faults.Hold("WATCH pods");
        _server.Faults.Watch(fault);
        _server.BreakWatches();
        await Eventually.TrueAsync(() => _server.Count("WATCH pods") == 2, "the watch comes again");
        Touch("changed");
        Delete("removed");
        Delete("replaced");
        Create("replaced", "new");
        gap.SetResult();

        await run.CaughtUpAsync();
        await Eventually.TrueAsync(() => run.Told.Count == 9, $"nine events; they were {string.Join(", ", run.Told)}");
        Assert.Equal(["Added new", "Added replaced", "Deleted removed", "Deleted replaced", "Modified changed"], run.Told.Skip(4).Order());
        Assert.True(run.Told.ToList().LastIndexOf("Deleted replaced") < run.Told.ToList().LastIndexOf("Added replaced"));
        Assert.Equal(2, run.Informer.Lists);
    }

    [Fact]
    public async Task Watch_whose_history_the_server_forgot_lists_again()
    {
        Create("a");
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();
        var gap = _server.Faults.Hold("WATCH pods");
        _server.BreakWatches();
        await Eventually.TrueAsync(() => _server.Count("WATCH pods") == 2, "the watch comes again");
        Delete("a");
        _server.Store.Compact();
        gap.SetResult();

        await run.ToldAsync("Added a", "Deleted a");
    }

    [Theory]
    [InlineData(WatchFault.CutWithinEvent)]
    [InlineData(WatchFault.CutAfterEvent)]
    [InlineData(WatchFault.Ends)]
    public async Task Watch_that_is_cut_goes_on_where_it_was_without_a_list(WatchFault fault)
    {
        _server.Faults.Watch(fault);
        await using var run = InformerRun.Start(_server);
        await Eventually.TrueAsync(() => _server.Count("WATCH pods") > 0, "the first watch came");

        Create("a", "b");

        await run.ToldAsync("Added a", "Added b");
        Assert.Equal(1, run.Informer.Lists);
        Assert.True(_server.Count("WATCH pods") > 1);
    }

    [Fact]
    public async Task Events_that_come_twice_are_told_once()
    {
        _server.Faults.Watch(WatchFault.Duplicates);
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();

        Create("a");
        Touch("a");
        Delete("a");
        Create("b");

        await run.CaughtUpAsync();
        await Eventually.TrueAsync(() => run.Told.Contains("Added b"), "b is told");
        Assert.Equal(run.Told.Distinct(), run.Told);
    }

    [Fact]
    public async Task Events_out_of_order_neither_bring_back_old_states_nor_deleted_objects()
    {
        Create("old", "gone");
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();
        _server.Faults.Watch(WatchFault.Reordered);
        var gap = _server.Faults.Hold("WATCH pods");
        _server.BreakWatches();
        await Eventually.TrueAsync(() => _server.Count("WATCH pods") == 2, "the watch comes again");
        Touch("old", "first");
        Touch("old", "second");
        Touch("gone");
        Delete("gone");
        gap.SetResult();

        await run.CaughtUpAsync();
        Create("last");
        await Eventually.TrueAsync(() => run.Told.Contains("Added last"), "last is told");
        Assert.Equal(["Added gone", "Added old", "Deleted gone", "Modified old", "Added last"], run.Told);
        Assert.Equal("second", (string?)run.Informer.Find("default", "old")!["note"]);
    }

    [Fact]
    public async Task Object_that_leaves_the_selector_is_deleted_and_comes_back_when_it_returns()
    {
        _server.Store.Create("pods", "default", InformerRun.Pod("a", ("owner", "us")));
        await using var run = InformerRun.Start(_server, options => options with { LabelSelector = "owner=us" });
        await run.ToldAsync("Added a");

        _server.Store.Change("pods", "default", "a", pod => pod["metadata"]!["labels"]!["owner"] = "them");
        await run.ToldAsync("Added a", "Deleted a");
        _server.Store.Change("pods", "default", "a", pod => pod["metadata"]!["labels"]!["owner"] = "us");

        await run.ToldAsync("Added a", "Deleted a", "Added a");
    }

    [Fact]
    public async Task Bookmarks_move_on_where_a_watch_begins_again()
    {
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();
        _server.Store.Create("configmaps", "default", InformerRun.Pod("elsewhere"));
        var version = _server.Store.Version;
        var heard = run.Informer.LastHeard;
        await Eventually.TrueAsync(
            () =>
            {
                _server.SendBookmarks();
                return run.Informer.LastHeard > heard;
            },
            "a bookmark is heard");
        _server.Store.Compact();
        _server.EndWatches();

        await Eventually.TrueAsync(() => _server.Requests.Any(request => request.IsWatch && request.Value("resourceVersion") == $"{version}"), $"a watch begins at the bookmark's version {version}");
        Assert.Equal(1, run.Informer.Lists);
    }

    [Fact]
    public async Task Expired_token_is_read_again()
    {
        _server.Token = "first";
        await using var run = InformerRun.Start(_server);
        await run.WatchingAsync();

        _server.Token = "second";
        await File.WriteAllTextAsync(_server.TokenFile, "second");
        _server.BreakWatches();
        Create("a");

        await run.ToldAsync("Added a");
        Assert.Equal(1, run.Informer.Lists);
    }

    [Fact]
    public async Task Errors_of_the_server_are_ridden_out()
    {
        _server.Faults.Refuse("GET pods", FakeStatus.InternalError, times: 2);
        _server.Faults.Refuse("WATCH pods", FakeStatus.InternalError, times: 2);
        await using var run = InformerRun.Start(_server);

        Create("a");

        await run.CaughtUpAsync();
        await run.ToldAsync("Added a");
    }

    [Fact]
    public async Task Labels_that_are_indexed_find_objects_as_they_change()
    {
        await using var run = InformerRun.Start(_server, options => options with { IndexedLabels = ["run"] });
        _server.Store.Create("pods", "default", InformerRun.Pod("a", ("run", "1")));
        _server.Store.Create("pods", "default", InformerRun.Pod("b", ("run", "1")));
        await Eventually.TrueAsync(() => run.Informer.WithLabel("run", "1").Count == 2, "both are found");

        _server.Store.Change("pods", "default", "a", pod => pod["metadata"]!["labels"]!["run"] = "2");
        Delete("b");

        await Eventually.TrueAsync(() => run.Informer.WithLabel("run", "2").Count == 1 && run.Informer.WithLabel("run", "1").Count == 0, "a is found under 2 alone");
        Assert.Throws<ArgumentException>(() => run.Informer.WithLabel("other", "1"));
    }

    private void Create(params string[] names) => Array.ForEach(names, name => _server.Store.Create("pods", "default", InformerRun.Pod(name)));

    private void Touch(string name, string note = "touched") => _server.Store.Change("pods", "default", name, pod => pod["note"] = note);

    private void Delete(string name) => _server.Store.Delete("pods", "default", name);
}
