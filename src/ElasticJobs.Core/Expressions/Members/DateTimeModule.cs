using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>What is reachable of Python's module datetime.</summary>
internal static class DateTimeModule
{
    public static readonly ModuleValue DateTimeClass = new(
        "datetime.datetime",
        new MemberTable<ModuleValue>
        {
            { "now", "tz?", static (_, call) => call.Has(0) ? DateWork.Now(call) : Moments.Now(call.Context.Scope) },
            { "today", "", static (_, call) => Moments.Now(call.Context.Scope) },
            { "utcnow", "", static (_, call) => Moments.UtcNow(call.Context.Scope) },
            { "strptime", "text, format", static (_, call) => Strptime.Parse(call.Text(0), call.Format(1), call.Context) },
            { "fromisoformat", "text", static (_, call) => Moments.ReadDateTime(new TextValue(call.Text(0)), call.Context) },
            { "fromtimestamp", "seconds, tz?", static (_, call) => DateWork.FromTimestamp(call) },
        },
        new("datetime", new("year, month, day, hour?, minute?, second?, microsecond?"), static (_, call) => DateWork.Make(call)));

    public static readonly ModuleValue DateClass = new(
        "datetime.date",
        new MemberTable<ModuleValue>
        {
            { "today", "", static (_, call) => DateWork.DateOf(Moments.Now(call.Context.Scope)) },
            { "fromisoformat", "text", static (_, call) => DateWork.DateOf(Moments.ReadDateTime(new TextValue(call.Text(0)), call.Context)) },
        },
        new("date", new("year, month, day"), static (_, call) => DateWork.DateOf(DateWork.Make(call))));

    public static readonly ModuleValue DurationClass = new(
        "datetime.timedelta",
        new MemberTable<ModuleValue>(),
        new("timedelta", new("days?, seconds?, microseconds?, milliseconds?, minutes?, hours?, weeks?"), static (_, call) => Durations.FromUnits(call)));

    public static readonly ModuleValue ZoneClass = new(
        "datetime.timezone",
        new MemberTable<ModuleValue> { { "utc", static _ => new ZoneValue(TimeSpan.Zero) } },
        new("timezone", new("offset"), static (_, call) => DateWork.Zone(call)));

    public static readonly ModuleValue Module = new("datetime", new MemberTable<ModuleValue>
    {
        { "datetime", static _ => DateTimeClass },
        { "date", static _ => DateClass },
        { "timedelta", static _ => DurationClass },
        { "timezone", static _ => ZoneClass },
    });
}
