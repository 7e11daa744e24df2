using ElasticJobs.Kubernetes.Objects;

namespace ElasticJobs.Kubernetes.Tests.Objects;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["job-name"] = "j", ["app.kubernetes.io/role"] = "worker", ["empty"] = "" };

    [Theory]
    [InlineData("job-name=j", true)]
    [InlineData("job-name==j", true)]
    [InlineData("job-name=k", false)]
    [InlineData("job-name!=k", true)]
    [InlineData("missing!=k", true)]
    [InlineData("job-name", true)]
    [InlineData("!job-name", false)]
    [InlineData("!missing", true)]
    [InlineData("empty=", true)]
    [InlineData("app.kubernetes.io/role in (master, worker)", true)]
    [InlineData("app.kubernetes.io/role notin (master,worker)", false)]
    [InlineData("missing notin (a)", true)]
    [InlineData("missing in (a)", false)]
    [InlineData("job-name=j, app.kubernetes.io/role in (worker)", true)]
    [InlineData("job-name=j,app.kubernetes.io/role in (master)", false)]
    public void Selector_MatchesAsTheServerWould(string selector, bool matches) => Assert.Equal(matches, LabelSelector.Parse(selector).Matches(Labels));

    [Theory]
    [InlineData("")]
    [InlineData("a in b")]
    [InlineData("a=b=c")]
    public void Selector_ThatIsNone_IsRefused(string selector) => Assert.Throws<FormatException>(() => LabelSelector.Parse(selector));
}
