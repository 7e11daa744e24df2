using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Templates;

/// <summary>What becomes of a template's tasks.</summary>
public enum TemplateKind
{
    /// <summary>One pod.</summary>
    Container,

    /// <summary>Several pods that start and end together.</summary>
    Distributed,

    /// <summary>An object of Kubernetes that makes pods of its own.</summary>
    Resource,

    /// <summary>A task of an elastic job, done by one of its instances.</summary>
    Queue,
}

/// <summary>A reusable kind of task with a typed form.</summary>
public sealed record TemplateSpec
{
    public required string Name { get; init; }

    public TemplateKind Kind { get; init; }

    public required string Version { get; init; }

    public required LocalizedText Title { get; init; }

    public required LocalizedText Description { get; init; }

    /// <summary>Palette group.</summary>
    public required LocalizedText Group { get; init; }

    /// <summary>Name of an icon that the console knows.</summary>
    public required string Icon { get; init; }

    /// <summary>CSS colour of the icon's ground.</summary>
    public required string Color { get; init; }

    /// <summary>The form, in the shape of cube-studio's template args.</summary>
    public required IReadOnlyList<ParameterGroup> Parameters { get; init; }

    /// <summary>A task may name the image that it runs in.</summary>
    public bool TakesImage { get; init; } = true;

    public Pipelines.TaskResources? DefaultResources { get; init; }

    /// <summary>Names of templates that often come next, best first.</summary>
    public IReadOnlyList<string> RecommendedNext { get; init; } = [];

    public IEnumerable<TemplateParameter> AllParameters => Parameters.SelectMany(group => group.Parameters);
}

/// <param name="En">English.</param>
/// <param name="ZhHans">Simplified Chinese.</param>
public sealed record LocalizedText(string En, string ZhHans)
{
    public string For(System.Globalization.CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? ZhHans : En;
}

public sealed record ParameterGroup(LocalizedText Title, IReadOnlyList<TemplateParameter> Parameters);

/// <summary>Widgets and checks follow the type.</summary>
public enum TemplateParameterType
{
    Int,
    Bool,
    Str,
    Text,
    Enum,
    Float,
    Multiple,
    Dict,
    List,
    File,
    Json,
}

/// <summary>One field of a template's form (facts: cube-studio's template args).</summary>
public sealed record TemplateParameter
{
    public required string Name { get; init; }

    public required TemplateParameterType Type { get; init; }

    /// <summary>Of list, enum and multiple: int, str, text, float, dict; of text: the language (shell, python, json, sql); of str: <c>service</c>, the name of an elastic job of the project.</summary>
    public string ItemType { get; init; } = "str";

    public required LocalizedText Label { get; init; }

    public LocalizedText? Description { get; init; }

    public string? Placeholder { get; init; }

    public bool Required { get; init; }

    public JsonNode? Default { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Of int and float.</summary>
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public double? Step { get; init; }

    /// <summary>Whole-value regular expression of a str.</summary>
    public string? Regex { get; init; }

    public bool Editable { get; init; } = true;

    /// <summary>Fields of a dict, or of each item of a list of dicts.</summary>
    public IReadOnlyList<TemplateParameter> Fields { get; init; } = [];
}
