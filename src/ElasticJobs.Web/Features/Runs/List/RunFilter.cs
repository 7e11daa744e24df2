using System.Globalization;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.List;

/// <summary>The filters of the list of runs, as they stand in the address.</summary>
/// <param name="From">First day, UTC, <c>2026-11-28</c>.</param>
/// <param name="To">Last day, UTC.</param>
internal sealed record RunFilter(string? Pipeline, RunState? State, RunTrigger? Trigger, DateOnly? From, DateOnly? To)
{
    private const string DayFormat = "yyyy-MM-dd";

    public bool IsEmpty => this == new RunFilter(null, null, null, null, null);

    /// <summary>What can't be read counts as not set: an address may be typed.</summary>
    public static RunFilter Read(string? pipeline, string? state, string? trigger, string? from, string? to) => new(
        string.IsNullOrWhiteSpace(pipeline) ? null : pipeline.Trim(), Name<RunState>(state), Name<RunTrigger>(trigger), Day(from), Day(to));

    public static string? Text(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    public RunQuery Query(string project, string? cursor, int limit) => new(
        project,
        Pipeline,
        State is { } state ? [state] : null,
        Trigger is { } trigger ? [trigger] : null,
        null,
        Start(From),
        Start(To?.AddDays(1)),
        cursor,
        limit);

    /// <summary>Would this run be in the list?</summary>
    public bool Matches(Run run) =>
        (Pipeline is null || run.Pipeline == Pipeline)
        && (State is null || run.State == State)
        && (Trigger is null ? run.Trigger != RunTrigger.Debug : run.Trigger == Trigger)
        && (From is null || run.CreatedAt >= Start(From))
        && (To is null || run.CreatedAt < Start(To.Value.AddDays(1)));

    public Dictionary<string, object?> Address() => new()
    {
        ["pipeline"] = Pipeline,
        ["state"] = State?.ToString().ToLowerInvariant(),
        ["trigger"] = Trigger?.ToString().ToLowerInvariant(),
        ["from"] = Text(From),
        ["to"] = Text(To),
    };

    private static T? Name<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? Start(DateOnly? day) => day is { } found ? new DateTimeOffset(found.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
