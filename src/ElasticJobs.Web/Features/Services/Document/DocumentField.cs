using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Web.Features.Services.Document;

/// <summary>One value of a service's document that the form shows.</summary>
/// <param name="Key">Of its words.</param>
/// <param name="Path">Keys from the document's root; <c>0</c>: the first of a list.</param>
/// <param name="Kind">How it is typed.</param>
internal sealed record DocumentField(string Key, IReadOnlyList<string> Path, FieldKind Kind)
{
    // Shown as text, never as markup.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<DocumentField> All { get; } =
    [
        new("name", ["metadata", "name"], FieldKind.Text),
        new("type", ["metadata", "type"], FieldKind.Type),
        new("image", ["containers", "0", "image"], FieldKind.Text),
        new("init", ["containers", "0", "init_command"], FieldKind.Lines),
        new("command", ["containers", "0", "command"], FieldKind.Lines),
        new("port", ["containers", "0", "port"], FieldKind.Number),
        new("cpu", ["metadata", "cpu"], FieldKind.Number),
        new("memory", ["metadata", "memory"], FieldKind.Number),
        new("gpu", ["metadata", "gpu"], FieldKind.Number),
        new("min", ["autoscaler", "min"], FieldKind.Number),
        new("max", ["autoscaler", "max"], FieldKind.Number),
        new("target", ["autoscaler", "strategies", "avg_waiting_length"], FieldKind.Number),
        new("frontimage", ["front_end", "image"], FieldKind.Text),
        new("frontscript", ["front_end", "script"], FieldKind.Lines),
        new("frontport", ["front_end", "port"], FieldKind.Number),
    ];

    public bool IsOfFrontEnd => Path[0] == "front_end";

    /// <summary>Empty: it is not there, or is nothing that a field could show.</summary>
    public string Read(JsonObject document)
    {
        JsonNode? node = document;
        foreach (var key in Path)
            node = Next(node, key);
        return node is JsonValue value ? value.ToString() : "";
    }

    /// <summary>The document with another value there. Empty: with none.</summary>
    /// <returns>Null: something of another shape stands in the way.</returns>
    public string? Write(JsonObject document, string value)
    {
        var root = (JsonObject)document.DeepClone();
        JsonNode node = root;
        for (var i = 0; i < Path.Count - 1; i++)
        {
            if ((Next(node, Path[i]) ?? Make(node, i)) is not { } next)
                return null;
            node = next;
        }

        if (node is not JsonObject owner)
            return null;
        if (value.Length == 0)
            owner.Remove(Path[^1]);
        else
            owner[Path[^1]] = Kind == FieldKind.Number && decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : value;
        return root.ToJsonString(Indented);
    }

    private static JsonNode? Next(JsonNode? node, string key) => node switch
    {
        JsonObject mapping => mapping[key],
        JsonArray list => list.ElementAtOrDefault(int.TryParse(key, CultureInfo.InvariantCulture, out var index) ? index : -1),
        _ => null,
    };

    private JsonNode? Make(JsonNode node, int at)
    {
        JsonNode made = Path[at + 1] == "0" ? new JsonArray() : new JsonObject();
        switch (node)
        {
            case JsonObject mapping:
                mapping[Path[at]] = made;
                return made;
            case JsonArray { Count: 0 } list:
                list.Add(made);
                return made;
            default:
                return null;
        }
    }
}
