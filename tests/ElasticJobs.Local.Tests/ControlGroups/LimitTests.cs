using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Pods;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Local.Tests.ControlGroups;

public sealed class LimitTests
{
    [Fact]
    public async Task MemoryLimit_WhereItIsEnforced_EndsThePodAsOutOfMemory()
    {
        await using var machine = new LocalMachine();
        if (machine.Console.Runtime.Notices.Any(notice => notice.Code == "limits_not_enforced"))
            return;

        var status = await machine.Console.RunAsync(machine.Shell("oom", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo survived", container => container with
        {
            Resources = new ResourceRequirements(MemoryLimit: 50_000_000),
        }));

        Assert.Equal((PodPhase.Failed, "OOMKilled"), (status.Phase, status.Reason));
        Assert.Contains("50000000", status.Message);
    }

    [Fact]
    public async Task CpuLimit_WhereItIsEnforced_SlowsThePod()
    {
        await using var machine = new LocalMachine();
        if (machine.Console.Runtime.Notices.Any(notice => notice.Code == "limits_not_enforced"))
            return;

        await machine.Console.StartAsync(machine.Shell("slow", "while :; do :; done", container => container with { Resources = new ResourceRequirements(CpuLimit: 0.1) }));
        await machine.Console.RunningAsync("slow");
        var first = await ReadAsync();
        await machine.Console.RunAsync(machine.Shell("wait", "sleep 1"));
        var second = await ReadAsync();

        var cores = (second.CpuTime - first.CpuTime) / (second.At - first.At);
        Assert.InRange(cores, 0, 0.3);

        async Task<Core.Resources.ResourceReading> ReadAsync() => (await machine.Console.Runtime.SampleAsync(["slow"], CancellationToken.None))["slow"];
    }

    [Fact]
    public void Notices_WithoutControlGroups_SayThatLimitsAreNotEnforced()
    {
        var notices = LocalNotices.Of(new NoControlGroups());

        Assert.Equal(["image_ignored", "placement_ignored", "limits_not_enforced"], notices.Select(notice => notice.Code));
    }

    [Fact]
    public void Version2_WritesLimits_AndReadsUse()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["cgroup.subtree_control"], "cpu io memory\n");
        Directory.CreateDirectory(directory["pod"]);
        foreach (var file in (string[])["cpu.weight", "cpu.max", "memory.max", "memory.oom.group", "memory.swap.max"])
            File.WriteAllText(directory[$"pod/{file}"], "");
        File.WriteAllText(directory["pod/cpu.stat"], "usage_usec 1500000\nuser_usec 1\n");
        File.WriteAllText(directory["pod/memory.current"], "1000\n");
        File.WriteAllText(directory["pod/memory.stat"], "anon 600\ninactive_file 300\n");
        File.WriteAllText(directory["pod/io.stat"], "8:0 rbytes=10 wbytes=20 rios=1\n8:16 rbytes=1 wbytes=2 rios=1\n");
        File.WriteAllText(directory["pod/memory.events"], "low 0\noom_kill 1\n");
        File.WriteAllText(directory["pod/cgroup.procs"], "12\n13\n");
        var groups = new ControlGroupsV2(directory.Path);

        var entries = groups.Create("pod", [new ResourceRequirements(0.5, 1.5, null, 4096)]);
        var reading = groups.Read("pod", DateTimeOffset.UnixEpoch)!;

        Assert.Equal([directory["pod/cgroup.procs"]], entries);
        Assert.Equal("150000 100000", File.ReadAllText(directory["pod/cpu.max"]));
        Assert.Equal("50", File.ReadAllText(directory["pod/cpu.weight"]));
        Assert.Equal("4096", File.ReadAllText(directory["pod/memory.max"]));
        Assert.Equal("1", File.ReadAllText(directory["pod/memory.oom.group"]));
        Assert.Equal((TimeSpan.FromSeconds(1.5), 700, 11L, 22L, 2), (reading.CpuTime, reading.MemoryBytes, reading.DiskReadBytes, reading.DiskWriteBytes, reading.Processes));
        Assert.Equal([12, 13], groups.Members("pod"));
        Assert.True(groups.RanOutOfMemory("pod"));
        Assert.Null(groups.Members("none"));
        Assert.True(groups.TryRemove("none"));
    }

    [Fact]
    public void Limits_OfSeveralContainers_AddUp_UnlessOneHasNone()
    {
        var both = GroupLimits.Of([new(CpuLimit: 1, MemoryLimit: 10), new(CpuLimit: 0.5, MemoryLimit: 20)]);
        var one = GroupLimits.Of([new(CpuLimit: 1, MemoryLimit: 10), new()]);

        Assert.Equal((150_000, 30), (both.CpuQuota, both.MemoryLimit));
        Assert.Equal((null, null), (one.CpuQuota, one.MemoryLimit));
    }

    [Fact]
    public void Mounts_AreReadFromTheKernelsTable()
    {
        var mounts = ControlGroupMount.ParseAll(
        [
            "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
            "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct",
            "33 31 0:30 /docker/x /sys/fs/cgroup ro - cgroup2 cgroup rw,nsdelegate",
        ]).ToList();

        Assert.Equal([(false, "/", "/sys/fs/cgroup/cpu,cpuacct"), (true, "/docker/x", "/sys/fs/cgroup")], mounts.Select(mount => (mount.IsV2, mount.Root, mount.Path)));
        Assert.Contains("cpuacct", mounts[0].Controllers);
    }
}
