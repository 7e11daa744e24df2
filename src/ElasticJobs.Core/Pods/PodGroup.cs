using System.Globalization;
using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Pods;

/// <summary>Which members of a group decide that it has succeeded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GroupSuccess>))]
public enum GroupSuccess
{
    /// <summary>Rank 0 ended with code 0; the others are stopped then.</summary>
    Rank0,

    /// <summary>Every member ended with code 0.</summary>
    All,
}

/// <summary>
/// Makes one pod of the port a group of members that start and end together, each running the pod's only container. The runtime starts all or none, gives each member
/// <c>RANK</c>, <c>WORLD_SIZE</c>, <c>LOCAL_RANK</c> (0), <c>MASTER_ADDR</c> and <c>MASTER_PORT</c>, and tells of the group by the pod's name alone.
/// </summary>
/// <remarks>
/// A member that fails (any rank, whatever <paramref name="Success"/>) ends the group: all others are stopped, and all start again while restarts are left. What the
/// infrastructure did to a member (deleted, evicted, its node lost) ends the group instead, as an error. The group is Running once every
/// member was started. Its exit code is that of rank 0 under <see cref="GroupSuccess.Rank0"/> when it succeeds, else that of the member that failed first. Outputs and results are those of rank 0.
/// </remarks>
/// <param name="Size">Members, from 1.</param>
/// <param name="Restarts">Of the whole group inside one attempt. Each has all members anew and the same logs, which it goes on with.</param>
public sealed record PodGroup(int Size, GroupSuccess Success = GroupSuccess.Rank0, int Restarts = 0)
{
    private const string Prefix = "worker-";

    /// <summary>The container name under which a member's log and samples are found: <c>worker-0</c> and so on.</summary>
    public static string Member(int rank) => Prefix + rank.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a member finds in its environment, as PyTorch's and most other launchers read it.</summary>
    public static IReadOnlyDictionary<string, string> EnvOf(int rank, int size, string masterAddress, int masterPort) => new Dictionary<string, string>
    {
        ["RANK"] = rank.ToString(CultureInfo.InvariantCulture),
        ["WORLD_SIZE"] = size.ToString(CultureInfo.InvariantCulture),
        ["LOCAL_RANK"] = "0",
        ["MASTER_ADDR"] = masterAddress,
        ["MASTER_PORT"] = masterPort.ToString(CultureInfo.InvariantCulture),
    };
}
