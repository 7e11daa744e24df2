using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Members of a date value, by Python's names.</summary>
internal static class DateMembers
{
    public static readonly MemberTable<DateValue> Table = new()
    {
        { "year", static date => new IntegerValue(date.Value.Year) },
        { "month", static date => new IntegerValue(date.Value.Month) },
        { "day", static date => new IntegerValue(date.Value.Day) },
        { "strftime", "format", static (date, call) => new TextValue(Strftime.Format(DateWork.AtMidnight(date), call.Format(0), call.Context)) },
        { "isoformat", "", static (date, call) => new TextValue(ValueText.Of(date, call.Context)) },
        { "weekday", "", static (date, _) => new IntegerValue(DateWork.Weekday(DateWork.AtMidnight(date).Value)) },
        { "isoweekday", "", static (date, _) => new IntegerValue(DateWork.Weekday(DateWork.AtMidnight(date).Value) + 1) },
        { "replace", "year?, month?, day?", static (date, call) => DateWork.DateOf(DateWork.Replace(DateWork.AtMidnight(date), call)) },
    };
}
