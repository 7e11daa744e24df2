using System.Globalization;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>One directive of strptime: how many characters it may take, and the number that they stand for (null: they don't).</summary>
internal sealed record StrptimeDirective(int MinLength, int MaxLength, StrptimeDirective.Reader Read)
{
    public delegate int? Reader(ReadOnlySpan<char> text);

    private static readonly DateTimeFormatInfo English = CultureInfo.InvariantCulture.DateTimeFormat;

    public static readonly IReadOnlyDictionary<char, StrptimeDirective> All = new Dictionary<char, StrptimeDirective>
    {
        ['a'] = Names(English.AbbreviatedDayNames),
        ['A'] = Names(English.DayNames),
        ['b'] = Names(English.AbbreviatedMonthNames[..12]),
        ['B'] = Names(English.MonthNames[..12]),
        ['d'] = new(1, 2, static text => InRange(text.Length == 2 && text[0] == ' ' ? text[1..] : text, 1, 31)),
        ['f'] = new(1, 6, static text => InRange(text, 0, 999_999) is { } digits ? digits * (int)Math.Pow(10, 6 - text.Length) : null),
        ['H'] = Number(1, 2, 0, 23),
        ['I'] = Number(1, 2, 1, 12),
        ['j'] = Number(1, 3, 1, 366),
        ['m'] = Number(1, 2, 1, 12),
        ['M'] = Number(1, 2, 0, 59),
        ['p'] = Names(["AM", "PM"]),
        ['S'] = Number(1, 2, 0, 61),
        ['w'] = Number(1, 1, 0, 6),
        ['y'] = Number(2, 2, 0, 99),
        ['Y'] = Number(4, 4, 0, 9999),
        ['z'] = new(1, 6, static text => ReadOffset(text)),
        ['Z'] = Names(["UTC", "GMT"]),
    };

    private static StrptimeDirective Number(int minLength, int maxLength, int minimum, int maximum) =>
        new(minLength, maxLength, text => InRange(text, minimum, maximum));

    private static StrptimeDirective Names(string[] names) => new(names.Min(name => name.Length), names.Max(name => name.Length), text =>
    {
        for (var at = 0; at < names.Length; at++)
        {
            if (text.Equals(names[at], StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return null;
    });

    private static int? InRange(ReadOnlySpan<char> text, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? number : null;

    // Minutes east of UTC, from +0800, +08:00 or Z.
    private static int? ReadOffset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
        {
            return 0;
        }

        if (text.Length < 5 || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':'))
        {
            return null;
        }

        var minutes = (InRange(text[1..3], 0, 99) * 60) + InRange(text[^2..], 0, 59);
        return text[0] == '-' ? -minutes : minutes;
    }
}
