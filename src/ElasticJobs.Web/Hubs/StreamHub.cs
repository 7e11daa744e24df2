using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace ElasticJobs.Web.Hubs;

/// <summary>What the hubs share: the role is asked at each call, and a refusal reaches the client as <c>code: message fix</c>.</summary>
[Authorize]
public abstract class StreamHub(IProjectAccess access) : Hub
{
    private protected async Task RequireAsync(string project, ProjectRole role)
    {
        try
        {
            await access.RequireAsync(Context.User!, project, role, Context.ConnectionAborted);
        }
        catch (RefusedException refused)
        {
            throw Refuse(refused);
        }
    }

    private protected static HubException Refuse(RefusedException refused) => new($"{refused.Code}: {refused.Message} {refused.Fix}");
}
