using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Cli.Tests.Commands;

[Collection(CommandsCollection.Name)]
public sealed class RunCommandTests(ServedConsole console)
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_Followed_PrintsEachLineOnceAndEndsAsTheRun()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell(
            "run-follow", "i=0\nwhile [ $i -lt {{params.times}} ]; do i=$((i + 1)); echo \"Hello $i {{params.who}}\"; done"));

        var result = await terminal.TypeAsync("run", name, "-p", "who=Ada", "-p", "times=3", "--follow");

        Assert.Equal(ExitCodes.Succeeded, result.ExitCode);
        Assert.Equal(["work | Hello 1 Ada", "work | Hello 2 Ada", "work | Hello 3 Ada"], result.Lines.Where(line => line.StartsWith("work |", StringComparison.Ordinal)));
        Assert.Contains("work: Succeeded", result.Lines);
        Assert.EndsWith(" Succeeded", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FollowedAndFailed_EndsWithOneAndGivesTheReason()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("run-fails", "echo oh >&2; exit 5"));

        var result = await terminal.TypeAsync("run", name, "--follow");

        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("work | oh", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("work: Failed: ", StringComparison.Ordinal) && line.Contains('5', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WrongParameter_IsRefusedByName()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("run-parameters", "true"));

        var wrongType = await terminal.TypeAsync("run", name, "-p", "times=often");
        var noPair = await terminal.TypeAsync("run", name, "-p", "times");

        Assert.Equal(ExitCodes.Error, wrongType.ExitCode);
        Assert.Contains("times", wrongType.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Error, noPair.ExitCode);
        Assert.Contains("-p name=value", noPair.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileTheRetryIsFollowed_EndsTheFollowerWithThree()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var gate = terminal.Home["gate"];
        var said = terminal.Home["said"];
        // Fails until the gate is there, then runs until it is stopped.
        var name = await terminal.ApplyAsync(Documents.Shell("run-stop", $"[ -e '{gate}' ] || exit 9\necho waiting\n: >'{said}'\nexec sleep 600"));
        var first = await terminal.TypeAsync("run", name, "--follow");
        Assert.Equal(ExitCodes.Failed, first.ExitCode);
        var id = first.Lines[0].Split(' ')[1];
        await File.WriteAllTextAsync(gate, "");

        using var other = await Terminal.LoggedInAsync(console);
        var following = terminal.TypeAsync("retry", id, "-f");
        await Eventually.TrueAsync(() => File.Exists(said), "the second attempt has written its line");
        var stop = (await other.TypeAsync("stop", id)).Succeeded();
        var followed = await following;

        Assert.Equal([$"run {id} is told to stop"], stop.Lines);
        Assert.Equal(ExitCodes.Stopped, followed.ExitCode);
        Assert.Contains(followed.Lines, line => line.StartsWith("work: Stopped (attempt 2)", StringComparison.Ordinal));
        Assert.Contains("work | waiting", followed.Lines);
    }

    [Fact]
    public async Task Stop_Kill_EndsATaskThatIgnoresTerm()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("run-kill", "trap '' TERM\necho deaf\nwhile true; do sleep 1; done"));
        var id = await terminal.RunAsync(name);
        await StateAsync(terminal, id, "Running");

        (await terminal.TypeAsync("stop", id, "--kill")).Succeeded();

        await StateAsync(terminal, id, "Stopped");
    }

    [Fact]
    public async Task Retry_OfASucceededRun_IsRefused()
    {
        using var terminal = await Terminal.LoggedInAsync(console);
        var name = await terminal.ApplyAsync(Documents.Shell("run-retry", "true"));
        var id = (await terminal.TypeAsync("run", name, "--follow")).Succeeded().Lines[0].Split(' ')[1];

        var result = await terminal.TypeAsync("retry", id);

        Assert.Equal(ExitCodes.Error, result.ExitCode);
        Assert.NotEmpty(result.Error);
    }

    private static Task StateAsync(Terminal terminal, string run, string state) => Eventually.TrueAsync(
        async () => (string?)JsonNode.Parse((await terminal.TypeAsync("get", "run", run, "--json")).Succeeded().Output)!["tasks"]![0]!["state"] == state,
        $"task work of run {run} is {state}",
        Cap);
}
