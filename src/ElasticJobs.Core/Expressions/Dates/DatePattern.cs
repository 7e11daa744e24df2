using System.Globalization;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>The format of the filter <c>date</c>: Python's where it has a percent sign, else .NET's (<c>yyyyMMdd</c>).</summary>
internal static class DatePattern
{
    public static string Format(DateTimeValue moment, string format, EvaluationContext context)
    {
        if (format.Contains('%', StringComparison.Ordinal))
        {
            return Strftime.Format(moment, format, context);
        }

        if (format.AsSpan().IndexOfAny('Y', 'D', 'S') >= 0)
        {
            throw context.Fail(
                ExpressionCodes.Value,
                $"{Describe.Quoted(format)} has letters that no date format knows.",
                $"Did you mean '{format.Replace('Y', 'y').Replace('D', 'd').Replace('S', 's')}'? Capital M is the month, m the minute, H the hour.");
        }

        try
        {
            // A single letter would name one of .NET's standard formats.
            var pattern = format.Length == 1 ? $"%{format}" : format;
            return moment.Offset is { } offset
                ? new DateTimeOffset(moment.Value, offset).ToString(pattern, CultureInfo.InvariantCulture)
                : moment.Value.ToString(pattern, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            throw context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(format)} is not a date format.", "Write e.g. '%Y%m%d' or 'yyyyMMdd'.");
        }
    }
}
