using System.Buffers;
using System.Globalization;
using System.Text;

namespace ElasticJobs.Core;

/// <summary>Durations as people write them: <c>90</c> (seconds), <c>10s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>250ms</c>.</summary>
public static class DurationText
{
    public static readonly TimeSpan Maximum = TimeSpan.FromDays(10 * 366);

    public const string Example = "10s, 5m, 1h30m or 2d";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001)];

    /// <summary>False: the text is none, or longer than 10 years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        if (double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TryMake(seconds, out duration);
        }

        var total = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = (letters < 0 ? rest : rest[..letters]).Trim().ToString();
            var factor = Array.Find(Units, candidate => candidate.Unit == unit).Seconds;
            if (factor == 0)
            {
                return false;
            }

            total += value * factor;
            rest = letters < 0 ? [] : rest[letters..];
        }

        return TryMake(total, out duration);
    }

    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        var rest = duration.TotalMilliseconds;
        foreach (var (unit, seconds) in Units)
        {
            var count = Math.Floor(rest / (seconds * 1000));
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                rest -= count * seconds * 1000;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static bool TryMake(double seconds, out TimeSpan duration)
    {
        var fits = seconds >= 0 && seconds <= Maximum.TotalSeconds;
        duration = fits ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : default;
        return fits;
    }
}
