using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Web.Features.Runs.Detail.Results;

/// <summary>Reads what tasks write to <c>$EJ_RESULTS</c>: a list of <c>{type: text|table|image|chart, title, …}</c>, or cube-studio's <c>{metric_type, describe, …}</c>. Nothing in it is trusted.</summary>
internal static class ResultReader
{
    private const int MostItems = 100;
    private const int MostRows = 1000;
    private const int MostColumns = 100;
    private const int MostLabels = 500;
    private const int MostSeries = 8;

    /// <summary>By the files' names. A file that is no JSON is shown as it is.</summary>
    public static IReadOnlyList<TaskResult> Read(IReadOnlyDictionary<string, string> files) =>
        [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => ReadFile(file.Key, file.Value)).Take(MostItems)];

    private static IEnumerable<TaskResult> ReadFile(string name, string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return [new RawResult(name, text)];
        }

        IEnumerable<JsonNode?> items = node is JsonArray list ? list : [node];
        return items.Select(item => item is JsonObject known && ReadItem(known) is { } result ? result : new RawResult(name, PrettyJson.Of(item?.ToJsonString() ?? "null")));
    }

    /// <summary>Null: of no kind that is known.</summary>
    private static TaskResult? ReadItem(JsonObject item)
    {
        var title = Text(item["title"]) ?? Text(item["describe"]) ?? "";
        return (Text(item["type"]) ?? Text(item["metric_type"])) switch
        {
            "text" when Text(item["text"]) is { } text => new TextResult(title, SafeMarkdown.ToHtml(text)),
            "table" => Table(title, item),
            "image" when (Text(item["image"]) ?? Text(item["data"])) is { } image && IsPicture(image) => new ImageResult(title, image),
            "chart" => Chart(title, item),
            _ => null,
        };
    }

    private static TableResult? Table(string title, JsonObject item)
    {
        if (item["rows"] is not JsonArray rows)
        {
            return null;
        }

        var read = rows.Take(MostRows).ToList();
        var columns = item["columns"] is JsonArray named
            ? named.Take(MostColumns).Select(Cell).ToList()
            : read.OfType<JsonObject>().SelectMany(row => row.Select(pair => pair.Key)).Distinct().Take(MostColumns).ToList();
        return new TableResult(
            title,
            columns,
            [.. read.Select(row => row switch
            {
                JsonArray cells => (IReadOnlyList<string>)[.. cells.Take(MostColumns).Select(Cell)],
                JsonObject cells => [.. columns.Select(column => Cell(cells[column]))],
                _ => [Cell(row)],
            })],
            rows.Count > MostRows);
    }

    private static ChartResult? Chart(string title, JsonObject item)
    {
        if (item["series"] is not JsonArray series)
        {
            return null;
        }

        var read = series.OfType<JsonObject>().Take(MostSeries)
            .Select((one, index) => new ChartSeries(Text(one["name"]) ?? (index + 1).ToString(CultureInfo.InvariantCulture), Numbers(one["values"])))
            .Where(one => one.Values.Count > 0)
            .ToList();
        var length = read.Select(one => one.Values.Count).DefaultIfEmpty(0).Max();
        var labels = (item["labels"] as JsonArray)?.Take(MostLabels).Select(Cell).ToList() ?? [];
        labels.AddRange(Enumerable.Range(labels.Count + 1, Math.Max(0, length - labels.Count)).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return read.Count == 0 ? null : new ChartResult(title, Text(item["kind"]) == "line", labels, read);
    }

    private static IReadOnlyList<double?> Numbers(JsonNode? values) => values is JsonArray list
        ? [.. list.Take(MostLabels).Select(value => value is JsonValue scalar && scalar.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : (double?)null)]
        : [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Cell(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value => value.ToString(),
        _ => node.ToJsonString(),
    };

    /// <summary>SVG is left out: it is a document that can do more than be looked at.</summary>
    private static bool IsPicture(string uri) =>
        uri.StartsWith("data:image/png;base64,", StringComparison.Ordinal) || uri.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal);
}
