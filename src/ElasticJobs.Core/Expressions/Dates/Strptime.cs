using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's strptime in the C locale: each directive is a pattern, so that "%Y%m%d" reads what Python reads.</summary>
internal static class Strptime
{
    private static readonly DateTimeFormatInfo English = CultureInfo.InvariantCulture.DateTimeFormat;

    private static readonly Dictionary<char, string> Patterns = new()
    {
        ['a'] = Names(English.AbbreviatedDayNames),
        ['A'] = Names(English.DayNames),
        ['b'] = Names(English.AbbreviatedMonthNames),
        ['B'] = Names(English.MonthNames),
        ['d'] = "3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9]",
        ['f'] = "[0-9]{1,6}",
        ['H'] = "2[0-3]|[01][0-9]|[0-9]",
        ['I'] = "1[0-2]|0[1-9]|[1-9]",
        ['j'] = "36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9]",
        ['m'] = "1[0-2]|0[1-9]|[1-9]",
        ['M'] = "[0-5][0-9]|[0-9]",
        ['p'] = "am|pm",
        ['S'] = "6[01]|[0-5][0-9]|[0-9]",
        ['w'] = "[0-6]",
        ['y'] = "[0-9]{2}",
        ['Y'] = "[0-9]{4}",
        ['z'] = "[+-][0-9]{2}:?[0-5][0-9]|Z",
        ['Z'] = "utc|gmt",
    };

    public static DateTimeValue Parse(string text, string format, EvaluationContext context)
    {
        context.SpendOn(format.Length * 64);
        if (text.Length > ExpressionLimits.FormatLength)
        {
            throw Mismatch(text, format, context);
        }

        var match = Compile(Expand(format), context).Match(text);
        if (!match.Success)
        {
            throw Mismatch(text, format, context);
        }

        try
        {
            return Read(match);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text)} is a date that does not exist.", "Check day and month.");
        }
    }

    // Taken two characters at a time, so that '%%D' stays a percent sign and a D.
    private static string Expand(string format) => Regex.Replace(
        format,
        "%(?<letter>.)",
        static match => match.Groups["letter"].Value switch
        {
            "D" or "x" => "%m/%d/%y",
            "F" => "%Y-%m-%d",
            "T" or "X" => "%H:%M:%S",
            "R" => "%H:%M",
            "c" => "%a %b %d %H:%M:%S %Y",
            _ => match.Value,
        },
        RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static Regex Compile(string format, EvaluationContext context)
    {
        var pattern = new StringBuilder(@"\A");
        var used = new HashSet<char>();
        for (var at = 0; at < format.Length; at++)
        {
            if (char.IsWhiteSpace(format[at]))
            {
                pattern.Append(@"\s+");
                while (at + 1 < format.Length && char.IsWhiteSpace(format[at + 1]))
                {
                    at++;
                }
            }
            else if (format[at] != '%')
            {
                pattern.Append(Regex.Escape(format[at].ToString()));
            }
            else if (++at < format.Length && format[at] == '%')
            {
                pattern.Append('%');
            }
            else if (at < format.Length && Patterns.TryGetValue(format[at], out var directive) && used.Add(format[at]))
            {
                pattern.Append(CultureInfo.InvariantCulture, $"(?<{format[at]}>{directive})");
            }
            else
            {
                throw BadDirective(at < format.Length ? format[at].ToString() : "", context);
            }
        }

        // No backtracking: the time is linear in the text whatever the format.
        return new(pattern.Append(@"\z").ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
    }

    private static DateTimeValue Read(Match match)
    {
        var year = Number(match, 'Y') ?? (Number(match, 'y') is { } two ? two + (two < 69 ? 2000 : 1900) : 1900);
        var month = Number(match, 'm') ?? Named(match, 'b', English.AbbreviatedMonthNames) ?? Named(match, 'B', English.MonthNames) ?? 1;
        var hour = Number(match, 'H') ?? Hour12(Number(match, 'I'), match.Groups["p"].Value) ?? 0;
        var date = new DateTime(year, month, Number(match, 'd') ?? 1, hour, Number(match, 'M') ?? 0, 0, DateTimeKind.Unspecified);
        if (Number(match, 'j') is { } dayOfYear && Number(match, 'd') is null)
        {
            date = new DateTime(year, 1, 1).AddDays(dayOfYear - 1) + date.TimeOfDay;
            Require(date.Year == year);
        }

        Require(Number(match, 'S') is null or < 60);
        var micros = match.Groups["f"] is { Success: true, Value: var fraction } ? int.Parse(fraction.PadRight(6, '0'), CultureInfo.InvariantCulture) : 0;
        return new(date.AddSeconds(Number(match, 'S') ?? 0).AddTicks(micros * TimeSpan.TicksPerMicrosecond), Offset(match.Groups["z"].Value));
    }

    private static TimeSpan? Offset(string text)
    {
        if (text.Length < 5)
        {
            return text.Length == 0 ? null : TimeSpan.Zero;
        }

        var minutes = (int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture) * 60) + int.Parse(text.AsSpan(text.Length - 2), CultureInfo.InvariantCulture);
        Require(minutes <= 14 * 60);
        return TimeSpan.FromMinutes(text[0] == '-' ? -minutes : minutes);
    }

    // The same exception as DateTime's own for what does not exist.
    private static void Require(bool exists)
    {
        if (!exists)
        {
            throw new ArgumentOutOfRangeException(nameof(exists));
        }
    }

    private static int? Hour12(int? hour, string half) => hour is null ? null : (hour % 12) + (half.Equals("pm", StringComparison.OrdinalIgnoreCase) ? 12 : 0);

    private static int? Number(Match match, char directive) =>
        match.Groups[directive.ToString()] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) : null;

    private static int? Named(Match match, char directive, string[] names) => match.Groups[directive.ToString()] is { Success: true } group
        ? Array.FindIndex(names, name => name.Equals(group.Value, StringComparison.OrdinalIgnoreCase)) + 1
        : null;

    private static string Names(string[] names) => string.Join('|', names.Where(name => name.Length > 0).OrderByDescending(name => name.Length));

    private static ExpressionException BadDirective(string letter, EvaluationContext context) => context.Fail(
        ExpressionCodes.Value, $"'%{letter}' can't be read, or stands twice in the format.", "The common ones: %Y %m %d %H %M %S %f %j %y %b %p %z; '%%' is a percent sign.");

    private static ExpressionException Mismatch(string text, string format, EvaluationContext context) => context.Fail(
        ExpressionCodes.Value, $"{Describe.Quoted(text)} does not look like {Describe.Quoted(format)}.", "Make the format match the text, e.g. '%Y-%m-%d %H:%M:%S' for execution_date.");
}
