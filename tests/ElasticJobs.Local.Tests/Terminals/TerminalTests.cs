using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Terminals;

public sealed class TerminalTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LocalMachine _machine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Terminal_IsInTheTasksEnvironment_AndItsCommandIsNotRun()
    {
        await using var terminal = await OpenAsync(_machine.Pod("debug", new ContainerSpec
        {
            Command = ["no-such-program"],
            Env = new Dictionary<string, string> { ["COLOUR"] = "blue" },
            Files = new Dictionary<string, string> { ["hello.sh"] = "echo from-file" },
        }) with
        { Labels = new Dictionary<string, string> { [PodLabels.Task] = "train" } });

        await TypeAsync(terminal, "echo \"<$COLOUR $TERM $PWD>\"; sh $EJ_POD_DIR/hello.sh; tty; echo 'en''d'\n");
        var output = await ReadUntilAsync(terminal, "end\r\n");

        Assert.Contains("train", output);
        Assert.Contains($"<blue xterm-256color {_machine["workspaces/work"]}>", output);
        Assert.Contains("from-file\r\n", output);
        Assert.Contains("/dev/pts/", output);
    }

    [Fact]
    public async Task Resize_IsSeenByTheProcess()
    {
        await using var terminal = await OpenAsync(_machine.Shell("size", ""));
        await TypeAsync(terminal, "stty size\n");
        await ReadUntilAsync(terminal, "24 80\r\n");

        terminal.Resize(new TerminalSize(132, 43));
        await TypeAsync(terminal, "stty size\n");

        await ReadUntilAsync(terminal, "43 132\r\n");
    }

    [Fact]
    public async Task Exit_EndsTheTerminalWithItsCode()
    {
        await using var terminal = await OpenAsync(_machine.Shell("exit", ""));

        await TypeAsync(terminal, "exit 7\n");
        await ReadToEndAsync(terminal);

        Assert.Equal(7, await terminal.Exited.WaitAsync(Patience));
    }

    [Fact]
    public async Task ControlC_InterruptsWhatRuns()
    {
        await using var terminal = await OpenAsync(_machine.Shell("interrupt", ""));
        await TypeAsync(terminal, "sh -c 'echo g\"\"o; exec sleep 60' && echo slept\n");
        await ReadUntilAsync(terminal, "go\r\n");

        await TypeAsync(terminal, "\u0003");
        await TypeAsync(terminal, "echo code=$?\n");

        await ReadUntilAsync(terminal, "code=130");
    }

    [Fact]
    public async Task Dispose_EndsEverythingThatWasStartedInIt()
    {
        var terminal = await OpenAsync(_machine.Shell("dispose", ""));
        await TypeAsync(terminal, "(trap '' HUP TERM; echo $BASHPID $$ > stubborn; while :; do sleep 0.1; done) & setsid sleep 61 & echo ready\n");
        await ReadUntilAsync(terminal, "ready\r\n");
        await Eventually.TrueAsync(() => File.Exists(_machine["workspaces/work/stubborn"]) && new FileInfo(_machine["workspaces/work/stubborn"]).Length > 0, "the job runs");
        var stubborn = int.Parse(File.ReadAllText(_machine["workspaces/work/stubborn"]).Trim().Split(' ')[0]);

        await terminal.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.False(ProcessStat.Read(stubborn) is { IsAlive: true });
        Assert.True(terminal.Exited.IsCompleted);
        Assert.Empty(Directory.GetDirectories(_machine["terminals"]));
    }

    [Fact]
    public async Task Read_CanBeCancelled_AndNothingIsLost()
    {
        await using var terminal = await OpenAsync(_machine.Shell("cancel", ""));
        await TypeAsync(terminal, "PS1=; echo rea''dy\n");
        await ReadUntilAsync(terminal, "ready\r\n");
        using var cancel = new CancellationTokenSource();
        var reading = terminal.ReadAsync(new byte[10], cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        await TypeAsync(terminal, "echo still''here\n");
        await ReadUntilAsync(terminal, "stillhere\r\n");
    }

    [Fact]
    public async Task LargePaste_GoesThrough()
    {
        await using var terminal = await OpenAsync(_machine.Shell("paste", ""));
        await TypeAsync(terminal, "stty -echo; cat > pasted; echo do''ne\n");
        await ReadUntilAsync(terminal, "stty -echo");
        var lines = string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i} {new string('x', 50)}\n"));

        await TypeAsync(terminal, lines + "\u0004");
        await ReadUntilAsync(terminal, "done\r\n");

        Assert.Equal(lines, File.ReadAllText(_machine["workspaces/work/pasted"]));
    }

    [Fact]
    public async Task Open_InMissingDirectory_SaysSo()
    {
        await Assert.ThrowsAsync<PodStartException>(() => OpenAsync(_machine.Shell("missing", "", container => container with { WorkingDir = "nowhere" })));
        Assert.Empty(Directory.GetDirectories(_machine["terminals"]));
    }

    private async Task<ITerminal> OpenAsync(PodSpec pod) => await _machine.Console.Runtime.OpenTerminalAsync(pod, new TerminalSize(80, 24), CancellationToken.None);

    private static async Task TypeAsync(ITerminal terminal, string text) => await terminal.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);

    private static Task<string> ReadToEndAsync(ITerminal terminal) => ReadUntilAsync(terminal, null);

    private static async Task<string> ReadUntilAsync(ITerminal terminal, string? expected)
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (expected is null || !output.ToString().Contains(expected))
            {
                var count = await terminal.ReadAsync(buffer, patience.Token);
                if (count == 0)
                    return expected is null ? output.ToString() : throw new InvalidOperationException($"The terminal ended without '{expected}': {output}");
                output.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"No '{expected}' within {Patience}: {output}", error);
        }

        return output.ToString();
    }
}
