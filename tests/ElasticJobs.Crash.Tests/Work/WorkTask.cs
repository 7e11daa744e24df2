using ElasticJobs.Core.Runs;

namespace ElasticJobs.Crash.Tests.Work;

/// <summary>A task, and what must be true of it in the end. One description makes the document and the expectation.</summary>
/// <param name="Id">In its pipeline.</param>
/// <param name="Command">What it does after it has counted itself; writes <see cref="Lines"/> and no more.</param>
internal sealed record WorkTask(string Id, string Command)
{
    /// <summary>Other edges than "succeeded" as <c>{task: id, when: failed}</c>.</summary>
    public string After { get; init; } = "";

    public int Retries { get; init; }

    /// <summary>How many attempts it takes to its end.</summary>
    public int Attempts { get; init; } = 1;

    public TaskState End { get; init; } = TaskState.Succeeded;

    /// <summary>Each attempt writes <c>out 1</c> to <c>out n</c> on stdout and <c>err 1</c> to <c>err n</c> on stderr.</summary>
    public int Lines { get; init; }

    /// <summary>Further lines on stdout, after the numbered ones.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>Of its output <c>value</c>. Null: it has none.</summary>
    public string? Output { get; init; }

    public IEnumerable<string> ExpectedOut => Numbered("out").Concat(LastLines);

    public IEnumerable<string> ExpectedErr => Numbered("err");

    private IEnumerable<string> Numbered(string stream) => Enumerable.Range(1, Lines).Select(number => $"{stream} {number}");
}
