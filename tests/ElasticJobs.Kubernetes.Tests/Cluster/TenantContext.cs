using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>A second context of the kubeconfig: the same cluster, as a user who may run pods in one namespace and do nothing else.</summary>
internal static class TenantContext
{
    public const string Name = "tenant";

    /// <param name="ns">Of the user, too.</param>
    /// <param name="path">Where to write the kubeconfig.</param>
    public static async Task WriteAsync(IKubernetesApi api, string ns, string path)
    {
        await api.CreateAsync(ResourceType.ServiceAccounts, ns, Object("""{"metadata":{"name":"tenant"}}"""), CancellationToken.None);
        await api.CreateAsync(new ResourceType("rbac.authorization.k8s.io", "v1", "roles", "Role"), ns, Object("""
            {"metadata":{"name":"tenant"},"rules":[
              {"apiGroups":[""],"resources":["pods"],"verbs":["get","list","watch","create","patch","delete"]},
              {"apiGroups":[""],"resources":["pods/log"],"verbs":["get"]}]}
            """), CancellationToken.None);
        await api.CreateAsync(new ResourceType("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"), ns, Object($$"""
            {"metadata":{"name":"tenant"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"tenant"},
             "subjects":[{"kind":"ServiceAccount","name":"tenant","namespace":"{{ns}}"}]}
            """), CancellationToken.None);
        var answer = await api.CreateAsync(ResourceType.ServiceAccounts, ns, "tenant", "token", Object("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}"""), CancellationToken.None);
        var admin = await File.ReadAllTextAsync(TestCluster.KubeConfig);
        var server = Field(admin, "server");
        var authority = admin.Contains("certificate-authority-data:", StringComparison.Ordinal)
            ? Field(admin, "certificate-authority-data")
            : Convert.ToBase64String(await File.ReadAllBytesAsync(Field(admin, "certificate-authority")));
        var config = new StringBuilder()
            .AppendLine("apiVersion: v1").AppendLine("kind: Config")
            .AppendLine($"clusters: [{{name: tenant-cluster, cluster: {{server: '{server}', certificate-authority-data: {authority}}}}}]")
            .AppendLine($"users: [{{name: tenant-user, user: {{token: {(string)answer["status"]!["token"]!}}}}}]")
            .AppendLine($"contexts: [{{name: {Name}, context: {{cluster: tenant-cluster, user: tenant-user, namespace: {ns}}}}}]");
        await File.WriteAllTextAsync(path, config.ToString());
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private static string Field(string yaml, string name) =>
        yaml.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..].Trim().Trim('"', '\'');
}
