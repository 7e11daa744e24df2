using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Tests.Deployments;

public sealed class DeploymentReaderTests
{
    /// <summary>EAS's documentation has it like this, the commas behind last entries included.</summary>
    private const string Inference = """
        {
        "containers": [
        {
        "image": "registry-vpc.cn-shanghai.aliyuncs.com/eas/eas-container-deploy-test:202010091755",
        "command": "/data/eas/ENV/bin/python /data/eas/app.py",
        "port": 8000,
        }
        ],
        "metadata": {
        "name": "scalablejob",
        "type": "ScalableJob",
        "rpc.worker_threads": 4,
        "instance": 1,
        }
        }
        """;

    private const string Training = """
        { "containers": [ { "image": "eas-registry-vpc.cn-shanghai.cr.aliyuncs.com/pai-eas/kohya_ss:2.2" } ],
          "metadata": { "cpu": 4, "enable_webservice": true, "gpu": 1, "instance": 1, "memory": 15000, "name": "kohya_job", "type": "ScalableJobService" },
          "front_end": { "image": "eas-registry-vpc.cn-shanghai.cr.aliyuncs.com/pai-eas/kohya_ss:2.2", "port": 8001,
            "script": "python -u kohya_gui.py --listen 0.0.0.0 --server_port 8001 --data-dir /workspace --headless --just-ui --job-service" } }
        """;

    [Fact]
    public void InferenceService_AsEasDocumentsIt_IsRead()
    {
        var (spec, problems) = DeploymentReader.Read(Inference);

        Assert.Empty(problems);
        Assert.Equal(("scalablejob", DeploymentKind.ScalableJob), (spec!.Name, spec.Kind));
        Assert.Equal(("/data/eas/ENV/bin/python /data/eas/app.py", 8000, 4, 4), (spec.Instance.Command, spec.Instance.Port, spec.Instance.WorkerThreads, spec.Instance.Window));
        Assert.Empty(spec.FrontEnds);
        Assert.Null(spec.WritesLog);
    }

    [Fact]
    public void TrainingService_AsEasDocumentsIt_HasAFrontEndWithTheDefaults()
    {
        var (spec, problems) = DeploymentReader.Read(Training);

        Assert.Empty(problems);
        Assert.Equal(DeploymentKind.ScalableJobService, spec!.Kind);
        Assert.Equal(new ResourceRequirements(4, 4, 15000L << 20, 15000L << 20, 1), spec.Instance.Resources);
        Assert.Equal((null, 1), (spec.Instance.Command, spec.Instance.Window));
        var front = Assert.Single(spec.FrontEnds);
        Assert.Equal(("front-end", 8001, FrontEndSpec.DefaultResources), (front.Name, front.Port, front.Resources));
        Assert.StartsWith("python -u kohya_gui.py", front.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void FrontEnds_OfAList_HaveNamesOfTheirOwn()
    {
        const string Start = """{"metadata": {"name": "job", "type": "ScalableJobService"}, "containers": [{}], "front_end": """;

        var (spec, problems) = DeploymentReader.Read(Start + """[{"name": "train", "script": "a", "port": 1}, {"name": "label", "script": "b", "port": 2}]}""");
        var (_, wrong) = DeploymentReader.Read(Start + """[{"name": "same", "script": "a", "port": 1}, {"name": "same", "script": "b", "port": 2}, {"script": "c", "port": 3}, {"name": "Not so", "script": "d"}]}""");

        Assert.Empty(problems);
        Assert.Equal([("train", "a", 1), ("label", "b", 2)], spec!.FrontEnds.Select(front => (front.Name, front.Script, front.Port)));
        Assert.Equal(
            [("front_end[1].name", "front_end_twice"), ("front_end[2].name", "missing"), ("front_end[3].name", "bad_front_end_name"), ("front_end[3].port", "missing")],
            wrong.Select(problem => (problem.Path, problem.Code)));
    }

    [Fact]
    public void Comments_OfAllKinds_AreNoPartOfIt()
    {
        var (spec, problems) = DeploymentReader.Read("""
            # first line
            {
              "metadata": { "name": "job", "type": "ScalableJobService", /* both */ }, // the service
              "containers": [ { "image": "a#b", } ], # an image may have a '#'
              "front_end": { "resource": "", # as EAS shows it
                "script": "echo \"#\"", "port": 80, "cpu": 4, "memory": 8000 }
            }
            """);

        Assert.Empty(problems);
        Assert.Equal(("a#b", "echo \"#\""), (spec!.Instance.Image, spec.FrontEnds[0].Script));
        Assert.Equal(4, spec.FrontEnds[0].Resources.CpuRequest);
    }

    [Fact]
    public void Yaml_WithTheSameKeys_IsTheSame()
    {
        var (spec, problems) = DeploymentReader.Read("""
            metadata: {name: train, group: vision, type: ScalableJob}
            containers:
              - image: python:3.13
                init_command: pip install -r requirements.txt
                env: {SEED: 7}
            storage:
              - mount_path: /data
                nfs: {server: nas.example.com, path: /sets, readOnly: true}
              - mount_path: /work
                pvc: {claim: team, sub_path: vision}
            scalable_job: {enable_write_log_to_queue: false}
            queue:
              max_delivery: 3
              max_length: 100
              when_full: block
              keep_done_hours: 2
              sink: {keep_hours: 0.5}
              source: {max_payload_size_kb: 8}
              tenants: {gold: 3, free: 0.5}
            """);

        Assert.Empty(problems);
        Assert.Equal(("vision.train", "pip install -r requirements.txt", "7", false), (spec!.Name, spec.Instance.InitCommand, spec.Instance.Env["SEED"], spec.WritesLog));
        Assert.Equal(
            [new MountSpec(MountKind.Nfs, "nas.example.com/sets", "/data", null, true), new MountSpec(MountKind.PvcShare, "team", "/work", "vision")], spec.Instance.Mounts);
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromMinutes(30)), (spec.Queue.KeepDone, spec.Queue.KeepSink));
        Assert.Equal((100L, FullPolicy.Block, 8192, 3, 3.0), (spec.Queue.MaxLength, spec.Queue.WhenFull, spec.Queue.MaxPayloadBytes, spec.Queue.Rules.MaxDeliveries, spec.Queue.Rules.WeightOf("gold")));
    }

