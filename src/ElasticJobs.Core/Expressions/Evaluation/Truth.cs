namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>As in Python: empty, zero and None are false.</summary>
internal static class Truth
{
    public static bool Of(ExpressionValue value) => value switch
    {
        NullValue => false,
        BoolValue flag => flag.Value,
        IntegerValue whole => whole.Value != 0,
        FloatValue number => number.Value != 0,
        TextValue text => text.Value.Length > 0,
        ListValue list => list.Items.Count > 0,
        DictValue dict => dict.Items.Count > 0,
        DurationValue duration => duration.Value != TimeSpan.Zero,
        _ => true,
    };
}
