using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Methods of text, by Python's names and rules.</summary>
internal static class TextMembers
{
    public static readonly MemberTable<TextValue> Table = new()
    {
        { "lower", "", static (text, call) => call.Context.Text(text.Value.ToLowerInvariant()) },
        { "upper", "", static (text, call) => call.Context.Text(text.Value.ToUpperInvariant()) },
        { "title", "", static (text, call) => call.Context.Text(TextWork.Title(text.Value)) },
        { "capitalize", "", static (text, call) => call.Context.Text(TextWork.Capitalize(text.Value)) },
        { "strip", "chars?", static (text, call) => call.Context.Text(TextWork.Strip(text.Value, call.TextOrNull(0), atStart: true, atEnd: true)) },
        { "lstrip", "chars?", static (text, call) => call.Context.Text(TextWork.Strip(text.Value, call.TextOrNull(0), atStart: true, atEnd: false)) },
        { "rstrip", "chars?", static (text, call) => call.Context.Text(TextWork.Strip(text.Value, call.TextOrNull(0), atStart: false, atEnd: true)) },
        { "replace", "old, new, count?", static (text, call) => TextWork.Replace(text.Value, call.Text(0), call.Text(1), call.IntegerOr(2, -1), call.Context) },
        { "split", "sep?, maxsplit?", static (text, call) => TextWork.Split(text.Value, call.TextOrNull(0), call.IntegerOr(1, -1), call.Context) },
        { "splitlines", "", static (text, call) => TextWork.Lines(text.Value, call.Context) },
        { "join", "items", static (text, call) => TextWork.Join(call.Items(0), text.Value, call.Context) },
        { "startswith", "prefix", static (text, call) => BoolValue.Of(text.Value.StartsWith(call.Text(0), StringComparison.Ordinal)) },
        { "endswith", "suffix", static (text, call) => BoolValue.Of(text.Value.EndsWith(call.Text(0), StringComparison.Ordinal)) },
        { "removeprefix", "prefix", static (text, call) => call.Context.Text(TextWork.WithoutStart(text.Value, call.Text(0))) },
        { "removesuffix", "suffix", static (text, call) => call.Context.Text(TextWork.WithoutEnd(text.Value, call.Text(0))) },
        { "find", "part", static (text, call) => TextWork.Find(text.Value, call.Text(0), call.Context) },
        { "count", "part", static (text, call) => TextWork.Count(text.Value, call.Text(0), call.Context) },
        { "zfill", "width", static (text, call) => TextWork.ZeroFill(text.Value, call.Integer(0), call.Context) },
        { "ljust", "width, fill?", static (text, call) => TextWork.Pad(text.Value, call.Integer(0), call.TextOrNull(1), atStart: false, call.Context) },
        { "rjust", "width, fill?", static (text, call) => TextWork.Pad(text.Value, call.Integer(0), call.TextOrNull(1), atStart: true, call.Context) },
        { "isdigit", "", static (text, _) => BoolValue.Of(text.Value.Length > 0 && text.Value.All(char.IsDigit)) },
        { "isalpha", "", static (text, _) => BoolValue.Of(text.Value.Length > 0 && text.Value.All(char.IsLetter)) },
        { "isalnum", "", static (text, _) => BoolValue.Of(text.Value.Length > 0 && text.Value.All(char.IsLetterOrDigit)) },
    };
}
