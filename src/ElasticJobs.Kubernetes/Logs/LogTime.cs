namespace ElasticJobs.Kubernetes.Logs;

/// <summary>The time before each piece of a log: RFC 3339 with nine digits and a zone, then a blank, e.g. <c>2026-01-02T15:04:05.000000000Z</c>.</summary>
internal static class LogTime
{
    /// <summary>Bytes of the longest, with its blank.</summary>
    public const int LongestBytes = 36;

    private const int SecondsBytes = 19;
    private const int ZoneAt = SecondsBytes + 10;
    private const long NanosecondsPerTick = 100;

    /// <param name="nanoseconds">Since 1970.</param>
    /// <param name="length">Bytes taken, the blank included.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out long nanoseconds, out int length)
    {
        (nanoseconds, length) = (0, 0);
        if (text.Length <= ZoneAt + 1 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[SecondsBytes] != '.')
            return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day) || !Number(text[11..13], out var hour)
            || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second) || !Number(text[(SecondsBytes + 1)..ZoneAt], out var fraction)
            || !Zone(text[ZoneAt..], out var offset, out var zoneBytes))
        {
            return false;
        }

        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        var time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch - offset;
        nanoseconds = (time.Ticks * NanosecondsPerTick) + fraction;
        length = ZoneAt + zoneBytes + 1;
        return true;
    }

    /// <summary>Makes the form that is read here of the one in which container runtimes write, which leaves out zeros at the end of the fraction.</summary>
    public static bool TryPad(ReadOnlySpan<byte> text, Span<byte> padded, out int length)
    {
        length = 0;
        if (text.Length <= SecondsBytes || text.Length > LongestBytes)
            return false;
        var rest = text[SecondsBytes..];
        var digits = 0;
        if (rest[0] == '.')
        {
            rest = rest[1..];
            while (digits < rest.Length && char.IsAsciiDigit((char)rest[digits]))
                digits++;
        }

        var fraction = ZoneAt - SecondsBytes - 1;
        length = ZoneAt + rest.Length - digits;
        if (digits > fraction || length > padded.Length)
            return false;
        text[..SecondsBytes].CopyTo(padded);
        padded[SecondsBytes] = (byte)'.';
        padded.Slice(SecondsBytes + 1, fraction).Fill((byte)'0');
        rest[..digits].CopyTo(padded[(SecondsBytes + 1)..]);
        rest[digits..].CopyTo(padded[ZoneAt..]);
        return true;
    }

    private static bool Zone(ReadOnlySpan<byte> text, out TimeSpan offset, out int length)
    {
        (offset, length) = (TimeSpan.Zero, 1);
        if (text is [(byte)'Z', (byte)' ', ..])
            return true;
        length = 6;
        if (text.Length < 7 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':' || text[6] != ' ' || !Number(text[1..3], out var hours) || !Number(text[4..6], out var minutes))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
