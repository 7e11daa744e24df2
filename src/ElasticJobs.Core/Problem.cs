namespace ElasticJobs.Core;

/// <summary>One thing that is wrong with what a person gave, the same for editor, API and CLI.</summary>
/// <param name="Path">Where, e.g. <c>spec.tasks[2].args.script</c>. Empty: the whole.</param>
/// <param name="Code">Stable, e.g. <c>cycle</c>; translations are found by it.</param>
/// <param name="Message">What is wrong, in English.</param>
/// <param name="Fix">What to do, in English.</param>
public sealed record Problem(string Path, string Code, string Message, string Fix)
{
    /// <summary>From 1, when the text it came from is known.</summary>
    public int? Line { get; init; }

    /// <summary>From 1.</summary>
    public int? Column { get; init; }

    /// <summary>The task it belongs to, so that the canvas can mark it.</summary>
    public string? Task { get; init; }

    /// <summary>The values in the sentences, for translations: {0}, {1}...</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>True: told, but nothing is refused for it.</summary>
    public bool IsWarning { get; init; }
}
