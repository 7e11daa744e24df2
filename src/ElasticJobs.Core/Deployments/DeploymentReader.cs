using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Deployments;

/// <summary>Reads a service: EAS's JSON as it stands, comments and trailing commas included, or the same keys as YAML.</summary>
public static partial class DeploymentReader
{
    /// <summary>Services' pages are at <c>/services/{name}</c>, and that of new ones too.</summary>
    private const string NewPage = "new";

    private const long MegaByte = 1024 * 1024;

    /// <summary>Keys that say where and for how much EAS runs something.</summary>
    private static readonly string[] OfTheCloud = ["workspace_id", "resource", "enable_webservice", "instance_type", "service_id", "region", "release", "quota_id", "workload_type"];

    /// <summary>The spec, unless something is wrong that is no warning.</summary>
    public static (DeploymentSpec? Spec, IReadOnlyList<Problem> Problems) Read(string text)
    {
        var (root, problem) = Parse(text);
        if (root is null)
            return (null, [problem!]);
        var problems = new List<Problem>();
        var spec = Read(root, problems);
        return (problems.Any(found => !found.IsWarning) ? null : spec, problems);
    }

    /// <summary>The text as JSON without comments.</summary>
    public static (JsonObject? Root, Problem? Problem) Parse(string text)
    {
        text = text.TrimStart('\ufeff');
        if (RelaxedJson.IsMeant(text))
        {
            var (node, syntax) = RelaxedJson.Read(text);
            return node is JsonObject root ? (root, null) : (null, syntax ?? ProblemTexts.Make("", DeploymentCodes.NoService));
        }

        return YamlReading.ReadMapping(text, DeploymentCodes.NoService);
    }

    private static DeploymentSpec? Read(JsonObject root, List<Problem> problems)
    {
        var fields = new JsonFields(root, "", problems);
        var metadata = fields.Mapping("metadata");
        var name = ReadName(metadata);
        var kind = ReadKind(metadata);
        var job = fields.Mapping("scalable_job");
        var instance = ReadInstance(fields, metadata, problems);
        var spec = new DeploymentSpec
        {
            Name = name ?? "",
            Kind = kind,
            Instance = instance,
            FrontEnds = ReadFrontEnds(fields, kind, instance),
            Autoscaler = AutoscalerReader.Read(fields.Node("autoscaler"), "autoscaler", problems),
            Queue = QueueReader.Read(fields.Mapping("queue")),
            WritesLog = job.Flag("enable_write_log_to_queue"),
        };
        WarnOfNothingRequested(spec, problems);
        job.WarnOfRest();
        // How many there are at first is the autoscaler's matter.
        metadata.WarnOfRest([.. OfTheCloud, "instance", "rpc"]);
        fields.WarnOfRest("cloud", "networking", "features", "dockerAuth", "apiVersion", "kind");
        return spec;
    }

    /// <summary>Why a new service can't have that name, though it is one. Null: it can.</summary>
    public static Problem? Reserved(string name) => name == NewPage ? ProblemTexts.Make("metadata.name", DeploymentCodes.ReservedServiceName, name) : null;

    private static void WarnOfNothingRequested(DeploymentSpec spec, List<Problem> problems)
    {
        var requested = spec.Instance.Resources;
        foreach (var strategy in spec.Autoscaler.Strategies)
        {
            var isMissing = strategy.Metric switch
            {
                ScalingMetric.Cpu => requested.CpuRequest is null,
                ScalingMetric.Memory => requested.MemoryRequest is null,
                ScalingMetric.Gpu => requested.Gpus == 0,
                _ => false,
            };
            if (isMissing)
                problems.Add(ProblemTexts.Make("autoscaler", DeploymentCodes.NothingRequested, strategy.Name) with { IsWarning = true });
        }
    }

    private static string? ReadName(JsonFields metadata)
    {
        var (name, group) = (metadata.Text("name"), metadata.Text("group"));
        if (name is null)
            metadata.Add("name", ProblemCodes.Missing, "name", "scalablejob");
        foreach (var (key, part) in new[] { ("name", name), ("group", group) })
        {
            if (part is not null && !ServiceName().IsMatch(part))
                metadata.Add(key, DeploymentCodes.BadServiceName, part);
        }

        return group is null ? name : $"{group}.{name}";
    }

    private static DeploymentKind ReadKind(JsonFields metadata)
    {
        if (metadata.Text("type") is null)
            metadata.Add("type", ProblemCodes.Missing, "type", nameof(DeploymentKind.ScalableJob));
        return metadata.Choice("type", Enum.GetNames<DeploymentKind>()) is { } kind ? (DeploymentKind)kind : DeploymentKind.ScalableJob;
    }

    private static InstanceSpec ReadInstance(JsonFields fields, JsonFields metadata, List<Problem> problems)
    {
        var containers = fields.Mappings("containers");
        if (containers.Count > 1)
            fields.Add("containers", DeploymentCodes.SeveralContainers, $"{containers.Count}");
        var container = containers.Count > 0 ? containers[0] : new JsonFields(null, "containers[0]", problems);
        var instance = new InstanceSpec
        {
            Image = container.Text("image"),
            Command = container.Text("command") ?? container.Text("script"),
            InitCommand = container.Text("init_command"),
            Port = (int?)container.Whole("port", 1, 65535),
            Env = ReadEnv(container),
            Resources = ReadResources(metadata) ?? ResourceRequirements.None,
            Mounts = ReadMounts(fields),
            WorkerThreads = (int?)metadata.Whole("rpc.worker_threads", 1, 1000) ?? new InstanceSpec().WorkerThreads,
        };
        if (instance is { Port: not null, Command: null })
            container.Add("port", DeploymentCodes.PortWithoutCommand);
        container.WarnOfRest();
        return instance;
    }

