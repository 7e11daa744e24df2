using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Web.Features.Services.Detail;

/// <summary>What is done with a service, from a shell. Names have no letter that a shell minds.</summary>
internal static class ServiceCommands
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Delete = "delete";

    public static string Cli(Deployment service, string act) => $"ejobs --project {service.Project} service {act} {service.Name}";

    /// <param name="console">Address of the console, with a slash at its end.</param>
    public static string Api(Deployment service, string act, string console)
    {
        var address = $"{console}api/v1/projects/{service.Project}/services/{service.Name}";
        return $"curl -fsS -X {(act == Delete ? "DELETE" : "POST")} {address}{(act == Delete ? "" : "/" + act)} -H \"Authorization: Bearer $EJOBS_TOKEN\"";
    }
}
