using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Workspaces;

/// <summary>
/// Workspaces of runs: one directory each on a volume that all pods see. Where the console sees the volume too it works on them itself, else by small pods that do one thing and are removed.
/// Whose workspace is where can't be told from its name, so each place is asked; there are few.
/// </summary>
internal sealed class WorkspaceChores(ProjectPlaces places, IOptions<KubernetesOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestChore = TimeSpan.FromMinutes(10);

    /// <summary>Whether workspaces outlive pods at all.</summary>
    private bool AreShared => PodVolumes.WorkspaceVolume(options.Value) is not null;

    /// <summary>Null: the console does not see it.</summary>
    public string? PathOf(string workspace) => AreShared && options.Value.WorkspaceMountPath is { } root ? Path.Combine(root, workspace) : null;

    public async Task RemoveAsync(string workspace, CancellationToken cancellationToken)
    {
        if (PathOf(workspace) is { } path)
            await Task.Run(() => Delete(path), cancellationToken);
        else if (AreShared)
            await DoAsync("clean", $"rm -rf {Directory(workspace)}", workspace, cancellationToken);
    }

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (!AreShared)
            return;
        var script = $"[ -d {Directory(from)} ] || exit 0; mkdir -p {Directory(to)} && cp -a {Directory(from)}/. {Directory(to)}/";
        await DoAsync("copy", script, $"{from} {to}", cancellationToken);
    }

    private static void Delete(string path)
    {
        if (System.IO.Directory.Exists(path))
            System.IO.Directory.Delete(path, recursive: true);
    }

    private static string Directory(string workspace)
    {
        if (workspace.Length == 0 || workspace is "." or ".." || workspace.Contains('/'))
            throw new ArgumentException($"'{workspace}' is no workspace.", nameof(workspace));
        return ShellText.Quote($"{PodPaths.AllWorkspaces}/{workspace}");
    }

    private async Task DoAsync(string chore, string script, string subject, CancellationToken cancellationToken)
    {
        await places.RefreshAsync(cancellationToken);
        foreach (var place in places.All)
        {
            if (await HasVolumeAsync(place, cancellationToken))
                await DoAsync(place, Pod(chore, script, subject), cancellationToken);
        }
    }

    /// <summary>A pod would wait in vain for a claim that is not there.</summary>
    private async Task<bool> HasVolumeAsync(ClusterPlace place, CancellationToken cancellationToken)
    {
        if (options.Value.WorkspaceClaim is not { } claim)
            return true;
        try
        {
            return await places.Api(place).Bulk.GetAsync<JsonObject>(ResourceType.PersistentVolumeClaims, place.Namespace, claim, cancellationToken) is not null;
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return true;
        }
    }

    private async Task DoAsync(ClusterPlace place, V1Pod pod, CancellationToken cancellationToken)
    {
        var api = places.Api(place).Bulk;
        var name = pod.Metadata.Name!;
        try
        {
            await api.CreateAsync(ResourceType.Pods, place.Namespace, pod, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            // Of a console that was killed meanwhile; it does the same.
        }
        catch (KubernetesApiException e) when (e.IsNotFound || e.IsNamespaceTerminating)
        {
            // Without its namespace there is no workspace.
            return;
        }

        try
        {
            var ended = await EndOfAsync(api, place, name, cancellationToken);
            if (ended?.Status?.Phase != "Succeeded")
                throw new IOException($"Pod {name} in {place.Namespace} could not work on the workspace: {ended?.Status?.Phase ?? "it was deleted"} {ended?.Status?.Message}");
        }
        finally
        {
            await api.DeleteAsync(ResourceType.Pods, place.Namespace, name, new DeleteOptions { GracePeriod = TimeSpan.Zero }, CancellationToken.None);
        }
    }

    private async Task<V1Pod?> EndOfAsync(IKubernetesApi api, ClusterPlace place, string name, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var pod = await api.GetAsync<V1Pod>(ResourceType.Pods, place.Namespace, name, cancellationToken);
            if (pod is null or { Status.Phase: "Succeeded" or "Failed" } || time.GetElapsedTime(started) > LongestChore)
                return pod;
            await Task.Delay(LookInterval, time, cancellationToken);
        }
    }

    private V1Pod Pod(string chore, string script, string subject) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = $"ej-{chore}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Value.Owner} {subject}")))[..16]}",
            Labels = new Dictionary<string, string> { [PodMarks.Owner] = options.Value.Owner, [PodMarks.ManagedBy] = PodMarks.Product, [PodMarks.Chore] = chore },
        },
        Spec = new V1PodSpec
        {
            RestartPolicy = "Never",
            ActiveDeadlineSeconds = (long)LongestChore.TotalSeconds,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            Volumes = [PodVolumes.WorkspaceVolume(options.Value)!],
            Containers =
            [
                new V1Container
                {
                    Name = ContainerSpec.MainName,
                    Image = options.Value.DefaultImage,
                    ImagePullPolicy = options.Value.ImagePullPolicy.ToString(),
                    Command = ["sh", "-c", ShellText.Literal(script)],
                    VolumeMounts = [new V1VolumeMount { Name = PodVolumes.Workspace, MountPath = PodPaths.AllWorkspaces }],
                    Resources = new V1ResourceRequirements
                    {
                        Requests = new Dictionary<string, string> { ["cpu"] = "50m", ["memory"] = "64Mi" },
                        Limits = new Dictionary<string, string> { ["cpu"] = "1", ["memory"] = "256Mi" },
                    },
                },
            ],
        },
    };
}
