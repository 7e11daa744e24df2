using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Credentials from a program, as clouds give them (<c>client.authentication.k8s.io</c>).</summary>
internal sealed record ExecPlugin(ServiceClientCredentials? Credentials, X509Certificate2? ClientCertificate)
{
    /// <summary>A token is asked for again when it expires; a certificate when the server no longer takes it.</summary>
    public static ExecPlugin Run(KubeConfigFields exec)
    {
        var command = CommandOf(exec);
        try
        {
            var status = KubernetesClientConfiguration.ExecuteExternalCommand(command).Status;
            return new ExecPlugin(
                status.Token is null ? null : new TokenCredentials(new ExecTokenProvider(command)),
                status.ClientCertificateData is null ? null : exec.Read("command", () => X509Certificate2.CreateFromPem(status.ClientCertificateData, status.ClientKeyData)));
        }
        catch (KubeConfigException e)
        {
            throw exec.Fail("command", $"`{command.Command}` gave no credentials: {e.Message}{InstallHint(command)}", e);
        }
    }

    /// <exception cref="KubernetesConfigurationException">A field is missing.</exception>
    public static ExternalExecution CommandOf(KubeConfigFields exec) => new()
    {
        ApiVersion = exec.Text("apiVersion") ?? throw exec.Fail("apiVersion", "is missing, e.g. client.authentication.k8s.io/v1."),
        Command = exec.Text("command") ?? throw exec.Fail("command", "is missing: the program that gives credentials."),

        // The package joins them with blanks into one line that .NET takes apart again.
        Arguments = [.. exec.Texts("args").Select(Quoted)],
        EnvironmentVariables = [.. exec.Sections("env").Select(variable => new Dictionary<string, string>
        {
            ["name"] = variable.Text("name") ?? throw variable.Fail("name", "is missing."),
            ["value"] = variable.Text("value") ?? "",
        })],
        InstallHint = exec.Text("installHint"),
        ProvideClusterInfo = exec.Flag("provideClusterInfo"),
    };

    private static string InstallHint(ExternalExecution command) => command.InstallHint is { Length: > 0 } hint ? $" {hint}" : "";

    /// <summary>Backslashes count double before a quote, and only there.</summary>
    private static string Quoted(string argument)
    {
        var quoted = new System.Text.StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            quoted.Append('\\', c == '"' ? backslashes + 1 : 0).Append(c);
            backslashes = c == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
