using System.Globalization;
using System.Text;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Compact JSON; non-ASCII letters stay as they are. Written by hand so that the work is counted and any text is accepted.</summary>
internal static class JsonText
{
    public static string Of(ExpressionValue value, EvaluationContext context)
    {
        var json = new StringBuilder();
        Write(value, json, context);
        return json.ToString();
    }

    private static void Write(ExpressionValue value, StringBuilder json, EvaluationContext context)
    {
        context.Spend();
        switch (value)
        {
            case NullValue:
                json.Append("null");
                break;
            case BoolValue or IntegerValue or FloatValue:
                json.Append(ValueText.Of(value, context));
                break;
            case ListValue list:
                WriteAll('[', ']', list.Items, item => Write(item, json, context), json);
                break;
            case DictValue dict:
                WriteAll('{', '}', dict.Items, item => WriteEntry(item, json, context), json);
                break;
            default:
                WriteText(ValueText.Of(value, context), json, context);
                break;
        }

        if (json.Length > ExpressionLimits.TextLength)
        {
            context.CheckTextLength(json.Length);
        }
    }

    private static void WriteAll<T>(char open, char close, IEnumerable<T> items, Action<T> write, StringBuilder json)
    {
        json.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                json.Append(',');
            }

            isFirst = false;
            write(item);
        }

        json.Append(close);
    }

    private static void WriteEntry(KeyValuePair<string, ExpressionValue> item, StringBuilder json, EvaluationContext context)
    {
        WriteText(item.Key, json, context);
        json.Append(':');
        Write(item.Value, json, context);
    }

    private static void WriteText(string text, StringBuilder json, EvaluationContext context)
    {
        context.SpendOn(text.Length);
        json.Append('"');
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            var isPair = char.IsSurrogatePair(text, at);
            if (letter is '"' or '\\')
            {
                json.Append('\\').Append(letter);
            }
            else if (letter is '\n' or '\r' or '\t')
            {
                json.Append(letter switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
            }
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029' || (char.IsSurrogate(letter) && !isPair))
            {
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
            else
            {
                json.Append(letter);
                if (isPair)
                {
                    json.Append(text[++at]);
                }
            }
        }

        json.Append('"');
    }
}
