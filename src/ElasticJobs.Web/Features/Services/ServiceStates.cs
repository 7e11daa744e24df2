using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Web.Features.Services;

internal static class ServiceStates
{
    /// <param name="numbers">Null: this console does not lead.</param>
    public static ServiceState Of(Deployment service, ServiceNumbers? numbers) => (service.IsStopped, numbers) switch
    {
        (true, null or { Instances: 0 }) => ServiceState.Stopped,
        (true, _) => ServiceState.Stopping,
        (false, null) => ServiceState.Deployed,
        (false, { IsBackingOff: true, Idle: 0, Busy: 0 }) => ServiceState.Failing,
        (false, { Idle: > 0 } or { Busy: > 0 }) => ServiceState.Running,
        (false, { Starting: 0 } n) when n.Waiting == n.Delayed => ServiceState.Resting,
        _ => ServiceState.Starting,
    };

    /// <summary>Class of <c>.ej-state</c>, for its colour.</summary>
    public static string ColourOf(ServiceState state) => state switch
    {
        ServiceState.Running => "running",
        ServiceState.Starting => "starting",
        ServiceState.Failing => "failed",
        ServiceState.Stopping or ServiceState.Stopped => "stopped",
        _ => "waiting",
    };

    public static string IconOf(ServiceState state) => state switch
    {
        ServiceState.Running => "play",
        ServiceState.Starting => "loader",
        ServiceState.Failing => "circle-x",
        ServiceState.Stopping => "circle-pause",
        ServiceState.Stopped => "circle-stop",
        ServiceState.Resting => "circle-dashed",
        _ => "circle",
    };
}
