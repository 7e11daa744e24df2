using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Settings;

/// <summary>Holds settings to their <see cref="RangeAttribute"/>s, and says for each that is outside which it is, what the rule is and what to do.</summary>
/// <param name="section">Where the settings stand, e.g. <c>ElasticJobs:Logs</c>.</param>
/// <param name="more">Rules between settings: a sentence for each that is broken.</param>
internal sealed class SettingsValidator<TOptions>(string section, Func<TOptions, IEnumerable<string>>? more = null) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    private static readonly TOptions Defaults = new();

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> problems = [];
        foreach (var setting in typeof(TOptions).GetProperties())
        {
            if (setting.GetCustomAttribute<RangeAttribute>() is { } range && setting.GetValue(options) is { } value && !range.IsValid(value))
                problems.Add(Problem(setting, range, value));
        }

        problems.AddRange(more?.Invoke(options) ?? []);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private string Problem(PropertyInfo setting, RangeAttribute range, object value)
    {
        var otherwise = setting.GetValue(Defaults) is { } usual ? $"the default of {Text(usual)}" : "none";
        return $"{section}:{setting.Name} is {Text(value)}; it must be {Text(range.Minimum)} to {Text(range.Maximum)}. Set it in that range, or leave it out for {otherwise}.";
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
