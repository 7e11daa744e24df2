using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Web.Features.Services.Document;
using ElasticJobs.Web.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Components.Tests.Services;

public sealed class NewServiceTests : ServicesConsole
{
    public static TheoryData<string> Templates => [.. ServiceTemplates.All.Select(template => template.Key)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Template_IsRight_WithoutAnyWarning(string key)
    {
        var (spec, problems) = DeploymentReader.Read(ServiceTemplates.All.Single(template => template.Key == key).Document);

        Assert.NotNull(spec);
        Assert.Empty(problems);
    }

    [Fact]
    public void Templates_HaveTheSamples_EachWithItsPipeline() =>
        Assert.All(["train-on-demand", "classify"], name =>
        {
            Assert.Equal(name, DeploymentReader.Read(ServiceTemplates.All.Single(template => template.Key == name).Document).Spec!.Name);
            Assert.Contains(
                new SampleCatalog(NullLogger<SampleCatalog>.Instance).Find(name)!.Document.Spec.Tasks, task => task.Template == "queue" && task.Args["service"]!.ToString() == name);
        });

    [Fact]
    public async Task Document_Deployed_LeadsToTheServiceAndIsWrittenDown()
    {
        var page = Open<NewService>("/services/new");

        await page.Find("form").SubmitAsync();

        Assert.EndsWith("/services/train", Navigation.Uri, StringComparison.Ordinal);
        Assert.NotNull(await Deployments.FindAsync("default", "train", CancellationToken.None));
        Assert.Equal(["service.put train"], Audit.Told);
    }

    [Fact]
    public void Document_WithAProblem_NamesPlaceAndFixAndIsNotDeployed()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input("""{"metadata":{"name":"Train","type":"ScalableJob"}}""");

        var problem = page.WaitForElement(".problems li.error");
        Assert.Contains("metadata.name", problem.TextContent, StringComparison.Ordinal);
        Assert.Contains("lower case letters", problem.TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public void Problems_AreToldInChinese()
    {
        SpeakChinese();
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input("""{"metadata":{"name":"Train","type":"ScalableJob"}}""");

        Assert.Contains("不能作为服务名称", page.WaitForElement(".problems li.error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_DoesNotHinder()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input("""{"metadata":{"name":"train","type":"ScalableJob","colour":"red"},"containers":[{}]}""");

        Assert.Contains("colour", page.WaitForElement(".problems li.warning").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public void NameOfAPage_IsRefused()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input("""{"metadata":{"name":"new","type":"ScalableJob"},"containers":[{}]}""");

        page.WaitForAssertion(() => Assert.True(page.Find("button[type=submit]").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Name_ThatIsTaken_IsToldInItsPlace()
    {
        Deployments.Deploy(Train);
        var page = Open<NewService>("/services/new");

        await page.Find("form").SubmitAsync();

        Assert.Contains("There is a service of this name already", page.Find(".ej-notice.error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_ReadsOnly()
    {
        var page = Open<NewService>("/services/new", ProjectRole.Viewer);

        Assert.Empty(page.FindAll("button[type=submit]"));
        Assert.True(page.Find("#service-document").HasAttribute("readonly"));
    }

    [Fact]
    public async Task Role_ThatWasTakenMeanwhile_IsAskedAnew()
    {
        var page = Open<NewService>("/services/new", ProjectRole.Editor);
        Access.Role = ProjectRole.Viewer;

        await page.Find("form").SubmitAsync();

        Assert.Contains("Your role in this project does not allow this", page.Find(".ej-notice.error").TextContent, StringComparison.Ordinal);
        Assert.Null(await Deployments.FindAsync("default", "train", CancellationToken.None));
    }

    [Fact]
    public void OtherTemplate_StandsInTheAddress()
    {
        var page = Open<NewService>("/services/new?from=inference");

        Assert.Contains("shout", page.Find("#service-document").GetAttribute("value") ?? page.Find("#service-document").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("a[href='/services/new?from=inference']").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Field_ThatIsTyped_IsInTheDocument()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#field-max").Input("7");
        page.Find("#field-name").Input("penguins");
        await page.Find("form").SubmitAsync();

        Assert.Equal(7, (await Deployments.FindAsync("default", "penguins", CancellationToken.None))!.Spec.Autoscaler.Max);
    }

    [Fact]
    public void Text_ThatIsTyped_IsInTheFields()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input(Query);

        page.WaitForAssertion(() => Assert.Equal(("shout", "8000"), (page.Find("#field-name").GetAttribute("value"), page.Find("#field-port").GetAttribute("value"))));
    }

    [Fact]
    public void Text_ThatCannotBeRead_ClosesTheForm()
    {
        var page = Open<NewService>("/services/new");

        page.Find("#service-document").Input("{");

        page.WaitForAssertion(() => Assert.True(page.Find("fieldset").HasAttribute("disabled")));
    }

    [Fact]
    public void FrontEnd_HasFieldsOnlyWhereThereIsOne()
    {
        var page = Open<NewService>("/services/new");
        Assert.Empty(page.FindAll("#field-frontport"));

        page.Find("#field-type").Change("ScalableJobService");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("#field-frontport")));
    }
}
