using System.Text.RegularExpressions;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>The last lines that a task wrote to stderr; where there are none, its last lines.</summary>
internal sealed partial class LastWords
{
    private const int Most = 20;
    private const int LongestLine = 500;
    private readonly Queue<string> _errors = new();
    private readonly Queue<string> _all = new();

    public IReadOnlyCollection<string> Lines => _errors.Count > 0 ? _errors : _all;

    public bool Take(LogBatch batch)
    {
        foreach (var line in batch.Lines)
        {
            var text = Escapes().Replace(line.Text, "").TrimEnd();
            text = text.Length <= LongestLine ? text : text[..LongestLine] + "…";
            Add(_all, text);
            if (line.Stream == LogStream.Err)
            {
                Add(_errors, text);
            }
        }

        return batch.Lines.Count > 0;
    }

    private static void Add(Queue<string> lines, string text)
    {
        lines.Enqueue(text);
        if (lines.Count > Most)
        {
            lines.Dequeue();
        }
    }

    /// <summary>Colours and cursor movements of terminals.</summary>
    [GeneratedRegex(@"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)?|[@-Z\\-_])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escapes();
}
