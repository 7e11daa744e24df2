using System.Globalization;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Components;
using Microsoft.Extensions.Localization;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>Why a task waits or how it ended, in the page's language.</summary>
internal sealed class ReasonWords(IStringLocalizer<RunsTexts> texts, IStringLocalizer<ShellTexts> shell)
{
    public string Of(TaskReason reason)
    {
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en")
        {
            return reason.Message;
        }

        object[] args = reason.Code is ReasonCodes.Upstream or ReasonCodes.Condition && reason.Args is [var task, var state, ..]
            ? [task, shell[$"State{state}"].Value]
            : [.. reason.Args];
        var words = texts[$"Reason_{reason.Code}"];
        return words.ResourceNotFound ? reason.Message : Filled(words.Value, args) ?? reason.Message;
    }

    /// <summary>What made a state change, which is a reason's code, a step of the scheduler, or the state itself.</summary>
    public string OfCause(string cause)
    {
        var words = texts[$"Cause_{cause}"];
        var state = shell[$"State{cause}"];
        return !words.ResourceNotFound ? words.Value : !state.ResourceNotFound ? state.Value : cause;
    }

    /// <summary>Null: the words ask for values that the reason, perhaps of an older console, does not have.</summary>
    private static string? Filled(string words, object[] args)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, words, args);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