    [Theory]
    [InlineData("[]", "", "no_service")]
    [InlineData("just words", "", "no_service")]
    [InlineData("{\"metadata\": ", "", "syntax")]
    [InlineData("{\"a\": 1, \"a\": 2}", "", "syntax")]
    [InlineData("{metadata: {name: x", "", "syntax")]
    public void Text_ThatIsNoService_SaysSo(string text, string path, string code) => Assert.Equal((path, code), (Only(text).Path, Only(text).Code));

    [Theory]
    [InlineData("metadata: {type: ScalableJob}", "metadata.name missing")]
    [InlineData("metadata: {name: x}", "metadata.type missing")]
    [InlineData("metadata: {name: Big, type: ScalableJob}", "metadata.name bad_service_name")]
    [InlineData("metadata: {name: x, type: Standard}", "metadata.type bad_choice")]
    [InlineData("metadata: {name: x, type: ScalableJob, cpu: four}", "metadata.cpu wrong_type")]
    [InlineData("metadata: {name: x, type: ScalableJob, cpu: -1}", "metadata.cpu out_of_range")]
    [InlineData("metadata: {name: x, type: ScalableJob, gpu: 0.5}", "metadata.gpu wrong_type")]
    [InlineData("metadata: {name: x, type: ScalableJob, rpc: {worker_threads: 0}}", "metadata.rpc.worker_threads out_of_range")]
    [InlineData("metadata: {name: x, type: ScalableJob}\ncontainers: [{port: 80}]", "containers[0].port port_without_command")]
    [InlineData("metadata: {name: x, type: ScalableJob}\ncontainers: [{}, {}]", "containers several_containers")]
    [InlineData("metadata: {name: x, type: ScalableJob}\ncontainers: [words]", "containers[0] wrong_type")]
    [InlineData("metadata: {name: x, type: ScalableJob}\nfront_end: {port: 80}", "front_end front_end_not_taken")]
    [InlineData("metadata: {name: x, type: ScalableJobService}", "front_end.script missing|front_end.port missing")]
    [InlineData("metadata: {name: x, type: ScalableJob}\nstorage: [{mount_path: /d, oss: {path: oss://b/}}]", "storage[0].mount_path storage_not_taken")]
    [InlineData("metadata: {name: x, type: ScalableJob}\nqueue: {when_full: drop}", "queue.when_full bad_choice")]
    [InlineData("metadata: {name: x, type: ScalableJob}\ncontainers: [{env: {EJ_DIR: x}}]", "containers[0].env.EJ_DIR bad_env_name")]
    public void Mistake_IsToldWithItsPlace(string text, string expected)
    {
        var (spec, problems) = DeploymentReader.Read(text);

        Assert.Null(spec);
        Assert.Equal(expected, string.Join('|', problems.Where(problem => !problem.IsWarning).Select(problem => $"{problem.Path} {problem.Code}")));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Fix));
    }

    [Fact]
    public void Strategy_InPercentOfNothing_IsAWarning()
    {
        var (_, problems) = DeploymentReader.Read("""{"metadata":{"name":"a","type":"ScalableJob","memory":1000},"containers":[{}],"autoscaler":{"strategies":{"cpu":60,"memory":60,"gpu":60}}}""");

        Assert.Equal([("autoscaler", "nothing_requested", true), ("autoscaler", "nothing_requested", true)], problems.Select(problem => (problem.Path, problem.Code, problem.IsWarning)));
        Assert.Contains("metadata.cpu", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("metadata.gpu", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyWithoutMeaning_IsAWarning()
    {
        var (spec, problems) = DeploymentReader.Read("metadata: {name: x, type: ScalableJob, workspace_id: 7, colour: red}");

        Assert.NotNull(spec);
        var only = Assert.Single(problems);
        Assert.Equal(("metadata.colour", "field_not_used", true), (only.Path, only.Code, only.IsWarning));
    }

    [Fact]
    public void Instances_AreTheSameUnlessWhatTheyAreMadeOfDiffers()
    {
        var first = DeploymentReader.Read(Inference).Spec!;

        Assert.True(first.HasSameInstances(DeploymentReader.Read(Inference.Replace("\"instance\": 1,", "\"instance\": 2,", StringComparison.Ordinal)).Spec!));
        Assert.False(first.HasSameInstances(DeploymentReader.Read(Inference.Replace("app.py", "app2.py", StringComparison.Ordinal)).Spec!));
    }

    private static Problem Only(string text)
    {
        var (spec, problems) = DeploymentReader.Read(text);
        Assert.Null(spec);
        return Assert.Single(problems);
    }
}
