using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Answers get, list, create, update, patch and delete.</summary>
internal sealed class FakeObjects(FakeStore store)
{
    public JsonObject Get(FakeRequest request) => store.Find(request.Resource!, request.Namespace, request.Name!) ?? throw new FakeRefusal(FakeStatus.NotFound(request));

    /// <summary>A continue token is the version of the first page and how many objects came before.</summary>
    public JsonObject List(FakeRequest request)
    {
        var (objects, now) = store.Snapshot(request.Resource!, request.Namespace);
        var matching = objects.Where(value => FakeSelectors.Matches(value, request.Value("labelSelector"), request.Value("fieldSelector"))).ToList();
        var (version, skip) = request.Value("continue")?.Split(':') is [var first, var before]
            ? (long.Parse(first, CultureInfo.InvariantCulture), int.Parse(before, CultureInfo.InvariantCulture))
            : (now, 0);
        if (store.IsForgotten(version))
            throw new FakeRefusal(FakeStatus.Gone);
        var limit = int.TryParse(request.Value("limit"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0 ? wanted : int.MaxValue;
        var page = matching.Skip(skip).Take(limit).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (skip + page.Count < matching.Count)
            metadata["continue"] = string.Create(CultureInfo.InvariantCulture, $"{version}:{skip + page.Count}");
        return new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = new JsonArray([.. page.Select(WithoutType)]) };
    }

    public JsonObject Create(FakeRequest request, JsonObject body) =>
        store.Create(request.Resource!, request.Namespace, body) ?? throw new FakeRefusal(FakeStatus.AlreadyExists((string)body["metadata"]!["name"]!));

    public JsonObject Replace(FakeRequest request, JsonObject body) => Change(request, stored =>
    {
        if ((string?)body["metadata"]?["resourceVersion"] is { } expected && expected != (string?)stored["metadata"]!["resourceVersion"])
            throw new FakeRefusal(FakeStatus.Conflict("the object has been modified"));
        var metadata = stored["metadata"]!.DeepClone();
        stored.Clear();
        foreach (var (name, value) in body)
            stored[name] = value?.DeepClone();
        foreach (var fixedField in new[] { "uid", "creationTimestamp", "namespace", "deletionTimestamp" })
            stored["metadata"]![fixedField] = metadata[fixedField]?.DeepClone();
    });

    public JsonObject Patch(FakeRequest request, JsonNode patch, string contentType)
    {
        if (contentType.StartsWith("application/apply-patch", StringComparison.Ordinal) && store.Create(request.Resource!, request.Namespace, patch.AsObject()) is { } made)
            return made;
        return Change(request, stored => FakePatch.Apply(stored, patch, contentType));
    }

    public JsonObject Delete(FakeRequest request, JsonObject? options)
    {
        var stored = Get(request);
        foreach (var field in new[] { "uid", "resourceVersion" })
        {
            if ((string?)options?["preconditions"]?[field] is { } wanted && wanted != (string?)stored["metadata"]![field])
                throw new FakeRefusal(FakeStatus.Conflict($"Precondition failed: {field}"));
        }

        store.Delete(request.Resource!, request.Namespace, request.Name!);
        return store.Find(request.Resource!, request.Namespace, request.Name!) ?? new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" };
    }

    private JsonObject Change(FakeRequest request, Action<JsonObject> change) =>
        store.Change(request.Resource!, request.Namespace, request.Name!, change) ?? throw new FakeRefusal(FakeStatus.NotFound(request));

    private static JsonObject WithoutType(JsonObject value)
    {
        value.Remove("kind");
        value.Remove("apiVersion");
        return value;
    }
}
