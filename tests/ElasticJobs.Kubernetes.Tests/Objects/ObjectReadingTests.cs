using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates.Manifests;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Objects;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Tests.Objects;

/// <summary>What operators write into their objects' status, as this product reads it.</summary>
public sealed class ObjectReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("batch/v1", "Job", """{"conditions":[{"type":"Complete","status":"True"}],"succeeded":2}""", PodPhase.Succeeded, null)]
    [InlineData("batch/v1", "Job", """{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}""", PodPhase.Failed, "Job has reached the specified backoff limit")]
    [InlineData("batch/v1", "Job", """{"active":1}""", PodPhase.Pending, "Job: 1 active")]
    [InlineData("kubeflow.org/v1", "PyTorchJob", """{"conditions":[{"type":"Created","status":"True","message":"PyTorchJob j is created."},{"type":"Running","status":"True","message":"PyTorchJob j is running."}]}""", PodPhase.Pending, "PyTorchJob: Running; PyTorchJob j is running.")]
    [InlineData("kubeflow.org/v1", "PyTorchJob", """{"conditions":[{"type":"Running","status":"False"},{"type":"Failed","status":"True","message":"PyTorchJob j is failed because 1 Worker replica(s) failed."}]}""", PodPhase.Failed, "PyTorchJob j is failed because 1 Worker replica(s) failed.")]
    [InlineData("batch.volcano.sh/v1alpha1", "Job", """{"state":{"phase":"Aborted","message":"aborted by a person"}}""", PodPhase.Failed, "aborted by a person")]
    [InlineData("batch.volcano.sh/v1alpha1", "Job", """{"state":{"phase":"Pending"}}""", PodPhase.Pending, "Job: Pending")]
    [InlineData("ray.io/v1", "RayJob", """{"jobStatus":"FAILED","message":"driver exited"}""", PodPhase.Failed, "driver exited")]
    [InlineData("ray.io/v1", "RayJob", """{"jobDeploymentStatus":"Initializing"}""", PodPhase.Running, "RayJob: Initializing")]
    [InlineData("sparkoperator.k8s.io/v1beta2", "SparkApplication", """{"applicationState":{"state":"COMPLETED"}}""", PodPhase.Succeeded, null)]
    [InlineData("argoproj.io/v1alpha1", "Workflow", """{"phase":"Error","message":"no such image"}""", PodPhase.Failed, "no such image")]
    public void Status_OfAKnownKind_IsReadSo(string apiVersion, string kind, string status, PodPhase phase, string? message)
    {
        var known = ResourceKind.Find(apiVersion, kind)!;
        var tracked = Tracked(apiVersion, kind, status, known.Success, known.Failure, known.Message, known.SelectorOf("j"));

        var read = ObjectReading.Read(tracked, Now);

        Assert.Equal(phase, read.Phase);
        if (message is not null)
            Assert.Equal(message, read.Message);
    }

    [Fact]
    public void Failure_WithoutWords_NamesItsCondition()
    {
        var read = ObjectReading.Read(Tracked("example.com/v1", "Set", """{"phase":"Broken"}""", "status.phase == Done", "status.phase == Broken", null, null), Now);

        Assert.Equal((PodPhase.Failed, PodStatus.ObjectFailed, "Set has failed: status.phase == Broken holds."), (read.Phase, read.Reason, read.Message));
    }

    [Fact]
    public void Success_ThatIsToldBeforeItsPodsAre_HasItsBegin()
    {
        var read = ObjectReading.Read(Tracked("batch/v1", "Job", """{"startTime":"2026-03-01T11:00:00Z","completionTime":"2026-03-01T11:00:05Z","succeeded":1}""", "status.succeeded == 1", null, null, "job-name=j"), Now);

        Assert.Equal((PodPhase.Succeeded, Now.AddHours(-1), Now.AddHours(-1).AddSeconds(5)), (read.Phase, read.StartedAt, read.FinishedAt));
    }

    [Fact]
    public void Success_IsLookedAtBeforeFailure()
    {
        var read = ObjectReading.Read(Tracked("example.com/v1", "Set", """{"ok":1,"bad":1}""", "status.ok == 1", "status.bad == 1", null, null), Now);

        Assert.Equal(PodPhase.Succeeded, read.Phase);
    }

    [Fact]
    public void Object_OfWhichNothingIsSaid_Waits()
    {
        var read = ObjectReading.Read(Tracked("example.com/v1", "Set", "{}", "status.phase == Done", null, null, null), Now);

        Assert.Equal((PodPhase.Pending, "Set is made; its controller has not said anything yet."), (read.Phase, read.Message));
    }

    private static TrackedObject Tracked(string apiVersion, string kind, string status, string success, string? failure, string? message, string? pods)
    {
        var json = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = "j", ["uid"] = "u", ["creationTimestamp"] = "2026-03-01T11:00:00Z" },
            ["status"] = JsonNode.Parse(status),
        };
        var manifest = new ResourceManifest { Manifest = json, SuccessCondition = success, FailureCondition = failure, MessagePath = message, PodSelector = pods };
        var place = new ObjectPlace(new ClusterPlace(null, "default"), new ResourceType("g", "v1", "things", kind));
        return new TrackedObject("j", place, ObjectTerms.Of(manifest), "/logs", new PodStatus { Name = "j", Phase = PodPhase.Pending }) { State = ObjectState.Of(json) };
    }
}
