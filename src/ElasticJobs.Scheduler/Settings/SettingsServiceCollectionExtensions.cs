using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Settings;

internal static class SettingsServiceCollectionExtensions
{
    /// <summary>Settings that stop the start when they are wrong. Whoever puts the product together binds them to their section.</summary>
    public static void AddSettings<TOptions>(this IServiceCollection services, string section, Func<TOptions, IEnumerable<string>>? more = null)
        where TOptions : class, new()
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(section, more));
    }
}
