using ElasticJobs.Core;
using Microsoft.Extensions.Localization;

namespace ElasticJobs.Web.Components;

/// <summary>Refusals in the page's language where there are words for their code, else in English.</summary>
internal static class RefusalWords
{
    public static (string Message, string Fix) Of(RefusedException refused, IStringLocalizer<CommonTexts> texts)
    {
        var message = texts[$"Refused_{refused.Code}"];
        var fix = texts[$"Refused_{refused.Code}_fix"];
        return (message.ResourceNotFound ? refused.Message : message, fix.ResourceNotFound ? refused.Fix : fix);
    }
}