    /// <summary>One, as EAS has it, or a list of some that share the queue.</summary>
    private static List<FrontEndSpec> ReadFrontEnds(JsonFields fields, DeploymentKind kind, InstanceSpec instance)
    {
        var node = fields.Node("front_end");
        if (kind != DeploymentKind.ScalableJobService)
        {
            if (node is not null)
                fields.Add("front_end", DeploymentCodes.FrontEndNotTaken, kind.ToString(), nameof(DeploymentKind.ScalableJobService));
            return [];
        }

        if (node is not JsonArray { Count: > 0 })
            return [ReadFrontEnd(fields.Mapping("front_end"), FrontEndSpec.DefaultName, instance)];
        var read = new List<FrontEndSpec>();
        foreach (var front in fields.Mappings("front_end"))
        {
            if (front.Node("name") is null)
                front.Add("name", ProblemCodes.Missing, "name", "annotate");
            var name = front.Text("name") ?? FrontEndSpec.DefaultName;
            if (read.Any(other => other.Name == name))
                front.Add("name", DeploymentCodes.FrontEndTwice, name);
            read.Add(ReadFrontEnd(front, name, instance));
        }

        return read;
    }

    private static FrontEndSpec ReadFrontEnd(JsonFields front, string name, InstanceSpec instance)
    {
        if (!FrontEndName().IsMatch(name))
            front.Add("name", DeploymentCodes.BadFrontEndName, name);
        var (script, port) = (front.Text("script") ?? front.Text("command"), (int?)front.Whole("port", 1, 65535));
        if (script is null)
            front.Add("script", ProblemCodes.Missing, "script", "python -u app.py --listen 0.0.0.0 --server_port 8001");
        if (front.Node("port") is null)
            front.Add("port", ProblemCodes.Missing, "port", "8001");
        var read = new FrontEndSpec
        {
            Name = name,
            Image = front.Text("image") ?? instance.Image,
            Script = script ?? "",
            Port = port ?? 0,
            Env = ReadEnv(front),
            Resources = ReadResources(front) ?? FrontEndSpec.DefaultResources,
        };
        front.WarnOfRest(OfTheCloud);
        return read;
    }

    /// <summary>Cores, and memory in MB.</summary>
    private static ResourceRequirements? ReadResources(JsonFields fields)
    {
        var cpu = fields.Number("cpu", 0.001, 10_000);
        var memory = fields.Number("memory", 1, 100_000_000) is { } megabytes ? (long?)(megabytes * MegaByte) : null;
        var gpus = (int?)fields.Whole("gpu", 0, 1000) ?? 0;
        return cpu is null && memory is null && gpus == 0 ? null : new ResourceRequirements(cpu, cpu, memory, memory, gpus);
    }

    /// <summary>A list of name and value, or a mapping.</summary>
    private static Dictionary<string, string> ReadEnv(JsonFields fields)
    {
        var env = new Dictionary<string, string>();
        if (fields.Node("env") is JsonObject)
        {
            var mapping = fields.Mapping("env");
            foreach (var (name, _) in (JsonObject)fields.Node("env")!)
                Set(mapping, name, name, mapping.Text(name));
            return env;
        }

        foreach (var entry in fields.Mappings("env"))
            Set(entry, "name", entry.Text("name"), entry.Text("value"));
        return env;

        void Set(JsonFields at, string key, string? name, string? value)
        {
            if (name is null || !EnvName().IsMatch(name) || name.StartsWith("EJ_", StringComparison.Ordinal))
                at.Add(key, ProblemCodes.BadEnvName, name ?? "");
            else
                env[name] = value ?? "";
        }
    }

    private static List<MountSpec> ReadMounts(JsonFields fields)
    {
        var mounts = new List<MountSpec>();
        foreach (var storage in fields.Mappings("storage"))
        {
            var path = storage.Text("mount_path");
            if (path is null || !path.StartsWith('/'))
                storage.Add("mount_path", ProblemCodes.Missing, "mount_path", "/workspace");
            else if (ReadMount(storage, path) is { } mount)
                mounts.Add(mount);
            if (path is not null && mounts.Count(mount => mount.Path == path) > 1)
                storage.Add("mount_path", ProblemCodes.DuplicateMount, path);
        }

        return mounts;
    }

    private static MountSpec? ReadMount(JsonFields storage, string path)
    {
        var (nfs, pvc, host) = (storage.Mapping("nfs"), storage.Mapping("pvc"), storage.Mapping("host_path"));
        if (nfs.Text("server") is { } server)
            return new MountSpec(MountKind.Nfs, server + "/" + (nfs.Text("path") ?? "").TrimStart('/'), path, null, nfs.Flag("readOnly") ?? false);
        if ((pvc.Text("claim") ?? pvc.Text("name")) is { } claim)
            return new MountSpec(MountKind.PvcShare, claim, path, pvc.Text("sub_path"), pvc.Flag("readOnly") ?? false);
        if (host.Text("path") is { } directory)
            return new MountSpec(MountKind.HostPath, directory, path, null, host.Flag("readOnly") ?? false);
        storage.Add("mount_path", DeploymentCodes.StorageNotTaken, path);
        return null;
    }

    [GeneratedRegex(@"^[a-z]([a-z0-9_-]{0,46}[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnvName();

    [GeneratedRegex(@"^[a-z]([a-z0-9-]{0,28}[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrontEndName();
}
