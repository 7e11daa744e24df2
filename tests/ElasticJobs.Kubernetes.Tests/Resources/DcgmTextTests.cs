using System.Text;
using ElasticJobs.Kubernetes.Resources;

namespace ElasticJobs.Kubernetes.Tests.Resources;

public sealed class DcgmTextTests
{
    [Fact]
    public void Figures_AreSummedOverTheGpusOfEachPod()
    {
        var read = DcgmText.Read(Encoding.UTF8.GetBytes(GpuNode.Text("team", "train")));

        Assert.Equal(new GpuReading(1.5, 3072L * 1024 * 1024), read[("team", "train")]);
        Assert.Equal(2, read.Count);
        Assert.Equal(new GpuReading(0.07, 512L * 1024 * 1024), read[("other", "serve")]);
    }

    [Theory]
    [InlineData("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",pod=\"exporter\",namespace=\"gpu-operator\",exported_pod=\"p\",exported_namespace=\"n\"} 40 1700000000000", 0.4)]
    [InlineData("DCGM_FI_DEV_GPU_UTIL{modelName=\"A \\\"quoted\\\" } name\",namespace=\"n\",pod=\"p\"} 4e1", 0.4)]
    [InlineData("DCGM_FI_DEV_GPU_UTIL{namespace=\"n\",pod=\"p\"} NaN", null)]
    [InlineData("DCGM_FI_DEV_GPU_UTIL{namespace=\"\",pod=\"\"} 40", null)]
    [InlineData("DCGM_FI_DEV_GPU_UTIL{namespace=\"n\",pod=\"p", null)]
    [InlineData("DCGM_FI_DEV_GPU_UTILISATION{namespace=\"n\",pod=\"p\"} 40", null)]
    [InlineData("<html>DCGM_FI_DEV_GPU_UTIL</html>", null)]
    public void Line_IsReadOrLeftOut(string line, double? use)
    {
        var read = DcgmText.Read(Encoding.UTF8.GetBytes(line + "\n"));

        Assert.Equal(use, read.GetValueOrDefault(("n", "p")).Use);
    }
}
