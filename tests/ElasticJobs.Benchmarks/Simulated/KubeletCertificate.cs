using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>A kubelet's serving certificate, signed by the cluster itself as a real kubelet's is, so that the API server takes it.</summary>
internal static class KubeletCertificate
{
    private static readonly ResourceType Requests = new("certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", Namespaced: false);

    /// <param name="name">Of the request, which is removed again.</param>
    public static async Task<X509Certificate2> IssueAsync(IKubernetesApi api, string name, string address, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["signerName"] = "kubernetes.io/kubelet-serving",
                ["usages"] = new JsonArray("digital signature", "key encipherment", "server auth"),
                ["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Request(key, address))),
            },
        };
        await api.CreateAsync(Requests, null, request, cancellationToken);
        try
        {
            var approval = new JsonObject { ["type"] = "Approved", ["status"] = "True", ["reason"] = "Simulated", ["message"] = "A benchmark's kubelets." };
            await api.PatchAsync<JsonObject>(Requests, null, name, Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(approval) } }), "approval", cancellationToken);
            var signed = await api.WaitForAsync<JsonObject>(Requests, null, name, static found => found["status"]?["certificate"] is not null, "the cluster signs a kubelet's certificate");
            using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String((string)signed["status"]!["certificate"]!)));
            return certificate.CopyWithPrivateKey(key);
        }
        finally
        {
            await api.DeleteAsync(Requests, null, name, DeleteOptions.Default, CancellationToken.None);
        }
    }

    private static string Request(ECDsa key, string address)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName("system:nodes");
        subject.AddCommonName("system:node:simulated");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequestPem();
    }
}
