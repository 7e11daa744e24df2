using System.Text.Json;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Features.Editor.Canvas;

/// <summary>What a person did on the canvas, as canvas.js sends it. Which members are there follows from <see cref="Type"/>.</summary>
public sealed record CanvasCommand(string Type)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    public string? Template { get; init; }

    public double X { get; init; }

    public double Y { get; init; }

    /// <summary>In the window, for menus.</summary>
    public double ClientX { get; init; }

    public double ClientY { get; init; }

    public string? After { get; init; }

    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    public string? When { get; init; }

    public IReadOnlyList<string> Tasks { get; init; } = [];

    public IReadOnlyList<EdgeEnds> Edges { get; init; } = [];

    public EdgeEnds? Edge { get; init; }

    public IReadOnlyDictionary<string, double[]> Positions { get; init; } = new Dictionary<string, double[]>();

    /// <summary>What moved the tasks: <c>drag</c>, <c>nudge</c>, <c>align</c> or <c>layout</c>.</summary>
    public string Step { get; init; } = "drag";

    public string Text { get; init; } = "";

    public string Action { get; init; } = "";

    public string Task { get; init; } = "";

    public EdgeCondition Condition => Enum.TryParse<EdgeCondition>(When, ignoreCase: true, out var condition) ? condition : EdgeCondition.Succeeded;

    public CanvasPosition At => new(X, Y);

    /// <summary>True: the canvas has shown the change already and waits for the document.</summary>
    public bool ChangesDocument => Type is "add" or "connect" or "disconnect" or "edge" or "remove" or "move" or "duplicate" or "paste" or "undo" or "redo";

    /// <summary>Null: the text is no command.</summary>
    public static CanvasCommand? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CanvasCommand>(json, Wire);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
