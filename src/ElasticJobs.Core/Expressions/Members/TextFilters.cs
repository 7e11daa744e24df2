using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Filters on text; other values are taken as they would be rendered.</summary>
internal static class TextFilters
{
    public static readonly MemberTable<ExpressionValue> Table = new()
    {
        { "lower", "", static (value, call) => call.Context.Text(Text(value, call).ToLowerInvariant()) },
        { "upper", "", static (value, call) => call.Context.Text(Text(value, call).ToUpperInvariant()) },
        { "title", "", static (value, call) => call.Context.Text(TextWork.Title(Text(value, call))) },
        { "capitalize", "", static (value, call) => call.Context.Text(TextWork.Capitalize(Text(value, call))) },
        { "trim", "chars?", static (value, call) => call.Context.Text(TextWork.Strip(Text(value, call), call.TextOrNull(0), atStart: true, atEnd: true)) },
        { "replace", "old, new, count?", static (value, call) => TextWork.Replace(Text(value, call), call.Text(0), call.Text(1), call.IntegerOr(2, -1), call.Context) },
        { "split", "sep?, maxsplit?", static (value, call) => TextWork.Split(Text(value, call), call.TextOrNull(0), call.IntegerOr(1, -1), call.Context) },
        { "join", "sep?", static (value, call) => TextWork.Join(Sequences.Read(value, call.Context), call.TextOrNull(0) ?? "", call.Context) },
        { "quote", "", static (value, call) => call.Context.Text(Quote(value, call)) },
    };

    private static string Text(ExpressionValue value, Arguments call) => ValueText.Of(value, call.Context);

    // A list becomes the words of a command line.
    private static string Quote(ExpressionValue value, Arguments call) => value is ListValue list
        ? string.Join(' ', list.Items.Select(item => TextWork.Quote(Text(item, call))))
        : TextWork.Quote(Text(value, call));
}
