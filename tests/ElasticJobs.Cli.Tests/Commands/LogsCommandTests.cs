using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class LogsCommandTests(ServedConsole console)
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Logs_OfAnEndedTask_PrintsAllTheTailOrWhatMatches()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("logs-ended", "seq -f 'line %g' 25000"));
        var id = (await terminal.TypeAsync("run", name, "--follow")).Succeeded().Lines[0].Split(' ')[1];

        var all = (await terminal.TypeAsync("logs", id, "work")).Succeeded().Lines;
        var tail = (await terminal.TypeAsync("logs", id, "work", "--tail", "2")).Succeeded().Lines;
        var found = (await terminal.TypeAsync("logs", id, "work", "--search", "line 1234")).Succeeded().Lines;

        Assert.Equal(Enumerable.Range(1, 25000).Select(number => $"line {number}"), all);
        Assert.Equal(["line 24999", "line 25000"], tail);
        Assert.Equal(11, found.Length);
        Assert.EndsWith("line 1234", found[0], StringComparison.Ordinal);
        Assert.EndsWith("line 12349", found[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_Followed_GoesOnUntilTheTaskEnds()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var gate = terminal.Home["gate"];
        var name = await terminal.ApplyAsync(Documents.Shell("logs-follow", $"echo before\nuntil [ -e '{gate}' ]; do sleep 0.1; done\necho after"));
        var id = await terminal.RunAsync(name);
        using var other = await Terminal.LoggedInAsync(console);
        await Eventually.TrueAsync(
            async () => (await other.TypeAsync("logs", id, "work")).Output.Contains("before", StringComparison.Ordinal), "the task has written its first line", Cap);

        var following = terminal.TypeAsync("logs", id, "work", "-f");
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal(["before", "after"], (await following).Succeeded().Lines);
    }

    [Fact]
    public async Task Logs_OfAnEarlierAttempt_AreStillThere()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("logs-attempt", "echo \"attempt $EJ_ATTEMPT\"\n[ \"$EJ_ATTEMPT\" = 2 ]"));
        var id = (await terminal.TypeAsync("run", name, "--follow")).Lines[0].Split(' ')[1];
        (await terminal.TypeAsync("retry", id, "-f")).Succeeded();

        Assert.Equal(["attempt 1"], (await terminal.TypeAsync("logs", id, "work", "--attempt", "1")).Succeeded().Lines);
        Assert.Equal(["attempt 2"], (await terminal.TypeAsync("logs", id, "work")).Succeeded().Lines);
    }

    [Fact]
    public async Task Logs_OfAnUnknownTask_SaysSo()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("logs-unknown", "true"));
        var id = await terminal.RunAsync(name);

        var result = await terminal.TypeAsync("logs", id, "wrk");

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.Contains("wrk", result.Error, StringComparison.Ordinal);
    }
}
