namespace ElasticJobs.Core.Expressions.Sentences;

internal static partial class ChineseTexts
{
    private static Dictionary<string, string> Dates => new()
    {
        ["{0} has letters that no date format knows."] = "{0} 含有日期格式不认识的字母。",
        ["Did you mean '{0}'? Capital M is the month, m the minute, H the hour."] = "您是指 '{0}' 吗？大写 M 表示月，小写 m 表示分，H 表示小时。",
        ["{0} is not a date format."] = "{0} 不是日期格式。",
        ["Write e.g. '%Y%m%d' or 'yyyyMMdd'."] = "例如写成 '%Y%m%d' 或 'yyyyMMdd'。",
        ["A time zone's offset is whole minutes, 14 hours at most."] = "时区偏移应为整分钟，且不超过 14 小时。",
        ["Write e.g. datetime.timezone(datetime.timedelta(hours=8))."] = "例如写成 datetime.timezone(datetime.timedelta(hours=8))。",
        ["Month {0} of {1} has no day {2}."] = "{1} 年 {0} 月没有 {2} 日。",
        ["Check day and month; | add_months(n) keeps to the month's last day."] = "请检查月和日；| add_months(n) 不会超过当月最后一天。",
        ["{0} is not a date."] = "{0} 不是日期。",
        ["Write it as 2024-05-31 or 2024-05-31 08:00:00, or read it with datetime.datetime.strptime(text, format)."] = "请写成 2024-05-31 或 2024-05-31 08:00:00，或用 datetime.datetime.strptime(text, format) 读取。",
        ["A timedelta is not a date."] = "timedelta 不是日期。",
        ["A filter belongs to the value right before it: put parentheses around the whole, e.g. (now - datetime.timedelta(days=1)) | date."] = "过滤器只作用于紧邻其前的值：请为整体加括号，例如 (now - datetime.timedelta(days=1)) | date。",
        ["Give a date, a datetime, or text like 2024-05-31 08:00:00."] = "请提供 date、datetime，或形如 2024-05-31 08:00:00 的文本。",
        ["The date is out of range."] = "日期超出范围。",
        ["Dates go from year 1 to 9999."] = "日期的年份为 1 到 9999。",
        ["One datetime has a time zone, the other has none."] = "一个 datetime 带有时区，另一个没有。",
        ["Use datetime.datetime.now() with execution_date, and .astimezone() to give a zone."] = "请将 datetime.datetime.now() 与 execution_date 搭配使用，或用 .astimezone() 指定时区。",
        ["The format ends with a lone '%'."] = "格式以单独的 '%' 结尾。",
        ["Write '%%' for a percent sign."] = "百分号请写 '%%'。",
        ["'%{0}' is not a directive of strftime."] = "'%{0}' 不是 strftime 的指令。",
        ["The common ones: %Y %m %d %H %M %S %f %j %y %b %a; '%%' is a percent sign."] = "常用指令：%Y %m %d %H %M %S %f %j %y %b %a；'%%' 表示百分号。",
        ["{0} does not look like {1}."] = "{0} 与格式 {1} 不符。",
        ["Make the format match the text, e.g. '%Y-%m-%d %H:%M:%S' for execution_date."] = "请使格式与文本一致，例如 execution_date 用 '%Y-%m-%d %H:%M:%S'。",
        ["{0} is a date that does not exist."] = "{0} 是不存在的日期。",
        ["Check day and month."] = "请检查月和日。",
        ["'%{0}' can't be read, or stands twice in the format."] = "'%{0}' 无法读取，或在格式中出现了两次。",
        ["The common ones: %Y %m %d %H %M %S %f %j %y %b %p %z; '%%' is a percent sign."] = "常用指令：%Y %m %d %H %M %S %f %j %y %b %p %z；'%%' 表示百分号。",
    };
}
