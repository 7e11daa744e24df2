using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

/// <summary>The expected values were compared with Python 3.11 on Linux.</summary>
public class DateTests
{
    private const string Moment = "datetime.datetime(2021, 1, 3, 0, 5, 9, 42)";

    [Theory]
    [InlineData("%a %A %b %B", "Sun Sunday Jan January")]
    [InlineData("%c", "Sun Jan  3 00:05:09 2021")]
    [InlineData("%x %X %D %F %T %R", "01/03/21 00:05:09 01/03/21 2021-01-03 00:05:09 00:05")]
    [InlineData("%y %Y %C %m %d %e %j", "21 2021 20 01 03  3 003")]
    [InlineData("%H %I %k %l %M %S %f %p %P", "00 12  0 12 05 09 000042 AM am")]
    [InlineData("%U %W %V %G %g %u %w", "01 00 53 2020 20 7 0")]
    [InlineData("%-d %-m %_d %^a %-H", "3 1  3 SUN 0")]
    [InlineData("100%% of %Y", "100% of 2021")]
    [InlineData("[%z%Z]", "[]")]
    public void Strftime_AnyDirective_IsPythons(string format, string expected) =>
        Assert.Equal(expected, Scopes.Evaluate($"{Moment}.strftime('{format}')"));

    [Theory]
    [InlineData("'2024111', '%Y%m%d'", "2024-11-01 00:00:00")]
    [InlineData("'01/02/24 3:04 PM', '%m/%d/%y %I:%M %p'", "2024-01-02 15:04:00")]
    [InlineData("'12 am 5 Mar 70', '%I %p %d %b %y'", "1970-03-05 00:00:00")]
    [InlineData("'2024 060', '%Y %j'", "2024-02-29 00:00:00")]
    [InlineData("'2024-01-02T03:04:05.5+0800', '%Y-%m-%dT%H:%M:%S.%f%z'", "2024-01-02 03:04:05.500000+08:00")]
    [InlineData("'Thu Feb 29 23:59:07 2024', '%c'", "2024-02-29 23:59:07")]
    [InlineData("'5%D', '%d%%D'", "1900-01-05 00:00:00")]
    [InlineData("'Jan  3 2024', '%b %d %Y'", "2024-01-03 00:00:00")]
    [InlineData("'1112024', '%m%d%Y'", "2024-11-01 00:00:00")]
    [InlineData("'11:5', '%H:%M'", "1900-01-01 11:05:00")]
    [InlineData("'MARCH utc', '%B %Z'", "1900-03-01 00:00:00")]
    public void Strptime_AnyDirective_IsPythons(string arguments, string expected) =>
        Assert.Equal(expected, Scopes.Evaluate($"datetime.datetime.strptime({arguments})"));

    [Theory]
    [InlineData("now", "2024-03-01 07:59:07.123456")]
    [InlineData("datetime.datetime.utcnow()", "2024-02-29 23:59:07.123456")]
    [InlineData("datetime.datetime.now(datetime.timezone.utc)", "2024-02-29 23:59:07.123456+00:00")]
    [InlineData("datetime.date.today()", "2024-03-01")]
    [InlineData("now.date().isoformat()", "2024-03-01")]
    [InlineData("now.isoformat()", "2024-03-01T07:59:07.123456")]
    [InlineData("now.timestamp()", "1709251147.123456")]
    [InlineData("now.replace(day=31, hour=0, microsecond=0)", "2024-03-31 00:59:07")]
    [InlineData("now.weekday()", "4")]
    [InlineData("now.astimezone()", "2024-03-01 07:59:07.123456+08:00")]
    [InlineData("datetime.datetime.fromtimestamp(1700000000)", "2023-11-15 06:13:20")]
    [InlineData("datetime.datetime.fromisoformat('2024-01-02')", "2024-01-02 00:00:00")]
    [InlineData("now.year - 1", "2023")]
    public void DateTime_Members_ArePythons(string expression, string expected) => Assert.Equal(expected, Scopes.Evaluate(expression));

