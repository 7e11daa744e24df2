namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>An edit that the graph's rules forbid; the document stays as it was.</summary>
/// <param name="Code">A key of the editor's texts.</param>
/// <param name="Args">Values in its sentence.</param>
public sealed record EditRefusal(string Code, params IReadOnlyList<string> Args)
{
    public static EditRefusal Cycle(IReadOnlyList<string> path) => new("RefusedCycle", string.Join(" → ", path));

    public static EditRefusal Duplicate(string source, string target) => new("RefusedDuplicate", source, target);

    public static EditRefusal Self(string task) => new("RefusedSelf", task);

    public static EditRefusal UnknownTask(string task) => new("RefusedUnknownTask", task);

    public static EditRefusal UnknownTemplate(string template) => new("RefusedUnknownTemplate", template);

    public static EditRefusal BadId(string id) => new("RefusedBadId", id);

    public static EditRefusal TakenId(string id) => new("RefusedTakenId", id);
}

/// <summary>The two ends of an edge.</summary>
public sealed record EdgeEnds(string Source, string Target);
