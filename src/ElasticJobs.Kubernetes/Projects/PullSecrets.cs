using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>Secrets by which the images of a project are pulled: written into its namespace, and nowhere else.</summary>
internal static class PullSecrets
{
    public const string Key = ".dockerconfigjson";

    /// <exception cref="RefusedException">It is no way to sign in. Nothing of it is repeated in what is said.</exception>
    public static JsonObject ObjectOf(PullSecret secret) => new()
    {
        ["type"] = "kubernetes.io/dockerconfigjson",
        ["data"] = new JsonObject { [Key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(ConfigOf(secret))) },
    };

    private static string ConfigOf(PullSecret secret)
    {
        if (!string.IsNullOrWhiteSpace(secret.DockerConfig))
            return Check(secret.DockerConfig);
        var problems = new List<Problem>();
        Need("server", secret.Server, "registry.example.com");
        Need("user", secret.User, "robot");
        Need("password", secret.Password, "...");
        if (problems.Count > 0)
            throw Invalid(problems);
        var sign = new JsonObject
        {
            ["username"] = secret.User,
            ["password"] = secret.Password,
            ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret.User}:{secret.Password}")),
        };
        return new JsonObject { ["auths"] = new JsonObject { [secret.Server!.Trim()] = sign } }.ToJsonString();

        void Need(string field, string? value, string example)
        {
            if (string.IsNullOrWhiteSpace(value))
                problems.Add(ProblemTexts.Make(field, ProblemCodes.Missing, field, example));
        }
    }

    private static string Check(string config)
    {
        try
        {
            if (JsonNode.Parse(config) is JsonObject { } parsed && parsed["auths"] is JsonObject { Count: > 0 })
                return config;
        }
        catch (JsonException)
        {
            // Its words may repeat the text.
        }

        throw Invalid([ProblemTexts.Make("dockerConfig", ProjectCodes.BadDockerConfig)]);
    }

    private static RefusedException Invalid(List<Problem> problems) =>
        new(RefusalKind.Invalid, problems[0].Code, "The pull secret can't be taken.", "Mend what is named.", problems);
}
