using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class CatalogTests
{
    private static readonly string Page = File.ReadAllText(FindPage());

    public static TheoryData<string> Names => new(ExpressionCatalog.Names.Concat(ExpressionCatalog.Filters).Concat(ExpressionCatalog.Members).Select(entry => entry.Name).Distinct());

    [Theory]
    [MemberData(nameof(Names))]
    public void Documentation_OfTheLanguage_MentionsEveryName(string name) => Assert.Matches($@"\b{name}\b", Page);

    [Fact]
    public void Catalog_OfFilters_TellsTheirArguments() =>
        Assert.Contains(new ExpressionEntry("", "replace", "old, new, count?"), ExpressionCatalog.Filters);

    private static string FindPage()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ElasticJobs.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.FullName ?? throw new DirectoryNotFoundException("The root of the source tree is not above the tests."), "docs", "expressions.md");
    }
}
