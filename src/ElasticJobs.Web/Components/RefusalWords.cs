using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using Microsoft.Extensions.Localization;

namespace ElasticJobs.Web.Components;

/// <summary>Refusals in the page's language where there are words for their code, else in English.</summary>
internal static class RefusalWords
{
    public static (string Message, string Fix) Of(RefusedException refused, IStringLocalizer<CommonTexts> texts)
    {
        // What a problem says has words of its own in each language.
        if (refused.Problems is [{ } only] && only.Code == refused.Code)
        {
            var local = ProblemTexts.Localize(only, CultureInfo.CurrentUICulture);
            return (local.Message, local.Fix);
        }

        var message = texts[$"Refused_{refused.Code}"];
        var fix = texts[$"Refused_{refused.Code}_fix"];
        return (message.ResourceNotFound ? refused.Message : message, fix.ResourceNotFound ? refused.Fix : fix);
    }
}
