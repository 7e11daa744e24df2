namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Texts as sequences of characters: one letter beyond the basic plane is one character, as in Python.</summary>
internal static class Sequences
{
    public static IReadOnlyList<string> Characters(string text)
    {
        var characters = new List<string>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            characters.Add(text.Substring(at, length));
            at += length - 1;
        }

        return characters;
    }

    public static int Length(string text)
    {
        var length = text.Length;
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && char.IsSurrogatePair(text, at))
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>The items of a list, characters of a text or keys of a dict; null for other values.</summary>
    public static IReadOnlyList<ExpressionValue>? TryRead(ExpressionValue value, EvaluationContext context)
    {
        switch (value)
        {
            case ListValue list:
                context.Spend(list.Items.Count);
                return list.Items;
            case DictValue dict:
                context.Spend(dict.Items.Count);
                return [.. dict.Items.Keys.Select(key => new TextValue(key))];
            case TextValue text:
                context.CheckItems(text.Value.Length);
                return [.. Characters(text.Value).Select(character => new TextValue(character))];
            default:
                return null;
        }
    }

    public static IReadOnlyList<ExpressionValue> Read(ExpressionValue value, EvaluationContext context) =>
        TryRead(value, context) ?? throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} has no items.", "Give a list, e.g. [1, 2].");

    public static int Count(ExpressionValue value, EvaluationContext context)
    {
        switch (value)
        {
            case TextValue text:
                context.SpendOn(text.Value.Length);
                return Length(text.Value);
            case ListValue list:
                return list.Items.Count;
            case DictValue dict:
                return dict.Items.Count;
            default:
                throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} has no length.", "Give text, a list or a dict.");
        }
    }

    public static int IndexFrom(long index, int count) => (int)Math.Clamp(index < 0 ? index + count : index, int.MinValue, int.MaxValue);
}
