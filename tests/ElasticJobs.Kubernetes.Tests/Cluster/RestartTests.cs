using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>What lasts beyond a console.</summary>
[Trait("Category", "Cluster")]
public sealed class RestartTests(RuntimeCluster cluster) : IClassFixture<RuntimeCluster>
{
    [Fact]
    public async Task Pods_AreFoundAgain_WithTheirEndsAndLogs()
    {
        await cluster.Console.StartAsync(cluster.Shell("long", "echo one; sleep 4; echo two; echo 1 >$EJ_OUTPUTS/a"));
        await cluster.Console.StartAsync(cluster.Shell("short", "echo short; exit 2"));
        await cluster.Console.RunningAsync("long");
        await cluster.Console.EndOfAsync("short");

        await cluster.RestartAsync();

        var known = cluster.Console.Known.ToDictionary(pod => pod.Name);
        Assert.Equal((PodPhase.Failed, 2), (known["short"].Phase, known["short"].ExitCode));
        var status = await cluster.Console.EndOfAsync("long");
        Assert.Equal("1", status.Outputs!["a"]);
        foreach (var pod in new[] { "long", "short" })
            await cluster.Runtime.DrainLogsAsync(pod, CancellationToken.None);
        Assert.Equal("one\ntwo\n", cluster.Out("long"));
        Assert.Equal("short\n", cluster.Out("short"));
    }

    [Fact]
    public async Task Log_OfAHundredThousandLines_IsExactOverRestarts()
    {
        const int Lines = 100_000;
        await cluster.Console.StartAsync(cluster.Shell("many", $"i=0; while [ $i -lt {Lines} ]; do echo line $i; i=$((i + 1)); done"));
        for (var restart = 0; restart < 4; restart++)
        {
            var wanted = (restart + 1) * 150_000;
            await Eventually.TrueAsync(() => new FileInfo(cluster["logs/many/main.out"]) is { Exists: true } file && file.Length > wanted, $"the log has {wanted} bytes", TimeSpan.FromSeconds(60));
            await cluster.RestartAsync();
        }

        await cluster.Console.EndOfAsync("many");
        await cluster.Runtime.DrainLogsAsync("many", CancellationToken.None);

        // On a node without a moment to spare the container runtime drops what it has not read two seconds after the container's end: what it kept must be here, and all but such an end.
        var kept = await cluster.ReadOnNodeAsync("many");
        Assert.Equal(kept, cluster.Out("many"));
        var written = string.Concat(Enumerable.Range(0, Lines).Select(line => $"line {line}\n"));
        Assert.StartsWith(kept, written, StringComparison.Ordinal);
        Assert.True(kept.Length > written.Length / 2);
    }

    [Fact]
    public async Task Log_OfLongLinesAndAnyBytes_IsExact()
    {
        await cluster.Console.RunAsync(cluster.Shell("odd", "head -c 100000 /dev/zero | tr '\\0' x; echo; head -c 16384 /dev/zero | tr '\\0' y; echo; printf '\\000\\377\\200\\n\\n\\r'; printf end"));

        byte[] expected = [.. Encoding.ASCII.GetBytes(new string('x', 100_000) + "\n" + new string('y', 16_384) + "\n"), 0, 255, 128, .. "\n\n\rend"u8];
        Assert.Equal(expected, await File.ReadAllBytesAsync(cluster["logs/odd/main.out"]));
    }

