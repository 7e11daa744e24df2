using System.Globalization;
using System.Text;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's strftime in the C locale on Linux, with the flags - (no padding), _ (spaces), 0 and ^ (upper case).</summary>
internal static class Strftime
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static string Format(DateTimeValue moment, string format, EvaluationContext context)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var flag = at + 1 < format.Length && format[at + 1] is '-' or '_' or '0' or '^' ? format[++at] : '\0';
            if (++at >= format.Length)
            {
                throw context.Fail(ExpressionCodes.Value, "The format ends with a lone '%'.", "Write '%%' for a percent sign.");
            }

            var part = Directive(moment, format[at]) ?? throw context.Fail(
                ExpressionCodes.Value, $"'%{format[at]}' is not a directive of strftime.", "The common ones: %Y %m %d %H %M %S %f %j %y %b %a; '%%' is a percent sign.");
            text.Append(Flagged(part, flag));
        }

        context.CheckTextLength(text.Length);
        return text.ToString();
    }

    private static string? Directive(DateTimeValue moment, char letter)
    {
        var at = moment.Value;
        var hour12 = at.Hour % 12 == 0 ? 12 : at.Hour % 12;
        var weekday = (int)at.DayOfWeek;
        return letter switch
        {
            'a' => English.DateTimeFormat.AbbreviatedDayNames[weekday],
            'A' => English.DateTimeFormat.DayNames[weekday],
            'b' or 'h' => English.DateTimeFormat.AbbreviatedMonthNames[at.Month - 1],
            'B' => English.DateTimeFormat.MonthNames[at.Month - 1],
            'c' => $"{Directive(moment, 'a')} {Directive(moment, 'b')} {Padded(at.Day, 2, ' ')} {Directive(moment, 'T')} {Directive(moment, 'Y')}",
            'C' => Padded(at.Year / 100, 2),
            'd' => Padded(at.Day, 2),
            'D' or 'x' => $"{Padded(at.Month, 2)}/{Padded(at.Day, 2)}/{Padded(at.Year % 100, 2)}",
            'e' => Padded(at.Day, 2, ' '),
            'f' => Padded((int)(at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond), 6),
            'F' => $"{Directive(moment, 'Y')}-{Padded(at.Month, 2)}-{Padded(at.Day, 2)}",
            'g' => Padded(ISOWeek.GetYear(at) % 100, 2),
            'G' => Number(ISOWeek.GetYear(at)),
            'H' => Padded(at.Hour, 2),
            'I' => Padded(hour12, 2),
            'j' => Padded(at.DayOfYear, 3),
            'k' => Padded(at.Hour, 2, ' '),
            'l' => Padded(hour12, 2, ' '),
            'm' => Padded(at.Month, 2),
            'M' => Padded(at.Minute, 2),
            'n' => "\n",
            'p' => at.Hour < 12 ? "AM" : "PM",
            'P' => at.Hour < 12 ? "am" : "pm",
            'r' => $"{Padded(hour12, 2)}:{Padded(at.Minute, 2)}:{Padded(at.Second, 2)} {Directive(moment, 'p')}",
            'R' => $"{Padded(at.Hour, 2)}:{Padded(at.Minute, 2)}",
            'S' => Padded(at.Second, 2),
            't' => "\t",
            'T' or 'X' => $"{Padded(at.Hour, 2)}:{Padded(at.Minute, 2)}:{Padded(at.Second, 2)}",
            'u' => Number(weekday == 0 ? 7 : weekday),
            'U' => Padded((at.DayOfYear + 6 - weekday) / 7, 2),
            'V' => Padded(ISOWeek.GetWeekOfYear(at), 2),
            'w' => Number(weekday),
            'W' => Padded((at.DayOfYear + 6 - ((weekday + 6) % 7)) / 7, 2),
            'y' => Padded(at.Year % 100, 2),
            'Y' => Number(at.Year),
            'z' => moment.Offset is { } offset ? Moments.OffsetText(offset, "") : "",
            'Z' => moment.Offset is { } zone ? zone == TimeSpan.Zero ? "UTC" : $"UTC{Moments.OffsetText(zone, ":")}" : "",
            '%' => "%",
            _ => null,
        };
    }

    private static string Flagged(string part, char flag) => flag switch
    {
        '-' => part.TrimStart('0', ' ') is var bare && bare.Length == 0 && part.Length > 0 ? "0" : bare,
        '_' => part.TrimStart('0') is var bare && bare.Length == 0 ? "0".PadLeft(part.Length) : bare.PadLeft(part.Length),
        '0' => part.Replace(' ', '0'),
        '^' => part.ToUpperInvariant(),
        _ => part,
    };

    private static string Padded(int value, int width, char with = '0') => Number(value).PadLeft(width, with);

    private static string Number(int value) => value.ToString(English);
}
