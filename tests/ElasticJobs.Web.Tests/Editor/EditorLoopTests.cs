using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Editor;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class EditorLoopTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly EditorLoop _loop;
    private readonly Task _running;
    private int _validated;
    private int _drafts;
    private int _looks;

    public EditorLoopTests()
    {
        _loop = new EditorLoop(_time, Count(() => _validated++), Count(() => _drafts++), Count(() => _looks++));
        _running = _loop.RunAsync(_stop.Token);
    }

    [Fact]
    public async Task Change_IsCheckedSoonAndKeptAfterTwoSeconds()
    {
        await _time.WaitForTimersAsync();
        _loop.Touch();

        await AdvanceUntilAsync(EditorLoop.ValidateAfter, () => _validated == 1, "checked");
        Assert.Equal(0, _drafts);
        await AdvanceUntilAsync(EditorLoop.DraftAfter, () => _drafts == 1, "kept");
        Assert.Equal(1, _validated);
    }

    [Fact]
    public async Task Others_AreLookedForWithoutAnyChange()
    {
        await AdvanceUntilAsync(EditorLoop.LookEvery, () => _looks == 1, "looked for others");

        Assert.Equal((0, 0), (_validated, _drafts));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stop.Dispose();
    }

    private static Func<CancellationToken, Task> Count(Action count) => _ =>
    {
        count();
        return Task.CompletedTask;
    };

    /// <summary>Small steps: the loop is between two waits at moments that a test can't see.</summary>
    private Task AdvanceUntilAsync(TimeSpan time, Func<bool> look, string expected)
    {
        var step = time / 10;
        return Eventually.TrueAsync(
            () =>
            {
                _time.Advance(step);
                return look();
            },
            expected);
    }
}
