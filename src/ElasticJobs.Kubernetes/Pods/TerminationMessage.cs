using System.Globalization;
using System.Text;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>What a container left as its termination message, see <see cref="ContainerScript"/>.</summary>
/// <param name="Outputs">Trimmed text by name. Null: there are none that can be used.</param>
/// <param name="Refusal">Why the command was not started. Null: it was.</param>
/// <param name="TooLarge">A sentence: outputs are more than fits. Null: they fit.</param>
/// <param name="Ignored">A sentence on outputs that were left out. Null: none were.</param>
internal sealed record TerminationMessage(IReadOnlyDictionary<string, string>? Outputs, string? Refusal = null, string? TooLarge = null, string? Ignored = null)
{
    private const char Start = '\u0002';
    private const char End = '\u0004';
    private const char FieldEnd = '\u001f';
    private const char RecordEnd = '\u001e';

    private static TerminationMessage None { get; } = new(Outputs: null);

    public static TerminationMessage Read(string? message)
    {
        if (string.IsNullOrEmpty(message))
            return None;
        if (message[0] != Start)
            return Encoding.UTF8.GetByteCount(message) >= ContainerScript.MessageBytes ? Cut() : None;
        var body = message[^1] == End ? message[1..^1] : null;
        return body switch
        {
            null => Cut(),
            ['!', .. var sentence] => new TerminationMessage(Outputs: null, Refusal: sentence),
            ['?', .. var sizes] => new TerminationMessage(Outputs: null, TooLarge: Sizes(sizes)),
            _ => Records(body),
        };
    }

    private static TerminationMessage Records(string body)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ignored = new List<string>();
        foreach (var record in body.Split(RecordEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            var field = record.IndexOf(FieldEnd, StringComparison.Ordinal);
            if (field < 0)
                continue;
            var name = record[..field];
            if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
                values[name] = Trim(record[(field + 1)..]);
            else
                ignored.Add(name);
        }

        return new TerminationMessage(values, Ignored: ignored.Count == 0
            ? null
            : $"Ignored in $EJ_OUTPUTS: {string.Join(", ", ignored.Take(5))}. Names of outputs are letters, digits, '_', '.' and '-' only.");
    }

    private static string Sizes(string records)
    {
        var sizes = new List<(string Name, long Bytes)>();
        foreach (var record in records.Split(RecordEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            if (record.Split(' ', 2) is [var size, var name] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                sizes.Add((name, bytes));
        }

        var largest = sizes.OrderByDescending(size => size.Bytes).Take(5).Select(size => string.Create(CultureInfo.InvariantCulture, $"{size.Name} {size.Bytes} bytes"));
        return TooMuch(string.Create(CultureInfo.InvariantCulture, $"{sizes.Sum(size => size.Bytes)} bytes"), $" ({string.Join(", ", largest)})");
    }

    private static TerminationMessage Cut() => new(Outputs: null, TooLarge: TooMuch("too large", ""));

    private static string TooMuch(string size, string largest) => string.Create(
        CultureInfo.InvariantCulture,
        $"The outputs are {size}, more than the {ContainerScript.MessageBytes} bytes allowed with their names{largest}. Put large data into $EJ_WORKSPACE and only its path into $EJ_OUTPUTS.");

    private static string Trim(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
