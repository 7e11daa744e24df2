using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>Names of what a group is made of. Each round has its own, so that nothing finds a member that has ended: neither a create nor a cached answer of the cluster's DNS.</summary>
internal static class GroupNames
{
    /// <summary>No attempt's pod has such a name, since those end with a number alone.</summary>
    public static string Pod(string group, int round, int rank) => $"{Round(group, round)}-{PodGroup.Member(rank)}";

    /// <summary>Of 63 characters at most, as a service's name must be.</summary>
    public static string Service(string group, int round) => LabelValues.Safe(Round(group, round));

    /// <summary>What the cluster's DNS calls a member inside its namespace.</summary>
    public static string Address(string group, int round, int rank) => $"{PodGroup.Member(rank)}.{Service(group, round)}";

    private static string Round(string group, int round) => round == 0 ? group : string.Create(CultureInfo.InvariantCulture, $"{group}-r{round}");
}
