using ElasticJobs.Core.Debugging;
using ElasticJobs.Scheduler.Debugging;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>Terminals whose pods outlive the console.</summary>
public sealed class KeptTerminalTests : IDisposable
{
    private readonly DebugWorld _world = new();

    public KeptTerminalTests() => _world.Runtime.KeepsTerminals = true;

    private DebugService Service => _world.Service;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task StoppedConsole_LeavesItsTerminals_AndTheNextFindsThem()
    {
        await Service.StartAsync(default);
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        await Service.StopAsync(default);
        Assert.Equal(DebugSessionState.Running, (await _world.Store.FindAsync(session.Id, default))!.State);

        _world.Restart();
        await Service.RecoverAsync(default);

        _world.Runtime.Terminals[1].Show("again$ ");
        Assert.EndsWith("again$ ", await _world.SeenAsync(session.Id, "again$ "), StringComparison.Ordinal);
        Assert.Equal(_world.Runtime.Terminals[0].Pod.Name, _world.Runtime.Terminals[1].Pod.Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TerminalThatIsBeingOpened_IsNotTakenForOneLeftBehind(bool kept)
    {
        _world.Runtime.KeepsTerminals = kept;
        _world.Runtime.WhileOpening = () => Service.RecoverAsync(default);

        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);

        Assert.Single(_world.Runtime.Terminals);
        Assert.Equal(DebugSessionState.Running, (await _world.Store.FindAsync(session.Id, default))!.State);
        Assert.NotEmpty(_world.Runtime.Kept);
    }

    [Fact]
    public async Task AnotherConsole_AttachesToATerminalThatItDidNotOpen()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        _world.Restart();

        await Service.WriteAsync(session.Id, "ls\n"u8.ToArray(), default);

        Assert.Equal("ls\n", await _world.Runtime.Terminals[1].TypedAsync());
    }

    [Fact]
    public async Task TerminalWhosePodIsGone_IsEndedByTheNextConsole()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        _world.Runtime.Kept.Clear();
        _world.Restart();

        await Service.RecoverAsync(default);

        Assert.Equal(DebugSessionState.Ended, (await _world.Store.FindAsync(session.Id, default))!.State);
    }

    [Fact]
    public async Task TerminalWhoseTimeIsOver_IsEndedWithItsPodByTheNextConsole()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        _world.Restart();
        _world.Time.Advance(TimeSpan.FromHours(3));

        await Service.RecoverAsync(default);

        Assert.Equal("expired", (await _world.Store.FindAsync(session.Id, default))!.EndReason);
        Assert.Empty(_world.Runtime.Kept);
    }

    [Fact]
    public async Task End_RemovesThePod()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);

        await Service.EndAsync(session.Id, default);

        Assert.Empty(_world.Runtime.Kept);
        Assert.Equal("stopped", (await _world.Store.FindAsync(session.Id, default))!.EndReason);
    }
}
