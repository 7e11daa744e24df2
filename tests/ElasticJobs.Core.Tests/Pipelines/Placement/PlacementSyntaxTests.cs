using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Tests.Pipelines.Placement;

public sealed class PlacementSyntaxTests
{
    public static TheoryData<string, Toleration> Tolerations => new()
    {
        { "gpu=true:NoSchedule", new("gpu", TolerationOperator.Equal, "true", TaintEffect.NoSchedule) },
        { "gpu:NoExecute", new("gpu", TolerationOperator.Exists, null, TaintEffect.NoExecute) },
        { "node.kubernetes.io/not-ready:NoExecute for 5m", new("node.kubernetes.io/not-ready", TolerationOperator.Exists, null, TaintEffect.NoExecute, TimeSpan.FromMinutes(5)) },
        { "gpu=", new("gpu", TolerationOperator.Equal, "") },
        { "*", new(null, TolerationOperator.Exists) },
    };

    [Theory, MemberData(nameof(Tolerations))]
    public void Toleration_IsRead_AndWrittenAsItWas(string text, Toleration expected)
    {
        Assert.Equal((expected, null), TolerationSyntax.Read(text));
        Assert.Equal(text, TolerationSyntax.Format(expected));
    }

    [Theory]
    [InlineData("gpu:Sometimes", 5)]
    [InlineData("gpu:0", 5)]
    [InlineData("-gpu", 1)]
    [InlineData("", 1)]
    [InlineData("gpu=a b", 5)]
    [InlineData("gpu:NoExecute for ever", 19)]
    [InlineData("gpu:NoSchedule for 5m", 16)]
    [InlineData("*=x", 1)]
    public void Toleration_OfWrongSyntax_IsRefusedWithThePlace(string text, int character)
    {
        List<Problem> problems = [];

        Assert.Empty(TolerationSyntax.Read([text], "t", problems));

        var problem = Assert.Single(problems);
        Assert.Equal(("t[0]", ProblemCodes.BadToleration), (problem.Path, problem.Code));
        Assert.Contains($"at character {character}:", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostAlias_IsRead()
    {
        List<Problem> problems = [];

        var read = HostAliasSyntax.Read(["10.0.0.5  db db.local", "fd00::1 six"], "h", problems);

        Assert.Empty(problems);
        Assert.Equal(["10.0.0.5: db,db.local", "fd00::1: six"], read.Select(alias => $"{alias.Ip}: {string.Join(',', alias.Names)}"));
    }

    [Theory]
    [InlineData("db 10.0.0.5", 1)]
    [InlineData("10 db", 1)]
    [InlineData("", 1)]
    [InlineData("10.0.0.5", 9)]
    [InlineData("10.0.0.5 d_b", 10)]
    public void HostAlias_OfWrongSyntax_IsRefusedWithThePlace(string text, int character)
    {
        List<Problem> problems = [];

        Assert.Empty(HostAliasSyntax.Read([text], "h", problems));

        Assert.Contains($"at character {character}:", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disk", "ssd", true)]
    [InlineData("topology.kubernetes.io/zone", "", true)]
    [InlineData("di sk", "ssd", false)]
    [InlineData("disk", "s s", false)]
    [InlineData("/disk", "ssd", false)]
    [InlineData("a/b/c", "ssd", false)]
    public void NodeSelector_IsCheckedAsLabels(string key, string value, bool fits)
    {
        List<Problem> problems = [];

        NodeSelectorSyntax.Check(new Dictionary<string, string> { [key] = value }, "n", problems);

        Assert.Equal(fits, problems.Count == 0);
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.BadLabel, problem.Code));
    }
}
