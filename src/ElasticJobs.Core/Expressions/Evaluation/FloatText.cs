using System.Globalization;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>The shortest text that reads back as the same number, in Python's form: <c>1.0</c>, <c>1e-05</c>, <c>1e+16</c>.</summary>
internal static class FloatText
{
    public static string Of(double value)
    {
        var sign = double.IsNegative(value) ? "-" : "";
        var parts = value.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var mantissa = parts[0];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is var found && found < 0 ? mantissa.Length : found;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.Trim('0');
        if (digits.Length == 0)
        {
            return $"{sign}0.0";
        }

        var leadingZeros = all.Length - all.TrimStart('0').Length;
        var written = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var exponent = written + point - 1 - leadingZeros;
        return sign + (exponent is < -4 or >= 16 ? Scientific(digits, exponent) : Positional(digits, exponent));
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        var padded = digits.PadRight(exponent + 2, '0');
        return $"{padded[..(exponent + 1)]}.{padded[(exponent + 1)..]}";
    }
}
