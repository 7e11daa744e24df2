namespace ElasticJobs.Web.Features.Editor.Documents;

public enum LineChange
{
    Same,
    Added,
    Removed,

    /// <summary>Stands for lines that are the same on both sides and not shown.</summary>
    Skipped,
}

public sealed record DifferenceLine(LineChange Change, string Text);

/// <summary>Two texts line by line: longest common subsequence, after what both begin and end with is taken off.</summary>
internal static class TextDifference
{
    /// <summary>Lines × lines beyond which the middle is told as removed and added whole.</summary>
    private const long MaximumWork = 4_000_000;
    private const int Context = 3;

    public static IReadOnlyList<DifferenceLine> Between(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        List<DifferenceLine> lines = [.. old[..start].Select(line => new DifferenceLine(LineChange.Same, line))];
        lines.AddRange(Middle(old[start..^end], now[start..^end]));
        lines.AddRange(old[^end..].Select(line => new DifferenceLine(LineChange.Same, line)));
        return Shorten(lines);
    }

    private static IEnumerable<DifferenceLine> Middle(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MaximumWork)
        {
            return [.. old.Select(line => new DifferenceLine(LineChange.Removed, line)), .. now.Select(line => new DifferenceLine(LineChange.Added, line))];
        }

        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(old, now, common);
    }

    private static IEnumerable<DifferenceLine> Walk(string[] old, string[] now, int[,] common)
    {
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                yield return new DifferenceLine(LineChange.Same, old[i]);
                i++;
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                yield return new DifferenceLine(LineChange.Removed, old[i++]);
            }
            else
            {
                yield return new DifferenceLine(LineChange.Added, now[j++]);
            }
        }
    }

    /// <summary>Only what is near a change.</summary>
    private static List<DifferenceLine> Shorten(List<DifferenceLine> lines)
    {
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Change != LineChange.Same)
            {
                Array.Fill(near, true, Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context));
            }
        }

        List<DifferenceLine> kept = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (near[i])
            {
                kept.Add(lines[i]);
            }
            else if (kept.Count == 0 || kept[^1].Change != LineChange.Skipped)
            {
                kept.Add(new DifferenceLine(LineChange.Skipped, "…"));
            }
        }

        return kept is [{ Change: LineChange.Skipped }] ? [] : kept;
    }
}
