using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Pipelines.Placement;

public sealed class MountSyntaxTests
{
    [Theory]
    [InlineData("data(pvc):/mnt", MountKind.Pvc, "data", "/mnt/ann", "ann", false)]
    [InlineData("data(pvc)/sets:/mnt", MountKind.Pvc, "data", "/mnt/ann", "ann/sets", false)]
    [InlineData("data(pvc-share):/mnt/", MountKind.PvcShare, "data", "/mnt", null, false)]
    [InlineData("data(pvc-share)/a/b:/mnt:ro", MountKind.PvcShare, "data", "/mnt", "a/b", true)]
    [InlineData("10.0.0.1/export/x(nfs):/mnt", MountKind.Nfs, "10.0.0.1/export/x", "/mnt", null, false)]
    [InlineData("/data/x(hostpath):/mnt:rw", MountKind.HostPath, "/data/x", "/mnt", null, false)]
    [InlineData("settings(configmap):/etc/app", MountKind.ConfigMap, "settings", "/etc/app", null, true)]
    [InlineData("token(secret):/etc/token", MountKind.Secret, "token", "/etc/token", null, true)]
    [InlineData("4G(memory):/scratch", MountKind.Memory, "4294967296", "/scratch", null, false)]
    [InlineData(" data ( PVC-share ) : /mnt ", MountKind.PvcShare, "data", "/mnt", null, false)]
    public void Mount_OfEachKind_IsRead(string text, MountKind kind, string source, string path, string? sub, bool readOnly) =>
        Assert.Equal(new MountSpec(kind, source, path, sub, readOnly), Assert.Single(Read([text])));

    [Theory]
    [InlineData("data:/mnt", 10, "the kind in brackets is missing")]
    [InlineData("data(pv):/mnt", 6, "'pv' is no kind")]
    [InlineData("(pvc):/mnt", 1, "what to mount is missing")]
    [InlineData("data(pvc)", 10, "the path inside the container is missing")]
    [InlineData("data(pvc):mnt", 11, "must be absolute")]
    [InlineData("data(pvc):/a/../b", 11, "without '..'")]
    [InlineData("data(pvc-share)/../x:/a", 16, "a part of the volume")]
    [InlineData("data(pvc)x:/a", 10, "after the kind comes ':'")]
    [InlineData("Data(pvc):/a", 1, "no name of a Kubernetes object")]
    [InlineData("server(nfs):/a", 1, "server/exported/path")]
    [InlineData("data(hostpath):/a", 1, "must be absolute")]
    [InlineData("/a/../../etc(hostpath):/a", 1, "without '..'")]
    [InlineData("lots(memory):/a", 1, "no amount of memory")]
    [InlineData("1G(memory):/dev/shm", 12, "say shm")]
    [InlineData("data(pvc-share):/", 17, "can't be replaced")]
    public void Mount_OfWrongSyntax_IsRefusedWithThePlaceAndAnExample(string text, int character, string why)
    {
        List<Problem> problems = [];

        Assert.Empty(MountSyntax.Read([text], "ann", "mounts", problems));

        var problem = Assert.Single(problems);
        Assert.Equal(("mounts[0]", ProblemCodes.BadMount), (problem.Path, problem.Code));
        Assert.Contains($"at character {character}:", problem.Message, StringComparison.Ordinal);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
        Assert.Contains("data(pvc):/data", problem.Fix, StringComparison.Ordinal);
        Assert.Contains($"第 {character} 个字符", ProblemTexts.Localize(problem, CultureInfo.GetCultureInfo("zh-Hans")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mounts_AtTheSamePath_AreRefused()
    {
        List<Problem> problems = [];

        MountSyntax.Read(["a(pvc-share):/x", "b(pvc-share):/x/"], "ann", "mounts", problems);

        Assert.Equal(ProblemCodes.DuplicateMount, Assert.Single(problems).Code);
    }

    [Fact]
    public void Text_IsPartedAtSeparators_ButNotInsideOfExpressions() => Assert.Equal(
        ["a(pvc):/x", "b(nfs):/{{ params.p | default('q,;') }}", "c(pvc):/z"],
        MountSyntax.Split("a(pvc):/x, b(nfs):/{{ params.p | default('q,;') }};\nc(pvc):/z,"));

    [Fact]
    public void Claims_OfDifferentUsers_AreDifferentDirectories()
    {
        string[] users = ["ann", "ann@x", "ann x", "ann/x", "..", ".", "", "安", "%", "ann%20x"];

        var parts = users.Select(user => Read(["data(pvc):/mnt"], user)[0].SubPath).ToList();

        Assert.Equal(users.Length, parts.Distinct().Count());
        Assert.DoesNotContain(parts, part => part!.Contains('/', StringComparison.Ordinal) || part is "." or "..");
    }

    /// <summary>Whatever is typed: a problem or a mount that stays inside its volume, never an exception.</summary>
    [Property(MaxTest = 2000)]
    public Property AnyText_IsReadOrRefused() => Prop.ForAll(
        Gen.Elements("data(pvc):/a,;{}()/..: roRO\n4G(memory)").Select(letter => letter).ListOf().Select(letters => string.Concat(letters)).ToArbitrary(),
        text =>
        {
            List<Problem> problems = [];
            var mounts = MountSyntax.Read(MountSyntax.Split(text), "ann", "m", problems);
            return mounts.All(mount => mount.Path.StartsWith('/') && !mount.Path.Split('/').Contains("..") && mount.SubPath?.Split('/').Contains("..") != true);
        });

    private static IReadOnlyList<MountSpec> Read(IReadOnlyList<string> texts, string user = "ann")
    {
        List<Problem> problems = [];
        var mounts = MountSyntax.Read(texts, user, "mounts", problems);
        Assert.Empty(problems);
        return mounts;
    }
}
