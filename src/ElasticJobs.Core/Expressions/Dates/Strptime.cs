using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's strptime in the C locale. A directive takes as much as it can and gives back what the rest needs, so that "%Y%m%d" reads what Python reads.</summary>
internal sealed class Strptime
{
    private static readonly Dictionary<char, string> Composed = new()
    {
        ['c'] = "%a %b %d %H:%M:%S %Y",
        ['D'] = "%m/%d/%y",
        ['F'] = "%Y-%m-%d",
        ['R'] = "%H:%M",
        ['T'] = "%H:%M:%S",
        ['x'] = "%m/%d/%y",
        ['X'] = "%H:%M:%S",
    };

    private readonly string _text;
    private readonly List<(char Letter, StrptimeDirective? Directive)> _format = [];
    private readonly Dictionary<char, int> _values = [];

    // Places in format and text that lead nowhere: each is tried once, whatever the format.
    private readonly HashSet<(int, int)> _deadEnds = [];

    private Strptime(string text, string format, EvaluationContext context)
    {
        _text = text;
        ReadFormat(format, context);
    }

    public static DateTimeValue Parse(string text, string format, EvaluationContext context)
    {
        context.Spend(format.Length);
        var parser = new Strptime(text, format, context);
        if (text.Length > ExpressionLimits.FormatLength || !parser.Matches(0, 0))
        {
            throw context.Fail(
                ExpressionCodes.Value,
                $"{Describe.Quoted(text)} does not look like {Describe.Quoted(format)}.",
                "Make the format match the text, e.g. '%Y-%m-%d %H:%M:%S' for execution_date.");
        }

        try
        {
            return parser.Read();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text)} is a date that does not exist.", "Check day and month.");
        }
    }

    private void ReadFormat(string format, EvaluationContext context)
    {
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                _format.Add((format[at], null));
                continue;
            }

            var letter = ++at < format.Length ? format[at] : '\0';
            if (letter == '%')
            {
                _format.Add(('%', null));
            }
            else if (Composed.TryGetValue(letter, out var parts))
            {
                ReadFormat(parts, context);
            }
            else if (StrptimeDirective.All.TryGetValue(letter, out var directive) && !_format.Contains((letter, directive)))
            {
                _format.Add((letter, directive));
            }
            else
            {
                throw context.Fail(
                    ExpressionCodes.Value, $"'%{letter}' can't be read, or stands twice in the format.", "The common ones: %Y %m %d %H %M %S %f %j %y %b %p %z; '%%' is a percent sign.");
            }
        }
    }

    private bool Matches(int part, int at)
    {
        if (part == _format.Count)
        {
            return at == _text.Length;
        }

        if (_deadEnds.Contains((part, at)))
        {
            return false;
        }

        var (letter, directive) = _format[part];
        var found = directive is not null ? MatchesDirective(part, at, letter, directive)
            : char.IsWhiteSpace(letter) ? MatchesSpace(part, at)
            : at < _text.Length && char.ToUpperInvariant(_text[at]) == char.ToUpperInvariant(letter) && Matches(part + 1, at + 1);
        if (!found)
        {
            _deadEnds.Add((part, at));
        }

        return found;
    }

    private bool MatchesDirective(int part, int at, char letter, StrptimeDirective directive)
    {
        for (var length = Math.Min(directive.MaxLength, _text.Length - at); length >= directive.MinLength; length--)
        {
            if (directive.Read(_text.AsSpan(at, length)) is { } value && Matches(part + 1, at + length))
            {
                _values[letter] = value;
                return true;
            }
        }

        return false;
    }

    // Any space in the format stands for any amount of it in the text.
    private bool MatchesSpace(int part, int at)
    {
        var next = part + 1;
        while (next < _format.Count && _format[next] is { Directive: null, Letter: var letter } && char.IsWhiteSpace(letter))
        {
            next++;
        }

        var end = at;
        while (end < _text.Length && char.IsWhiteSpace(_text[end]))
        {
            end++;
        }

        for (; end > at; end--)
        {
            if (Matches(next, end))
            {
                return true;
            }
        }

        return false;
    }

    private DateTimeValue Read()
    {
        var year = Value('Y') ?? (Value('y') is { } two ? two + (two < 69 ? 2000 : 1900) : 1900);
        var month = Value('m') ?? Value('b') + 1 ?? Value('B') + 1 ?? 1;
        var hour = Value('H') ?? (Value('I') % 12) + (Value('p') == 1 ? 12 : 0) ?? 0;
        var second = Value('S') ?? 0;
        var date = new DateTime(year, month, Value('d') ?? 1, hour, Value('M') ?? 0, second, DateTimeKind.Unspecified);
        if (Value('j') is { } dayOfYear && Value('d') is null)
        {
            date = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(dayOfYear - 1) + date.TimeOfDay;
        }

        return new(date.AddTicks((Value('f') ?? 0) * TimeSpan.TicksPerMicrosecond), Value('z') is { } minutes ? new DateTimeOffset(date, TimeSpan.FromMinutes(minutes)).Offset : null);
    }

    private int? Value(char directive) => _values.TryGetValue(directive, out var value) ? value : null;
}