    [Theory]
    [InlineData("datetime.timedelta(days=-1, hours=5)", "-1 day, 5:00:00")]
    [InlineData("datetime.timedelta(days=3, seconds=1.5)", "3 days, 0:00:01.500000")]
    [InlineData("-datetime.timedelta(hours=1)", "-1 day, 23:00:00")]
    [InlineData("datetime.timedelta(hours=-30).seconds", "64800")]
    [InlineData("datetime.timedelta(hours=30).total_seconds()", "108000.0")]
    [InlineData("datetime.timedelta(hours=3) / datetime.timedelta(hours=2)", "1.5")]
    [InlineData("datetime.timedelta(hours=3) * 1.5", "4:30:00")]
    [InlineData("(datetime.date(2024, 3, 1) - datetime.date(2024, 2, 1)).days", "29")]
    [InlineData("datetime.date(2024, 1, 31) + datetime.timedelta(days=1)", "2024-02-01")]
    [InlineData("datetime.date(2024, 1, 31) < datetime.date(2024, 2, 1)", "true")]
    public void Arithmetic_OnDates_IsPythons(string expression, string expected) => Assert.Equal(expected, Scopes.Evaluate(expression));

    [Theory]
    [InlineData("execution_date | add_days(-1) | date('%Y%m%d')", "20240131")]
    [InlineData("execution_date | add_days(-1)", "2024-01-31 00:00:00")]
    [InlineData("execution_date | add_hours(1.5)", "2024-02-01 01:30:00")]
    [InlineData("'2024-03-31' | add_months(-1)", "2024-02-29")]
    [InlineData("execution_date | date", "2024-02-01")]
    [InlineData("execution_date | date('yyyyMMdd')", "20240201")]
    [InlineData("now | date('yyyy/M/d HH:mm')", "2024/3/1 07:59")]
    [InlineData("now | date('d')", "1")]
    [InlineData("day | add_weeks(1)", "2024-06-07")]
    [InlineData("day | add_hours(1)", "2024-05-31 01:00:00")]
    [InlineData("execution_date - datetime.timedelta(days=1)", "2024-01-31 00:00:00")]
    [InlineData("(now - execution_date).days", "29")]
    [InlineData("execution_date < datetime.datetime(2024, 2, 2)", "true")]
    [InlineData("(execution_date | to_datetime).month", "2")]
    [InlineData("'31.05.2024' | to_datetime('%d.%m.%Y') | date", "2024-05-31")]
    public void ExecutionDate_InFiltersAndArithmetic_CountsAsADate(string expression, string expected) => Assert.Equal(expected, Scopes.Evaluate(expression));

    [Fact]
    public void ExecutionDate_NotGiven_IsNow() =>
        Assert.Equal("2024-03-01 07:59:07", ExpressionTemplate.Parse("{{execution_date}}").Render(Scopes.Run with { ExecutionDate = null }));

    [Fact]
    public void Timestamp_OfAnHourThatComesTwice_IsTheFirst()
    {
        var scope = Scopes.Run with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

        Assert.Equal("1729989000.0", ExpressionTemplate.Parse("{{datetime.datetime(2024, 10, 27, 2, 30).timestamp()}}").Render(scope));
    }

    [Theory]
    [InlineData("now.strftime('%Q')", ExpressionCodes.Value)]
    [InlineData("now.strftime('%')", ExpressionCodes.Value)]
    [InlineData("datetime.datetime(2023, 2, 29)", ExpressionCodes.Value)]
    [InlineData("datetime.datetime.strptime('2023-02-29', '%Y-%m-%d')", ExpressionCodes.Value)]
    [InlineData("datetime.datetime.strptime('x', '%Y')", ExpressionCodes.Value)]
    [InlineData("datetime.datetime.strptime('20242024', '%Y%Y')", ExpressionCodes.Value)]
    [InlineData("now | date('YYYYMMDD')", ExpressionCodes.Value)]
    [InlineData("now | add_days(99999999)", ExpressionCodes.Value)]
    [InlineData("datetime.timedelta(days=1e300)", ExpressionCodes.Value)]
    [InlineData("now + datetime.timedelta(days=9999999)", ExpressionCodes.Value)]
    [InlineData("now - datetime.datetime.now(datetime.timezone.utc)", ExpressionCodes.Type)]
    [InlineData("now - datetime.timedelta(days=1) | date", ExpressionCodes.Type)]
    [InlineData("'yesterday' | date", ExpressionCodes.Value)]
    public void WrongDate_WhenEvaluated_IsToldByItsCode(string expression, string code) => Assert.Equal(code, Scopes.Failure(expression).Code);

    [Fact]
    public void DotNetPattern_WithCapitals_NamesTheRightOne() => Assert.Contains("'yyyyMMdd'", Scopes.Failure("now | date('YYYYMMDD')").Fix, StringComparison.Ordinal);
}
