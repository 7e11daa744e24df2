namespace ElasticJobs.Kubernetes.Tests.Resources;

/// <summary>What a DCGM exporter says of a node with four GPUs: two of a pod of ours, one of another's, one of nobody's.</summary>
internal static class GpuNode
{
    public static string Text(string ns, string pod) => $$"""
        # HELP DCGM_FI_DEV_SM_CLOCK SM clock frequency (in MHz).
        # TYPE DCGM_FI_DEV_SM_CLOCK gauge
        DCGM_FI_DEV_SM_CLOCK{{Gpu(0, "train-container", ns, pod)}} 1410
        # HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
        # TYPE DCGM_FI_DEV_GPU_UTIL gauge
        DCGM_FI_DEV_GPU_UTIL{{Gpu(0, "main", ns, pod)}} 100
        DCGM_FI_DEV_GPU_UTIL{{Gpu(1, "main", ns, pod)}} 50
        DCGM_FI_DEV_GPU_UTIL{{Gpu(2, "model", "other", "serve")}} 7
        DCGM_FI_DEV_GPU_UTIL{{Gpu(3, "", "", "")}} 0
        # HELP DCGM_FI_DEV_FB_FREE Framebuffer memory free (in MiB).
        # TYPE DCGM_FI_DEV_FB_FREE gauge
        DCGM_FI_DEV_FB_FREE{{Gpu(0, "main", ns, pod)}} 38460
        # HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
        # TYPE DCGM_FI_DEV_FB_USED gauge
        DCGM_FI_DEV_FB_USED{{Gpu(0, "main", ns, pod)}} 2048
        DCGM_FI_DEV_FB_USED{{Gpu(1, "main", ns, pod)}} 1024
        DCGM_FI_DEV_FB_USED{{Gpu(2, "model", "other", "serve")}} 512
        DCGM_FI_DEV_FB_USED{{Gpu(3, "", "", "")}} 0

        """;

    private static string Gpu(int number, string container, string ns, string pod) =>
        $$"""{gpu="{{number}}",UUID="GPU-8a6f3c1e-{{number}}",device="nvidia{{number}}",modelName="NVIDIA A100-SXM4-40GB",Hostname="node1",container="{{container}}",namespace="{{ns}}",pod="{{pod}}"}""";
}
