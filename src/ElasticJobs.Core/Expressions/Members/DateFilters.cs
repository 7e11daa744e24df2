using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Filters on dates, datetimes, and text that is one.</summary>
internal static class DateFilters
{
    private const double Day = 86_400;

    public static readonly MemberTable<ExpressionValue> Table = new()
    {
        { "date", "format?", static (value, call) => Format(value, call) },
        { "to_datetime", "format?", static (value, call) => ToDateTime(value, call) },
        { "timestamp", "", static (value, call) => new FloatValue(DateWork.Timestamp(Moments.ReadDateTime(value, call.Context), call.Context.Scope)) },
        { "add_days", "days", static (value, call) => Add(value, Day, call) },
        { "add_weeks", "weeks", static (value, call) => Add(value, 7 * Day, call) },
        { "add_hours", "hours", static (value, call) => Add(WithTime(value, call), 3600, call) },
        { "add_minutes", "minutes", static (value, call) => Add(WithTime(value, call), 60, call) },
        { "add_seconds", "seconds", static (value, call) => Add(WithTime(value, call), 1, call) },
        { "add_months", "months", static (value, call) => DateWork.AddMonths(Moments.Read(value, call.Context), call) },
    };

    private static TextValue Format(ExpressionValue value, Arguments call)
    {
        var moment = Moments.ReadDateTime(value, call.Context);
        return call.Context.Text(DatePattern.Format(moment, call.Has(0) ? call.Format(0) : "%Y-%m-%d", call.Context));
    }

    private static DateTimeValue ToDateTime(ExpressionValue value, Arguments call) => call.Has(0)
        ? Strptime.Parse(ValueText.Of(value, call.Context), call.Format(0), call.Context)
        : Moments.ReadDateTime(value, call.Context);

    private static DateTimeValue WithTime(ExpressionValue value, Arguments call) => Moments.ReadDateTime(value, call.Context);

    private static ExpressionValue Add(ExpressionValue value, double unit, Arguments call)
    {
        var amount = call.Number(0);
        return DateWork.Add(Moments.Read(value, call.Context), amount * unit, call);
    }
}
