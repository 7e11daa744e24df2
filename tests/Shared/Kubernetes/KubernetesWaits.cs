using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Tests.Shared.Kubernetes;

public static class KubernetesWaits
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    /// <summary>Looks until the object is there and as it should be, for a minute at most.</summary>
    /// <param name="expected">Completes the sentence "After n s still not: ...".</param>
    public static Task<T> WaitForAsync<T>(this IKubernetesApi api, ResourceType type, string? ns, string name, Func<T, bool> isSo, string expected)
        where T : class =>
        Eventually.ValueAsync(async () => await api.GetAsync<T>(type, ns, name, CancellationToken.None) is { } found && isSo(found) ? found : null, expected, Cap);

    public static Task<V1Pod> WaitForPodAsync(this IKubernetesApi api, string ns, string name, Func<V1Pod, bool> isSo, string expected) =>
        api.WaitForAsync(ResourceType.Pods, ns, name, isSo, expected);

    public static Task<V1Pod> WaitForRunningAsync(this IKubernetesApi api, string ns, string name) =>
        api.WaitForPodAsync(ns, name, static pod => pod.Status?.ContainerStatuses is { Count: > 0 } all && all.All(container => container.State?.Running is not null), $"pod {name} runs");

    /// <summary>Until the quota is counted, so that it holds.</summary>
    public static Task WaitForQuotaAsync(this IKubernetesApi api, string ns, string name) => api.WaitForAsync<System.Text.Json.Nodes.JsonObject>(
        ResourceType.ResourceQuotas, ns, name, quota => quota["status"]?["used"] is not null, $"quota {name} is counted");

    /// <summary>A pod of one container that runs a shell line on <c>localhost/busybox:1</c>.</summary>
    public static V1Pod ShellPod(string name, string line, params IEnumerable<(string Name, string Value)> labels) => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = labels.ToDictionary(label => label.Name, label => label.Value) },
        Spec = new V1PodSpec
        {
            RestartPolicy = "Never",
            TerminationGracePeriodSeconds = 0,
            EnableServiceLinks = false,
            AutomountServiceAccountToken = false,
            Containers = [new V1Container { Name = "main", Image = "localhost/busybox:1", ImagePullPolicy = "IfNotPresent", Command = ["sh", "-c", line] }],
        },
    };
}
