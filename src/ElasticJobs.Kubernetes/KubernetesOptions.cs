using System.ComponentModel.DataAnnotations;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes;

/// <summary>How tasks run as pods of a cluster.</summary>
public sealed class KubernetesOptions
{
    public const string Section = "ElasticJobs:Kubernetes";

    /// <summary>Namespace of projects that name none. Null (the default): that of the console's own pod, else of the kubeconfig's context, else <c>default</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>Tells this console's pods from those of others in the same cluster (label <c>elasticjobs.io/owner</c>). A label's value. Default: <c>elasticjobs</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$")]
    public string Owner { get; set; } = "elasticjobs";

    /// <summary>Kubeconfig files, merged as kubectl does: the first that names a context, cluster or user wins. Empty (the default): the files of the variable KUBECONFIG, else the credentials
    /// of the console's own pod, else <c>~/.kube/config</c>.</summary>
    public IList<string> KubeConfig { get; } = [];

    /// <summary>Context of projects that name none. Null (the default): the kubeconfig's current context.</summary>
    public string? Context { get; set; }

    /// <summary>Requests a second to one API server, so that the console doesn't crowd out the cluster's own controllers. Watches, logs and sessions count once, when they begin. A task takes about five. Default: 200.</summary>
    [Range(1, 10000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that may be sent at once after a quiet time. Default: 400.</summary>
    [Range(1, 10000)]
    public int RequestBurst { get; set; } = 400;

    /// <summary>Deadline of a request, from when it is sent until its answer is read whole. Watches, logs and sessions: until they begin. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the pods of single projects run, by the project's name, as long as the project itself names no namespace. Default: all run in <see cref="Namespace"/>.</summary>
    public IDictionary<string, ProjectPlaceOptions> Projects { get; } = new Dictionary<string, ProjectPlaceOptions>();

    /// <summary>Image of tasks that name none (shell and Python tasks). Needs sh and python3. Default: <c>python:3.13-slim</c>.</summary>
    [Required]
    public string DefaultImage { get; set; } = "python:3.13-slim";

    /// <summary>When images are pulled, for tasks that don't say. Default: <see cref="ImagePullPolicy.IfNotPresent"/>.</summary>
    public ImagePullPolicy ImagePullPolicy { get; set; } = ImagePullPolicy.IfNotPresent;

    /// <summary>Claim, in each namespace, on which the workspaces of runs are: ReadWriteMany where there is more than one node. Null (the default): none.</summary>
    public string? WorkspaceClaim { get; set; }

    /// <summary>Directory of the node on which workspaces are, for clusters of one node or with a file system that all nodes mount. Null (the default): none.</summary>
    public string? WorkspaceHostPath { get; set; }

    /// <summary>Absolute directory where the console itself sees the workspaces. Null (the default): it doesn't, and works on them by small pods.</summary>
    public string? WorkspaceMountPath { get; set; }

    /// <summary>How long a pod that succeeded is kept after its log and outcome are stored, for kubectl. Default: 0 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan KeepFinished { get; set; } = TimeSpan.Zero;

    /// <summary>The same for one that failed. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan KeepFailed { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Resource name of a GPU by vendor, as tasks write it in <c>1(vendor,TYPE)</c>. Others are asked for as <c>{vendor}.com/gpu</c>.</summary>
    public IDictionary<string, string> GpuResources { get; } = new Dictionary<string, string>
    {
        ["nvidia"] = "nvidia.com/gpu",
        ["amd"] = "amd.com/gpu",
        ["npu"] = "huawei.com/Ascend910",
        ["mlu"] = "cambricon.com/mlu",
        ["dcu"] = "hygon.com/dcu",
    };

    /// <summary>Label that nodes have with the type of their GPUs. Default: <c>gpu-type</c>.</summary>
    [Required]
    public string GpuTypeLabel { get; set; } = "gpu-type";

    /// <summary>Namespace of NVIDIA's DCGM exporter, whose pods tell what GPUs do; the console reads them through the API server and needs list on pods and get on pods/proxy there. Empty: GPUs are not measured. Default: <c>gpu-operator</c>.</summary>
    public string GpuExporterNamespace { get; set; } = "gpu-operator";

    /// <summary>Label selector of the exporter's pods, one on each node with GPUs. Null (the default): <c>app=nvidia-dcgm-exporter</c>, as NVIDIA's GPU operator labels them, and
    /// <c>app.kubernetes.io/name=dcgm-exporter</c>, as the exporter's own chart does.</summary>
    public string? GpuExporterSelector { get; set; }

    /// <summary>Directories of small text files on the console's machine, by the variable that names them to tasks. A pod takes a directory's files along when its task mentions the variable, 512 KB at most.
    /// The console adds its samples as <c>EJ_SAMPLES</c>. Default: none.</summary>
    public IDictionary<string, string> CarriedDirectories { get; } = new Dictionary<string, string>();

    /// <summary>How long the end of a pod waits for the rest of its log before it is tried again later. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LogDrainTimeout { get; set; } = TimeSpan.FromSeconds(60);
}

/// <summary>A project's place in a cluster. Null: as for all.</summary>
public sealed class ProjectPlaceOptions
{
    public string? Namespace { get; set; }

    /// <summary>Of the kubeconfig.</summary>
    public string? Context { get; set; }
}
