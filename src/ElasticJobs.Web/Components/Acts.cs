using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;
using Microsoft.Extensions.Localization;
using Radzen;

namespace ElasticJobs.Web.Components;

/// <summary>What a person does on a page: the role is asked anew, what was done is written down, and how it went is told. Refusals are shown with what to do about them.</summary>
internal sealed class Acts(IProjectAccess access, AuditLog audit, NotificationService notifications, IStringLocalizer<CommonTexts> texts)
{
    private const double ShownFor = 4000;
    private const double RefusalShownFor = 12000;

    /// <param name="what">For the audit log.</param>
    /// <param name="done">Said when it went well. Null: the page shows it by itself.</param>
    /// <returns>False: refused, and told.</returns>
    public async Task<bool> TryAsync(ProjectView view, ProjectRole role, AuditedAct what, Func<CancellationToken, Task> act, string? done, CancellationToken cancellationToken) =>
        await TryAsync(
            async () =>
            {
                await access.RequireAsync(view.User, view.Name, role, cancellationToken);
                await act(cancellationToken);
                await audit.AddAsync(view.User, view.Name, what);
            },
            done);

    /// <summary>For acts that ask for the right themselves, and write down what they did.</summary>
    public async Task<bool> TryAsync(Func<Task> act, string? done)
    {
        try
        {
            await act();
        }
        catch (RefusedException refused)
        {
            Tell(refused);
            return false;
        }

        if (done is not null)
        {
            Say(done);
        }

        return true;
    }

    /// <summary>Tells what went well, where only the act itself knows it.</summary>
    public void Say(string done) => notifications.Notify(new NotificationMessage { Severity = NotificationSeverity.Success, Summary = done, Duration = ShownFor });

    public void Tell(RefusedException refused)
    {
        var (message, fix) = RefusalWords.Of(refused, texts);
        notifications.Notify(new NotificationMessage { Severity = NotificationSeverity.Error, Summary = message, Detail = fix, Duration = RefusalShownFor });
    }
}
