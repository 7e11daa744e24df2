using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>What a task says of its pod and where that may run, with expressions filled in.</summary>
/// <param name="Image">Null: the template's.</param>
/// <param name="MountTexts">As written.</param>
internal sealed record PodPlacement(
    TaskSpec Task, string? Image, IReadOnlyList<string> MountTexts, IReadOnlyList<MountSpec> Mounts, IReadOnlyList<Toleration> Tolerations, IReadOnlyList<HostAlias> HostAliases, long? SharedMemory)
{
    /// <summary>Image and node may take this long, where the task does not say.</summary>
    private static readonly TimeSpan UsualStart = TimeSpan.FromHours(1);

    public static PodPlacement Render(RenderRequest request, FieldRenderer fields, ICollection<Problem> problems)
    {
        var task = request.Task;
        IReadOnlyList<string> texts = [.. task.Mounts.SelectMany((mount, i) => MountSyntax.Split(fields.Text($"mounts[{i}]", mount)))];
        var image = string.IsNullOrEmpty(task.Image) ? null : fields.Text("image", task.Image);
        if (image is not null && !PlacementRules.IsImage(image) && problems.Count == 0)
        {
            problems.Add(ProblemTexts.Make("image", ProblemCodes.BadImage, image));
        }

        return new PodPlacement(
            task,
            image,
            texts,
            MountSyntax.Read(texts, request.Run.CreatedBy, "mounts", problems),
            TolerationSyntax.Read(task.Tolerations, "tolerations", problems),
            HostAliasSyntax.Read(task.HostAliases, "hostAliases", problems),
            ResourceSyntax.ReadBytes(task.Shm, "shm", problems));
    }

    /// <summary>The pod with all of it. Tasks of a run keep off each other's nodes where that is possible.</summary>
    public PodSpec Apply(PodSpec pod) => pod with
    {
        Mounts = Mounts,
        NodeSelector = Task.NodeSelector,
        Tolerations = Tolerations,
        SpreadBy = PodLabels.Run,
        HostAliases = HostAliases,
        ServiceAccount = string.IsNullOrEmpty(Task.ServiceAccount) ? null : Task.ServiceAccount,
        ImagePullPolicy = Task.ImagePullPolicy,
        SharedMemory = SharedMemory,
        // The engine ends the attempt before; this holds while no console runs.
        Deadline = Task.Timeout + (Task.StartTimeout ?? UsualStart),
    };

    /// <summary>cube-studio's names of it, for its images.</summary>
    public void AddTo(Dictionary<string, string> env)
    {
        env["KFJ_TASK_IMAGES"] = Image ?? "";
        env["KFJ_TASK_VOLUME_MOUNT"] = string.Join(',', MountTexts);
        env["KFJ_TASK_NODE_SELECTOR"] = NodeSelectorSyntax.Format(Task.NodeSelector);
        env.TryAdd("IMAGE_PULL_POLICY", (Task.ImagePullPolicy ?? ImagePullPolicy.IfNotPresent).ToString());
    }
}
