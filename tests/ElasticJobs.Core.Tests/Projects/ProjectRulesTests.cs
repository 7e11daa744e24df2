using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Core.Tests.Projects;

public sealed class ProjectRulesTests
{
    [Fact]
    public void Check_OfAWholeProject_FindsNothing()
    {
        var place = new ProjectPlace
        {
            Context = "gpu",
            Namespace = "ej-vision",
            Quota = new ProjectQuota("1.5", "32Gi", "0", "10"),
            ServiceAccount = "runner",
            PullSecrets = ["harbor.example"],
            Workspace = new ProjectWorkspace("100Gi", "nfs-client"),
        };

        Assert.Empty(ProjectRules.Check(Named("vision", place)));
    }

    [Fact]
    public void Check_NamesEveryPlaceThatIsWrong()
    {
        var place = new ProjectPlace
        {
            Namespace = "Vision",
            Quota = new ProjectQuota("8 cores", "32GB", "0.5", "-1"),
            ServiceAccount = "a/b",
            PullSecrets = ["good", "Bad!", "a..b"],
            Workspace = new ProjectWorkspace("big", null),
        };

        var problems = ProjectRules.Check(Named("1st", place));

        Assert.Equal(
            [
                "name bad_project_name", "place.namespace bad_namespace", "place.quota.cpu bad_quantity", "place.quota.memory bad_quantity", "place.quota.gpu bad_quantity",
                "place.quota.pods bad_quantity", "place.workspace.size bad_quantity", "place.serviceAccount bad_object_name", "place.pullSecrets[1] bad_object_name", "place.pullSecrets[2] bad_object_name",
            ],
            problems.Select(problem => $"{problem.Path} {problem.Code}"));
        Assert.Equal("'32GB' is no amount of memory.", problems[3].Message);
    }

    [Fact]
    public void Check_WithoutANamespace_RefusesWhatIsOfANamespace()
    {
        var place = new ProjectPlace { Context = "gpu", Quota = new ProjectQuota(Pods: "1"), Workspace = new ProjectWorkspace("1Gi") };

        Assert.Equal(
            [ProjectCodes.ContextWithoutNamespace, ProjectCodes.NamespaceNeeded, ProjectCodes.NamespaceNeeded], ProjectRules.Check(Named("vision", place)).Select(problem => problem.Code));
        Assert.Empty(ProjectRules.Check(Named("vision", new ProjectPlace { ServiceAccount = "runner", PullSecrets = ["harbor"] })));
    }

    [Theory]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    public void Check_NamespaceOfTheCluster_IsRefused(string ns) =>
        Assert.Equal(ProjectCodes.ReservedNamespace, Assert.Single(ProjectRules.Check(Named("vision", new ProjectPlace { Namespace = ns }))).Code);

    [Fact]
    public void Tidy_TakesOutWhatSaysNothing()
    {
        Assert.Null(ProjectRules.Tidy(new ProjectPlace { Namespace = " ", Quota = new ProjectQuota("", null, " ", ""), Workspace = new ProjectWorkspace("") }));
        var tidy = ProjectRules.Tidy(new ProjectPlace { Namespace = " ej ", PullSecrets = ["a", " a", ""] })!;
        Assert.Equal(("ej", (ProjectQuota?)null), (tidy.Namespace, tidy.Quota));
        Assert.Equal(["a"], tidy.PullSecrets);
    }

    [Fact]
    public void Codes_HaveSentencesInBothLanguages()
    {
        foreach (var code in typeof(ProjectCodes).GetFields().Select(field => (string)field.GetValue(null)!))
        {
            var problem = ProblemTexts.Make("place", code, "first", "second", "third", "fourth");
            var chinese = ProblemTexts.Localize(problem, CultureInfo.GetCultureInfo("zh-Hans"));
            Assert.NotEqual(problem.Message, chinese.Message);
            Assert.NotEqual(problem.Fix, chinese.Fix);
        }
    }

    [Fact]
    public void Reader_TakesNumbersAsAmounts_AndTellsWhereATextIsWrong()
    {
        var (fields, _) = ProjectReader.Read("name: vision\nplace: {namespace: ej-vision, quota: {cpu: 8, memory: 32Gi}}");
        Assert.Equal("""{"cpu":"8","memory":"32Gi"}""", fields!["place"]!["quota"]!.ToJsonString());
        Assert.Equal(2, ProjectReader.Read("name: x\nplace: [a}").Problem!.Line);
        Assert.Equal(ProjectCodes.NoProject, ProjectReader.Read("- one").Problem!.Code);
    }

    private static Project Named(string name, ProjectPlace place) => new(name, "", DateTimeOffset.UnixEpoch) { Place = place };
}
