using System.Globalization;
using System.Numerics;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

internal sealed partial class YamlBinder
{
    public int? Whole(string field, int minimum, int maximum) => Bounded(field, NumberStyles.AllowLeadingSign, minimum, maximum, "a whole number");

    public double? Number(string field, double minimum, double maximum) => Bounded(field, NumberStyles.Float, minimum, maximum, "a number");

    public TimeSpan? Duration(string field)
    {
        if (Get(field) is not { } value)
        {
            return null;
        }

        if (value is YamlScalarNode { Value: { } text } && DurationText.TryParse(text, out var duration))
        {
            if (duration > TimeSpan.Zero)
            {
                return duration;
            }

            Add(value, PathOf(field), ProblemCodes.OutOfRange, text, "1ms", "10 years");
            return null;
        }

        Add(value, PathOf(field), ProblemCodes.BadDuration, (value as YamlScalarNode)?.Value ?? YamlReading.Describe(value));
        return null;
    }

    private T? Bounded<T>(string field, NumberStyles style, T minimum, T maximum, string expected) where T : struct, INumber<T>
    {
        if (Get(field) is not { } value)
        {
            return null;
        }

        if (value is not YamlScalarNode scalar || !T.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number))
        {
            WrongType(field, value, expected);
            return null;
        }

        if (number >= minimum && number <= maximum)
        {
            return number;
        }

        Add(value, PathOf(field), ProblemCodes.OutOfRange, Invariant(number), Invariant(minimum), Invariant(maximum));
        return null;
    }
}
