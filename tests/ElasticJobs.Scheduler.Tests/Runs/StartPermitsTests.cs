using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Tests.Shared.Ids;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Tests.Runs;

public sealed class StartPermitsTests
{
    private static readonly RunId Old = new(SequentialIds.At(1));
    private static readonly RunId Middle = new(SequentialIds.At(2));
    private static readonly RunId Young = new(SequentialIds.At(3));

    private readonly List<RunId> _woken = [];

    [Fact]
    public void Limit_IsNeverPassed()
    {
        var permits = Permits(2);

        Assert.True(permits.TryTake(Old));
        Assert.True(permits.TryTake(Young));
        Assert.False(permits.TryTake(Old));
    }

    [Fact]
    public void NoLimit_GivesWithoutEnd()
    {
        var permits = Permits(null);
        permits.Expect([Old]);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(permits.TryTake(Young)));
    }

    [Fact]
    public void FreePermit_WakesTheOldestThatWaits_AndIsKeptForIt()
    {
        var permits = Permits(1);
        Assert.True(permits.TryTake(Middle));
        permits.Tell(Middle, 1, waits: false);
        permits.Tell(Young, 0, waits: true);
        permits.Tell(Old, 0, waits: true);
        Assert.Empty(_woken);

        permits.Tell(Middle, 0, waits: false);

        Assert.Equal([Old], _woken);
        Assert.False(permits.TryTake(Young));
        Assert.True(permits.TryTake(Old));
    }

    [Fact]
    public void PermitsLeft_WakeTheNext()
    {
        var permits = Permits(2);
        Assert.True(permits.TryTake(Middle));
        Assert.True(permits.TryTake(Middle));
        permits.Tell(Young, 0, waits: true);
        permits.Tell(Old, 0, waits: true);
        permits.Tell(Middle, 0, waits: false);
        Assert.True(permits.TryTake(Old));

        permits.Tell(Old, 1, waits: false);

        Assert.Equal([Old, Young], _woken);
        Assert.True(permits.TryTake(Young));
    }

    [Fact]
    public void TakenInAStepThatStartedLess_IsFreeAgain()
    {
        var permits = Permits(1);
        Assert.True(permits.TryTake(Old));

        permits.Tell(Old, 0, waits: true);

        Assert.Equal([Old], _woken);
        Assert.True(permits.TryTake(Old));
    }

    [Fact]
    public void LostRun_KeepsWhatItTookAndHoldsNobodyUp()
    {
        var permits = Permits(2);
        Assert.True(permits.TryTake(Old));
        permits.Tell(Old, 1, waits: true);
        permits.Tell(Young, 0, waits: true);
        _woken.Clear();

        permits.Lose(Old);

        Assert.Equal([Young], _woken);
        Assert.True(permits.TryTake(Young));
        Assert.False(permits.TryTake(Young));
    }

    [Fact]
    public void AfterAStart_NothingIsGivenBeforeEveryRunHasTold()
    {
        var permits = Permits(3);
        permits.Expect([Old, Middle]);
        Assert.False(permits.TryTake(Young));
        permits.Tell(Young, 0, waits: true);
        permits.Tell(Old, 2, waits: false);
        Assert.Empty(_woken);

        permits.Tell(Middle, 0, waits: false);

        Assert.Equal([Young], _woken);
        Assert.True(permits.TryTake(Young));
        Assert.False(permits.TryTake(Young));
    }

    [Fact]
    public void WaitingRun_ThatIsGone_IsPassedOver()
    {
        var permits = Permits(1);
        Assert.True(permits.TryTake(Middle));
        permits.Tell(Old, 0, waits: true);
        permits.Tell(Young, 0, waits: true);
        permits.Wake = run =>
        {
            _woken.Add(run);
            return run != Old;
        };

        permits.Tell(Middle, 0, waits: false);

        Assert.Equal([Old, Young], _woken);
        Assert.True(permits.TryTake(Young));
    }

    private StartPermits Permits(int? limit) => new(Options.Create(new SchedulerOptions { TasksAtOnce = limit }))
    {
        Wake = run =>
        {
            _woken.Add(run);
            return true;
        },
    };
}
