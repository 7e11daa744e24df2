using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Members;

namespace ElasticJobs.Core.Expressions;

/// <summary>One thing that an editor can offer.</summary>
/// <param name="Owner">Text, list, datetime.datetime...; empty for bare names and filters.</param>
/// <param name="Name">As written.</param>
/// <param name="Signature">Its parameters, a question mark behind those that may be left out; null: not called.</param>
public sealed record ExpressionEntry(string Owner, string Name, string? Signature);

/// <summary>The whole whitelist, for completion and documentation.</summary>
public static class ExpressionCatalog
{
    /// <summary>Names that an expression can begin with, without the pipeline's own.</summary>
    public static IReadOnlyList<ExpressionEntry> Names { get; } =
    [
        .. ScopeNames.OfRun.Keys.Concat(ScopeNames.Modules.Keys).Concat(ScopeNames.OfScope).Select(name => new ExpressionEntry("", name, null)),
        .. Entries("", GlobalFunctions.Table),
    ];

    public static IReadOnlyList<ExpressionEntry> Filters { get; } =
        [.. FilterTable.Functions.Select(function => new ExpressionEntry("", function.Name, function.Signature.ToString())).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Members of values and modules.</summary>
    public static IReadOnlyList<ExpressionEntry> Members { get; } =
    [
        .. Entries("text", TextMembers.Table), .. Entries("list", ListMembers.Table), .. Entries("dict", DictMembers.Table),
        .. Entries("datetime", DateTimeMembers.Table), .. Entries("date", DateMembers.Table), .. Entries("timedelta", DurationMembers.Table),
        .. Entries("uuid", UuidMembers.Table),
        .. new[] { DateTimeModule.Module, DateTimeModule.DateTimeClass, DateTimeModule.DateClass, DateTimeModule.ZoneClass, UuidModule.Module }
            .SelectMany(module => Entries($"module {module.Name}", module.Members)),
    ];

    private static IEnumerable<ExpressionEntry> Entries(string owner, MemberTable table) => table.Properties
        .Select(name => new ExpressionEntry(owner, name, null))
        .Concat(table.Functions.Select(function => new ExpressionEntry(owner, function.Name, function.Signature.ToString())));
}