    [Fact]
    public async Task Log_OfAContainerThatIsKilled_IsWhole()
    {
        await cluster.Console.StartAsync(cluster.Shell("killed", "exec 2>/dev/null; trap '' TERM; i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i + 1)); done; printf last; while :; do sleep 1; done"));
        await Eventually.TrueAsync(() => File.Exists(cluster["logs/killed/main.out"]) && cluster.Out("killed").Contains("line 1999", StringComparison.Ordinal), "it has written", TimeSpan.FromSeconds(30));
        await cluster.Runtime.StopAsync("killed", TimeSpan.Zero, CancellationToken.None);
        await cluster.Console.EndOfAsync("killed");
        await cluster.Runtime.DrainLogsAsync("killed", CancellationToken.None);

        Assert.EndsWith("line 1998\nline 1999\nlast", cluster.Out("killed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quota_ThatIsUsedUp_LetsTasksWaitAndSaysSo()
    {
        var quota = new System.Text.Json.Nodes.JsonObject
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "few" },
            ["spec"] = new System.Text.Json.Nodes.JsonObject { ["hard"] = new System.Text.Json.Nodes.JsonObject { ["requests.memory"] = "64Mi" } },
        };
        PodSpec Pod(string name, string script) => cluster.Shell(name, script, container => container with { Resources = new ResourceRequirements(MemoryRequest: 60 << 20, MemoryLimit: 60 << 20) });
        await cluster.Api.CreateAsync(ResourceType.ResourceQuotas, cluster.Namespace, quota, CancellationToken.None);
        await cluster.Api.WaitForQuotaAsync(cluster.Namespace, "few");
        try
        {
            await cluster.Console.StartAsync(Pod("first", "sleep 3"));
            await cluster.Console.StartAsync(Pod("second", "echo second"));
            await cluster.Console.StartAsync(Pod("third", "echo third"));
            var waiting = await cluster.Console.WhenAsync("second", told => told.Reason == PodStatus.Quota, "wait for quota");
            Assert.Contains("exceeded quota: few", waiting.Message, StringComparison.Ordinal);
            await cluster.Runtime.StopAsync("third", TimeSpan.Zero, CancellationToken.None);
            Assert.Equal("Stopped before it began.", (await cluster.Console.EndOfAsync("third")).Message);

            Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("second")).Phase);
        }
        finally
        {
            await cluster.Api.DeleteAsync(ResourceType.ResourceQuotas, cluster.Namespace, "few", DeleteOptions.Default, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Terminal_IsThereAgainAfterARestart_AndEndsWhenAsked()
    {
        var pod = cluster.Shell("debug", "never", container => container with { Files = new Dictionary<string, string> { ["task.sh"] = "echo from the task" } });
        await using (var terminal = await cluster.Runtime.OpenTerminalAsync(pod, new TerminalSize(100, 40), CancellationToken.None))
        {
            await terminal.WriteAsync("sh $EJ_POD_DIR/task.sh; env | grep -c EJ_FILE; stty size; pwd\n"u8.ToArray(), CancellationToken.None);
            await ReadUntilAsync(terminal, "from the task\r\n0\r\n40 100\r\n/ej/workspace\r\n");
            terminal.Resize(new TerminalSize(90, 20));
            await terminal.WriteAsync("sleep 0.3; stty size; echo kept >/tmp/kept\n"u8.ToArray(), CancellationToken.None);
            await ReadUntilAsync(terminal, "20 90\r\n");
        }

        await cluster.RestartAsync();
        Assert.DoesNotContain(cluster.Console.Known, known => known.Name == "debug");
        await using (var again = await cluster.Runtime.ReopenTerminalAsync(pod, new TerminalSize(80, 24), CancellationToken.None))
        {
            Assert.NotNull(again);
            await again.WriteAsync("cat /tmp/kept; exit 3\n"u8.ToArray(), CancellationToken.None);
            await ReadUntilAsync(again, "kept\r\n");
            Assert.Equal(3, await DrainAsync(again));
        }

        await cluster.Runtime.EndTerminalAsync("debug", CancellationToken.None);
        await Eventually.TrueAsync(async () => await cluster.FindAsync("debug") is null, "the terminal's pod is gone", TimeSpan.FromSeconds(60));
        Assert.Null(await cluster.Runtime.ReopenTerminalAsync(pod, new TerminalSize(80, 24), CancellationToken.None));
        await cluster.Runtime.EndTerminalAsync("debug", CancellationToken.None);
    }

    private static async Task ReadUntilAsync(ITerminal terminal, string text)
    {
        using var cap = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await terminal.ReadAsync(buffer, cap.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"The terminal didn't say {text}; it said: {seen}", e);
            }

            Assert.True(count > 0, $"The terminal ended before it said {text}; it said: {seen}");
            seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    private static async Task<int> DrainAsync(ITerminal terminal)
    {
        var buffer = new byte[4096];
        while (await terminal.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }

        return await terminal.Exited.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
