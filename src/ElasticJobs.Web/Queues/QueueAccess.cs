using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Finds the queue that a request is about, for who may have it: with a token of the service, or a console's token with a role in its project.</summary>
internal sealed class QueueAccess(IDeploymentDirectory services, ITokenStore tokens, IQueueHost host, TimeProvider time)
{
    public const string NotSignedIn = "not_signed_in";
    public const string NotLeading = "not_leading";

    private const string UserHeader = "X-EAS-QueueService-Redis-Uid";
    private const string GroupHeader = "X-EAS-QueueService-Redis-Gid";
    private const string RearHeader = "X-EAS-QueueService-Access-Rear";
    private const string Bearer = "Bearer ";

    /// <summary>How soon a watch learns that its token is of no use any more.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    /// <summary>Of the official clients, when they say nothing.</summary>
    private const string DefaultGroup = "eas";

    public async Task<QueueCall> OpenAsync(HttpContext http, string service, bool isSink, string path)
    {
        var cancellationToken = http.RequestAborted;
        var deployment = await AllowAsync(http.Request, service, cancellationToken);
        var queue = await host.OpenAsync(service, deployment.Spec.Queue, service, cancellationToken);
        var isRear = string.Equals(http.Request.Headers[RearHeader], "true", StringComparison.OrdinalIgnoreCase);
        var stream = isRear ? queue.DeadLetters : isSink ? queue.Output : queue.Input;
        return new QueueCall(http, deployment, queue, stream, new ConsumerName(Header(http, GroupHeader) ?? DefaultGroup, Header(http, UserHeader) ?? http.Connection.Id), path);
    }

    /// <summary>Ends once the request would be refused now: its token was renewed, has expired, or the service is gone.</summary>
    public async Task RefusedAsync(QueueCall call, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookAgain, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await AllowAsync(call.Http.Request, call.Service.Name, cancellationToken);
        }
        catch (RefusedException)
        {
            // That is what was waited for.
        }
    }

    /// <exception cref="RefusedException">It is not allowed.</exception>
    private async Task<Deployment> AllowAsync(HttpRequest request, string service, CancellationToken cancellationToken)
    {
        var snapshot = await services.GetAsync(cancellationToken);
        var secret = Secret(request);
        var hash = secret.Length == 0 ? throw Unknown() : TokenSecrets.Hash(secret);
        var found = snapshot.Services.GetValueOrDefault(service);
        if (snapshot.Tokens.TryGetValue(hash, out var opens))
        {
            if (found is null || opens != service)
                throw new RefusedException(RefusalKind.Forbidden, "other_service", $"This token is of the service '{opens}', and the address names '{service}'.", "Use a token of that service.");
        }
        else
        {
            await CheckAsync(hash, found, OnlyReads(request), cancellationToken);
        }

        return found ?? throw DeploymentRefusals.NotFound(service);
    }

    /// <summary>A console's token, as for the rest of the API.</summary>
    private async Task CheckAsync(string hash, Deployment? service, bool onlyReads, CancellationToken cancellationToken)
    {
        var token = await tokens.FindByHashAsync(hash, cancellationToken);
        var now = time.GetUtcNow();
        if (token is null || !token.IsValidAt(now))
            throw Unknown();
        await tokens.TouchAsync(token.Id, now, cancellationToken);
        if (service is null)
            return;
        var needed = onlyReads ? ProjectRole.Viewer : ProjectRole.Operator;
        if ((token.Project is { } project && project != service.Project) || token.Role < needed)
            throw new RefusedException(RefusalKind.Forbidden, "role_missing", $"This token does not have the role {needed} in project '{service.Project}'.", "Use a token of the service, or one with that role.");
    }

    /// <summary>A watch is a consumer: what it is given it takes from others.</summary>
    private static bool OnlyReads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !IsSet(request, "_auto_delete_") && !IsSet(request, "_watch_");

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is not ("" or "false" or "False" or "0");

    private static string Secret(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : header).Trim();
    }

    private static string? Header(HttpContext http, string name) => http.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    private static RefusedException Unknown() => new(
        RefusalKind.Forbidden, NotSignedIn, "The request has no token, or one that is unknown, expired or revoked.", "Send the service's token as the header 'Authorization'; its page shows it.");
}
