using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Members of a timedelta, by Python's names: days round down, seconds and microseconds are never negative.</summary>
internal static class DurationMembers
{
    public static readonly MemberTable<DurationValue> Table = new()
    {
        { "days", static duration => new IntegerValue(Durations.Days(duration.Value)) },
        { "seconds", static duration => new IntegerValue((long)Durations.WithinDay(duration.Value).TotalSeconds) },
        { "microseconds", static duration => new IntegerValue(Durations.WithinDay(duration.Value).Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000) },
        { "total_seconds", "", static (duration, _) => new FloatValue(duration.Value.TotalSeconds) },
    };
}
