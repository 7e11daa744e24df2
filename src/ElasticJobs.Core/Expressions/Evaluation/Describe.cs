using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Values in messages: short, and never more than the message needs.</summary>
internal static class Describe
{
    public static Sentence Value(ExpressionValue value) => value switch
    {
        TextValue text => $"the text {Quoted(text.Value)}",
        NullValue => "None",
        BoolValue flag => flag.Value ? "true" : "false",
        IntegerValue or FloatValue => $"{value}",
        _ => Type(value),
    };

    public static Sentence Type(ExpressionValue value) => value switch
    {
        TextValue => "text",
        NullValue => "None",
        IntegerValue => "an int",
        _ => OfType(value.TypeName),
    };

    private static Sentence OfType(string name) => $"a {name}";

    public static string Quoted(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
