using System.Runtime.Versioning;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>What one cluster differs in from the manifests as they are shipped: namespace, image, and the sockets of a database.</summary>
/// <param name="Variant">The manifest's name: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Directory">Empty; for the files to apply.</param>
/// <param name="DatabaseDirectory">Where the sockets of PostgreSQL are, on the node and in the console's pods. Null: none are needed.</param>
[SupportedOSPlatform("linux")]
internal sealed record Overlay(string Variant, string Namespace, string Directory, string? DatabaseDirectory)
{
    /// <summary>Writes it. Gives the directory to apply.</summary>
    public string Write()
    {
        // kustomize takes files from below its own directory alone.
        foreach (var manifest in (string[])[Variant, "kubelet-summary"])
            File.Copy(Repository.At("deploy", "manifests", $"{manifest}.yaml"), Path.Combine(Directory, $"{manifest}.yaml"));
        File.WriteAllText(Path.Combine(Directory, "console.yaml"), Console);
        File.WriteAllText(Path.Combine(Directory, "kustomization.yaml"), Kustomization);
        return Directory;
    }

    private string Kustomization => $$"""
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: {{Namespace}}
        resources:
          - {{Variant}}.yaml
          - kubelet-summary.yaml
        images:
          - {name: registry.example.com/elasticjobs, newName: localhost/elasticjobs, newTag: test}
        patches:
          - target: {kind: Deployment}
            path: console.yaml
          {{Binding("nodes")}}
          {{Binding("kubelet-summary")}}
          - target: {kind: PodDisruptionBudget}
            patch: '[{"op": "replace", "path": "/apiVersion", "value": "policy/v1beta1"}]'

        """;

    private string Binding(string name) => $$"""
        - target: {kind: ClusterRoleBinding, name: elasticjobs-{{name}}}
            patch: '[{"op": "replace", "path": "/metadata/name", "value": "{{Namespace}}-{{name}}"}, {"op": "replace", "path": "/subjects/0/namespace", "value": "{{Namespace}}"}]'
        """;

    private string Console => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: elasticjobs}
        spec:
          template:
            spec:
              containers:
                - name: console
                  env:
                    - {name: ElasticJobs__Kubernetes__DefaultImage, value: "localhost/debian:12"}
                    - {name: ElasticJobs__Elasticity__WorkerImage, value: "localhost/elasticjobs:test"}
        {{(DatabaseDirectory is null ? "" : Sockets)}}
        """;

    private string Sockets => $$"""
                  volumeMounts:
                    - {name: database, mountPath: {{DatabaseDirectory}}}
              volumes:
                - {name: database, hostPath: { path: {{DatabaseDirectory}} } }
        """;
}
