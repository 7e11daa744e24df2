using ElasticJobs.Core;
using Microsoft.Extensions.Localization;

namespace ElasticJobs.Web.Features.Services;

/// <summary>Where a task stands that waits.</summary>
internal static class Places
{
    /// <param name="wait">Null: nobody knows.</param>
    public static string Words(IStringLocalizer<ServicesTexts> texts, long ahead, TimeSpan? wait) =>
        (ahead == 0 ? texts["IsNext"] : texts["AheadOf", ahead]) + (wait is { } time ? texts["AboutWait", DurationText.Format(time)] : "");
}
