using ElasticJobs.Storage.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Storage.Tests.Writing;

#pragma warning disable CA1001 // the writer disposes of its session
public sealed class GroupWriterTests
#pragma warning restore CA1001
{
    private static readonly SqlStatement Statement = new("any", SqlType.Whole);

    private readonly FakeWriteSession _session = new();

    [Fact]
    public async Task Write_WhileACommitIsOnItsWay_JoinsTheNext()
    {
        await using var writer = Writer();
        var held = _session.HoldCommit();
        var first = writer.WriteAsync(Statement.With(1), CancellationToken.None);
        await held.Reached;
        var others = Enumerable.Range(2, 9).Select(value => writer.WriteAsync(Statement.With(value), CancellationToken.None)).ToList();
        Assert.False(first.IsCompleted);

        held.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([[1], Enumerable.Range(2, 9)], _session.Committed);
    }

    [Fact]
    public async Task Write_ThatFails_TakesNoOtherWithIt()
    {
        await using var writer = Writer();
        var held = _session.HoldCommit();
        var first = writer.WriteAsync(Statement.With(1), CancellationToken.None);
        await held.Reached;
        var before = writer.WriteAsync(Statement.With(2), CancellationToken.None);
        var failing = writer.WriteAsync(Statement.With(FakeWriteSession.Failing), CancellationToken.None);
        var after = writer.WriteAsync(Statement.With(3), CancellationToken.None);

        held.Release();

        await Task.WhenAll(first, before, after);
        await Assert.ThrowsAsync<FormatException>(() => failing);
        Assert.Equal([1, 2, 3], _session.Committed.SelectMany(value => value));
    }

    [Fact]
    public async Task Write_WhoseCommitFails_IsNotDoneAgain()
    {
        await using var writer = Writer();
        _session.CommitFailure = new IOException("disk full");

        var failure = await Assert.ThrowsAsync<IOException>(() => writer.WriteAsync(Statement.With(1), CancellationToken.None));

        Assert.Equal("disk full", failure.Message);
        _session.CommitFailure = null;
        await writer.WriteAsync(Statement.With(2), CancellationToken.None);
        Assert.Equal([2], _session.Committed.SelectMany(value => value));
    }

    [Fact]
    public async Task Write_WhileTheDatabaseIsAway_FailsAllOnceAndComesBack()
    {
        await using var writer = Writer();
        _session.BeginFailure = new IOException("no server");

        await Assert.ThrowsAsync<IOException>(() => writer.WriteAsync(Statement.With(1), CancellationToken.None));

        _session.BeginFailure = null;
        await writer.WriteAsync(Statement.With(2), CancellationToken.None);
        Assert.Equal([2], _session.Committed.SelectMany(value => value));
    }

    [Fact]
    public async Task Dispose_WithWritesTakenOn_StoresThemAndRefusesMore()
    {
        var writer = Writer();
        var held = _session.HoldCommit();
        var taken = writer.WriteAsync(Statement.With(1), CancellationToken.None);
        await held.Reached;

        var disposal = writer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteAsync(Statement.With(2), CancellationToken.None));
        held.Release();
        await disposal;

        Assert.Equal(1, await taken);
        Assert.True(_session.IsDisposed);
    }

    [Fact]
    public async Task Write_CancelledBeforehand_IsNotStored()
    {
        await using var writer = Writer();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(Statement.With(1), new CancellationToken(canceled: true)));

        Assert.Empty(_session.Committed);
    }

    private GroupWriter Writer() => new(_session, NullLogger<GroupWriter>.Instance);
}
