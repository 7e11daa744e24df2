namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>What of a run is looked at, as it stands in the address. All views share it.</summary>
/// <param name="Attempt">Null: the latest.</param>
public sealed record RunPlace(string View, string? Task, int? Attempt, string Tab, long? Line = null)
{
    public static readonly string[] Views = ["graph", "gantt", "list"];
    public static readonly string[] Tabs = ["log", "resources", "data", "results", "manifest", "timeline"];

    public static RunPlace Read(string? view, string? task, int? attempt, string? tab, long? line) => new(
        Views.Contains(view) ? view! : Views[0], string.IsNullOrEmpty(task) ? null : task, attempt > 0 ? attempt : null, Tabs.Contains(tab) ? tab! : Tabs[0], line >= 0 ? line : null);

    /// <summary>Another task begins with its latest attempt and at the end of its log.</summary>
    public RunPlace At(string? task, string? tab = null) => this with { Task = task, Attempt = task == Task ? Attempt : null, Tab = tab ?? Tab, Line = null };

    public Dictionary<string, object?> Address() => new()
    {
        ["view"] = View == Views[0] ? null : View,
        ["task"] = Task,
        ["attempt"] = Attempt,
        ["tab"] = Task is null || Tab == Tabs[0] ? null : Tab,
        ["line"] = Line,
    };
}
