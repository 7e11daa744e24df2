using ElasticJobs.Core.Expressions;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Core.Tests.Expressions;

public class CatalogTests
{
    private static readonly string Page = File.ReadAllText(Repository.At("docs", "expressions.md"));

    public static TheoryData<string> Names => new(ExpressionCatalog.Names.Concat(ExpressionCatalog.Filters).Concat(ExpressionCatalog.Members).Select(entry => entry.Name).Distinct());

    [Theory]
    [MemberData(nameof(Names))]
    public void Documentation_OfTheLanguage_MentionsEveryName(string name) => Assert.Matches($@"\b{name}\b", Page);

    [Fact]
    public void Catalog_OfFilters_TellsTheirArguments() =>
        Assert.Contains(new ExpressionEntry("", "replace", "old, new, count?"), ExpressionCatalog.Filters);
}
