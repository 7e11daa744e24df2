using System.Collections.Frozen;
using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>All filters: <c>value | name(arguments)</c>.</summary>
internal static class FilterTable
{
    public const string Default = "default";

    /// <summary>Called by the evaluator itself, only where the value is missing or None.</summary>
    public static readonly Function DefaultFunction = new(Default, new("value"), static (_, call) => call.Value(0));

    private static readonly FrozenDictionary<string, Function> All = new MemberTable[] { TextFilters.Table, DateFilters.Table, ValueFilters.Table }
        .SelectMany(table => table.Functions)
        .Append(DefaultFunction)
        .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<Function> Functions => All.Values;

    public static Function? Find(string name) => All.GetValueOrDefault(name);

    public static ExpressionException Unknown(FilterNode filter) => filter.NameRange.Failure(
        ExpressionCodes.Filter,
        $"There is no filter '{filter.Name}'.",
        NearestName.Suggest(filter.Name, All.Keys, $"The filters are: {string.Join(", ", All.Keys.Order(StringComparer.Ordinal))}."));
}
