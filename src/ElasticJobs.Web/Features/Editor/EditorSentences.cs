using ElasticJobs.Web.Features.Editor.Documents;
using Microsoft.Extensions.Localization;

namespace ElasticJobs.Web.Features.Editor;

internal static class EditorSentences
{
    public static string Say(this IStringLocalizer<EditorTexts> texts, EditRefusal refusal) => texts[refusal.Code, [.. refusal.Args]];
}
