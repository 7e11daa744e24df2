using System.Globalization;
using ElasticJobs.Core.Expressions.Dates;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>A value as it stands in a rendered text.</summary>
internal static class ValueText
{
    public static string Of(ExpressionValue value, EvaluationContext context) => value switch
    {
        TextValue text => text.Value,
        NullValue => "",
        BoolValue flag => flag.Value ? "true" : "false",
        IntegerValue whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => FloatText.Of(number.Value),
        ListValue or DictValue => JsonText.Of(value, context),
        DateValue date => date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeValue moment => Moments.Iso(moment, ' '),
        DurationValue duration => Durations.Text(duration.Value),
        UuidValue uuid => uuid.Value.ToString("D"),
        FunctionValue function => throw context.Fail(ExpressionCodes.Type, $"'{function.Function.Name}' is a function and has no text.", $"Call it: {function.Function.Signature.Show(function.Function.Name)}."),
        ModuleValue module => throw context.Fail(ExpressionCodes.Type, $"'{module.Name}' is a {module.TypeName} and has no text.", $"Use one of its members: {string.Join(", ", module.Members.Names.Order(StringComparer.Ordinal))}."),
        _ => throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} has no text.", "Use one of its members."),
    };
}
