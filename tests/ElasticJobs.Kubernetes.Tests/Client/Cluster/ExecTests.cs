using System.Text;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Cluster;

[Collection("Cluster")]
[Trait("Category", "Cluster")]
public sealed class ExecTests(ClusterFixture fixture)
{
    private readonly CancellationToken _cap = new CancellationTokenSource(TimeSpan.FromSeconds(180)).Token;

    private TestCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Exec_without_a_terminal_keeps_the_two_outputs_apart_and_gives_the_exit_code()
    {
        await using var session = await ExecAsync(new ExecRequest { Command = ["sh", "-c", "echo out; echo err >&2; exit 7"] });

        var (stdout, stderr) = await session.ReadToEndAsync(_cap);

        Assert.Equal("out\n", stdout);
        Assert.Equal("err\n", stderr);
        Assert.Equal(7, (await session.Exited).Code);
    }

    [Fact]
    public async Task Exec_with_a_terminal_takes_input_and_resizes()
    {
        await using var session = await ExecAsync(new ExecRequest { Command = ["sh"], Tty = true, Stdin = true });
        await session.ResizeAsync(123, 45, _cap);
        var seen = new StringBuilder();
        await session.ReadUntilAsync(seen, "# ", _cap);

        await session.WriteAsync("stty size; tty; exit 3\n"u8.ToArray(), _cap);
        var (stdout, _) = await session.ReadToEndAsync(_cap);

        Assert.Contains("45 123", stdout);
        Assert.Contains("/dev/pts/", stdout);
        Assert.Equal(3, (await session.Exited).Code);
    }

    [Fact]
    public async Task Exec_moves_a_megabyte_each_way_unchanged()
    {
        const int Size = 1_000_000;
        await using var session = await ExecAsync(new ExecRequest { Command = ["sh", "-c", $"head -c {Size} | md5sum; head -c {Size} /dev/zero"], Stdin = true });
        var input = new byte[Size];
        new Random(1).NextBytes(input);

        var writing = session.WriteAsync(input, _cap);
        var (stdout, _) = await session.ReadToEndAsync(_cap);
        await writing;

#pragma warning disable CA5351 // Compared, not trusted.
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(input));
#pragma warning restore CA5351
        Assert.StartsWith(expected, stdout);
        Assert.Equal(Size, stdout.Count(c => c == '\0'));
    }

    [Fact]
    public async Task Exec_of_a_program_that_is_not_there_says_so()
    {
        await using var session = await ExecAsync(new ExecRequest { Command = ["no-such-program"] });

        await session.ReadToEndAsync(_cap);

        Assert.Contains("no-such-program", (await session.Exited).Message);
    }

    [Fact]
    public async Task Exec_in_a_pod_or_container_that_is_not_there_is_refused_with_the_servers_words()
    {
        var noPod = await Assert.ThrowsAsync<KubernetesApiException>(() => Cluster.Api.ExecAsync(Cluster.Namespace, "nobody", new ExecRequest { Command = ["true"] }, _cap));
        var noContainer = await Assert.ThrowsAsync<KubernetesApiException>(() => ExecAsync(new ExecRequest { Container = "nobody", Command = ["true"] }));

        Assert.True(noPod.IsNotFound);
        Assert.Contains("container nobody is not valid", noContainer.Message);
    }

    [Fact]
    public async Task Attach_reads_what_the_container_writes()
    {
        await Cluster.Api.CreateAsync(ResourceType.Pods, Cluster.Namespace, KubernetesWaits.ShellPod("speaks", "while :; do echo tick; sleep 1; done"), _cap);
        await Cluster.Api.WaitForRunningAsync(Cluster.Namespace, "speaks");
        await using var session = await Cluster.Api.AttachAsync(Cluster.Namespace, "speaks", new ExecRequest(), _cap);

        await session.ReadUntilAsync(new StringBuilder(), "tick\n", _cap);
    }

    [Fact]
    public async Task Port_forward_reaches_a_port_and_says_when_nothing_listens()
    {
        await Cluster.Api.CreateAsync(ResourceType.Pods, Cluster.Namespace, KubernetesWaits.ShellPod("listens", "nc -lp 7000 -e sh -c 'read line; echo got $line'"), _cap);
        await Cluster.Api.WaitForRunningAsync(Cluster.Namespace, "listens");

        await using var port = await Cluster.Api.PortForwardAsync(Cluster.Namespace, "listens", 7000, _cap);
        await port.WriteAsync("hello\n"u8.ToArray(), _cap);
        using var reader = new StreamReader(port, leaveOpen: true);
        Assert.Equal("got hello", await reader.ReadLineAsync(_cap));

        await using var nothing = await Cluster.Api.PortForwardAsync(Cluster.Namespace, "listens", 7001, _cap);
        var refused = await Assert.ThrowsAsync<IOException>(async () => await nothing.ReadExactlyAsync(new byte[1], _cap));
        Assert.Contains("7001", refused.Message);
    }

    private Task<IExecSession> ExecAsync(ExecRequest request) => Cluster.Api.ExecAsync(Cluster.Namespace, ClusterFixture.IdlePod, request, _cap);
}
