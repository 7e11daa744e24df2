using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>Makes a group's pods and its service of ours.</summary>
internal sealed class GroupMapping(PodMapping pods)
{
    /// <summary>Each member has an address of its own, so one port does for all groups; it is PyTorch's.</summary>
    public const int MasterPort = 29500;

    private const string Volume = "group";

    /// <param name="began">When the group began first. Null: it hasn't.</param>
    /// <exception cref="PodStartException">It can't be mapped.</exception>
    public V1Pod Member(PodSpec pod, int round, int rank, DateTimeOffset? began)
    {
        PodChecks.Check(pod);
        var container = pod.Containers[0];
        var env = new Dictionary<string, string>(container.Env, StringComparer.Ordinal);
        foreach (var (name, value) in PodGroup.EnvOf(rank, pod.Group!.Size, GroupNames.Address(pod.Name, round, 0), MasterPort))
            env[name] = value;
        var member = pods.Waiting(
            pod with { Name = GroupNames.Pod(pod.Name, round, rank), Containers = [container with { Name = PodGroup.Member(rank), Env = env }] },
            FrameToken.New(), leaves: rank == 0, $"{PodPaths.Group}/{PodPaths.GateFile}");
        return member with { Metadata = Metadata(member.Metadata, pod.Name, round, rank, began), Spec = Spec(member.Spec!, pod.Name, round, rank) };
    }

    /// <summary>Gives the members their names in the cluster's DNS. It goes with the pod of rank 0.</summary>
    public static JsonObject Service(V1Pod rank0)
    {
        var (group, round) = (rank0.Metadata.Label(PodMarks.Group)!, rank0.Metadata.Label(PodMarks.Round)!);
        JsonObject Labels(params IEnumerable<string> names) => new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)rank0.Metadata.Label(name))));
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = GroupNames.Service(group, int.Parse(round, CultureInfo.InvariantCulture)),
                ["labels"] = Labels(PodMarks.Owner, PodMarks.ManagedBy, PodMarks.Group, PodMarks.Round),
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = rank0.Metadata.Name, ["uid"] = rank0.Metadata.Uid }),
            },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "None",
                ["publishNotReadyAddresses"] = true,
                ["selector"] = Labels(PodMarks.Owner, PodMarks.Group, PodMarks.Round),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "master", ["port"] = MasterPort }),
            },
        };
    }

    private static ObjectMeta Metadata(ObjectMeta metadata, string group, int round, int rank, DateTimeOffset? began)
    {
        var labels = new Dictionary<string, string>(metadata.Labels!, StringComparer.Ordinal)
        {
            [PodMarks.Group] = group,
            [PodMarks.Round] = round.ToString(CultureInfo.InvariantCulture),
            [PodMarks.Rank] = rank.ToString(CultureInfo.InvariantCulture),
        };
        var annotations = new Dictionary<string, string>(metadata.Annotations!, StringComparer.Ordinal);
        if (began is { } time)
            annotations[PodMarks.Began] = time.ToString("O", CultureInfo.InvariantCulture);
        return metadata with { Labels = labels, Annotations = annotations };
    }

    private static V1PodSpec Spec(V1PodSpec spec, string group, int round, int rank)
    {
        var container = spec.Containers[0];
        var gate = new V1DownwardFile(PodPaths.GateFile, new V1FieldRef($"metadata.annotations['{PodMarks.Gate}']"));
        return spec with
        {
            Hostname = PodGroup.Member(rank),
            Subdomain = GroupNames.Service(group, round),
            Containers = [container with { VolumeMounts = [.. container.VolumeMounts!, new V1VolumeMount { Name = Volume, MountPath = PodPaths.Group, ReadOnly = true }] }],
            Volumes = [.. spec.Volumes!, new V1Volume { Name = Volume, DownwardAPI = new V1DownwardVolume([gate]) }],
        };
    }
}
