using ElasticJobs.Core.Expressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Expressions;

public class ExpressionPropertyTests
{
    private static readonly string[] Words =
    [
        "{{", "}}", "{", "}", "(", ")", "[", "]", "'", "\"", "\\", ",", ":", ".", "=", "==", "<", "|", "+", "-", "*", "**", "/", "//", "%", "~", " ", "\n",
        "0", "1", "-1", "2.5", "1e3", "99999999999999999999", "'a'", "'2024-05-31'", "'%Y%m%d'", "'%'", "''", "x", "params", "params.list", "params.dict", "params.missing",
        "tasks", "tasks.clean.outputs.rows", "item", "index", "now", "execution_date", "creator", "datetime", "datetime.datetime", "datetime.timedelta", "uuid.uuid4()",
        ".strftime(", ".replace(", ".split(", ".join(", ".hex", ".date()", "len(", "int(", "round(", "sorted(", "range(", "min(", "| default(", "| json", "| date(",
        "| add_days(", "| add_months(", "| quote", "| int", "| from_json", " and ", " or ", " not ", " in ", " is ", " if ", " else ", "None", "true", "defined", "😀", "\ud800", "é",
    ];

    private static readonly string[] Atoms =
    [
        "0", "1", "-7", "2.5", "1e300", "5e-324", "9223372036854775807", "(-9223372036854775807 - 1)", "True", "None", "''", "'a'", "'😀b'", "'2024-02-29'", "'%Y-%m-%d'", "[]", "[3, 1, 2]",
        "['a', None]", "{}", "{'k': [1]}", "params", "params.list", "params.dict", "tasks", "now", "now.date()", "execution_date", "datetime.date(9999, 12, 31)", "datetime.datetime(1, 1, 1)",
        "datetime.datetime.now(datetime.timezone.utc)", "datetime.timedelta(days=1.5)", "datetime.timedelta(days=9999999)", "-datetime.timedelta(microseconds=1)", "uuid.uuid4()", "datetime", "len", "datetime.timezone.utc",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or", "if 1 else", "[", "[::"];

    /// <summary>Every method and filter there is, given up to three arguments.</summary>
    private static readonly string[] Calls =
    [
        .. ExpressionCatalog.Filters.Select(filter => $"| {filter.Name}"),
        .. ExpressionCatalog.Members.Where(member => !member.Owner.StartsWith("module", StringComparison.Ordinal)).Select(member => $".{member.Name}").Distinct(),
    ];

    private static readonly Gen<string> Call =
        from call in Gen.Elements(Calls)
        from arguments in Gen.Elements(Atoms).ArrayOf()
        select $"{call}{(arguments.Length == 0 && call[0] == '|' ? "" : $"({string.Join(", ", arguments.Take(3))})")}";

    private static readonly Gen<string> Function =
        from name in Gen.Elements(ExpressionCatalog.Names.Where(entry => entry.Signature is not null).Select(entry => entry.Name).Append("datetime.timedelta").Append("datetime.datetime.fromtimestamp").ToArray())
        from arguments in Gen.Elements(Atoms).ArrayOf()
        select $"{name}({string.Join(", ", arguments.Take(3))})";

    private static readonly Gen<string> Operand = Gen.OneOf(
        Gen.Elements(Atoms), Function, from atom in Gen.Elements(Atoms) from call in Call select $"({atom}{(call[0] == '|' ? " " : "")}{call})");

    private static readonly Arbitrary<string> WellFormed = (
        from left in Operand
        from symbol in Gen.Elements(Operators)
        from right in Operand
        from filter in Call
        select $"({left} {symbol} {right}{(symbol[0] == '[' ? "]" : "")}){(filter[0] == '|' ? " " : "")}{filter}").ToArbitrary();

    private static readonly Arbitrary<string> Hostile = Gen.Elements(Words).ArrayOf().Select(string.Concat).ToArbitrary();

    [Property(MaxTest = 500)]
    public void Parse_OfAnyText_NeverThrows(string text) => Assert.NotNull(ExpressionTemplate.Parse(text ?? "").Errors);

    [Property(MaxTest = 500)]
    public bool Render_OfTextWithoutBraces_IsTheText(string text)
    {
        var plain = (text ?? "").Replace("{{", "", StringComparison.Ordinal);
        return plain.Contains("{{", StringComparison.Ordinal) || ExpressionTemplate.Parse(plain).Render(Scopes.Run) == plain;
    }

    [Fact]
    public void AnyExpression_WhenEvaluated_FailsOnlyWithAPlaceInTheText() =>
        Prop.ForAll(Hostile, body => HoldsFor($"x{{{{{body}}}}}y") && HoldsFor(body)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void AnyOperation_OnAnyValues_FailsOnlyWithAPlaceInTheText() =>
        Prop.ForAll(WellFormed, body => HoldsFor($"{{{{ {body} }}}}")).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    public void AnyLiteral_WrittenAsAnExpression_RendersAsItself() => Prop.ForAll<NonNull<string>>(text =>
    {
        var literal = text.Get
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return Scopes.Render($"{{{{'{literal}'}}}}") == text.Get;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyText_QuotedForJson_ReadsBackTheSame() => Prop.ForAll<NonNull<string>>(text =>
    {
        var scope = Scopes.Run with { Environment = new Dictionary<string, string> { ["TEXT"] = text.Get } };
        return ExpressionTemplate.Parse("{{TEXT | json | from_json == TEXT}}").Render(scope) == "true";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyFloat_Rendered_ReadsBackTheSame() => Prop.ForAll<NormalFloat>(number =>
    {
        var value = new FloatValue(number.Get);
        return double.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture).Equals(number.Get);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyDivision_OfWholeNumbers_AddsUp() => Prop.ForAll<int, NonZeroInt>((a, b) =>
        Scopes.Evaluate($"({a}) // ({b.Get}) * ({b.Get}) + ({a}) % ({b.Get}) == ({a})") == "true").QuickCheckThrowOnFailure();

    private static bool HoldsFor(string text)
    {
        var template = ExpressionTemplate.Parse(text);
        var errors = template.Errors.Concat(template.Check(new ExpressionSymbols())).ToList();
        try
        {
            template.Render(Scopes.Run);
            template.EvaluateValue(Scopes.Run);
        }
        catch (ExpressionException failure)
        {
            errors.Add(failure.Error);
        }

        return errors.All(error => error.Start >= 0 && error.Length >= 0 && error.Start + error.Length <= text.Length && error.Underline(text).Length > 0);
    }
}
