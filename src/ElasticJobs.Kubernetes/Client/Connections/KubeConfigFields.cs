using System.Security.Cryptography;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Fields of one entry of a kubeconfig. Every complaint names the file and the field, and quotes no value that may be secret.</summary>
internal sealed record KubeConfigFields(string File, string Path, YamlMappingNode Node)
{
    /// <summary>Null: missing or empty.</summary>
    public string? Text(string name) =>
        Node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value.Length: > 0 } scalar && !(scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value is "null" or "~") ? scalar.Value : null;

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Fail(name, "must be true or false."),
    };

    /// <summary>Null: missing.</summary>
    public KubeConfigFields? Section(string name) =>
        Node.Children.TryGetValue(name, out var value) && value is YamlMappingNode mapping ? new KubeConfigFields(File, $"{Path}.{name}", mapping) : null;

    public IReadOnlyList<string> Texts(string name) =>
        Node.Children.TryGetValue(name, out var value) && value is YamlSequenceNode items ? [.. items.OfType<YamlScalarNode>().Select(item => item.Value ?? "")] : [];

    public IReadOnlyList<KubeConfigFields> Sections(string name) =>
        Node.Children.TryGetValue(name, out var value) && value is YamlSequenceNode items
            ? [.. items.OfType<YamlMappingNode>().Select((item, i) => new KubeConfigFields(File, $"{Path}.{name}[{i}]", item))]
            : [];

    public Uri? Address(string name, params ReadOnlySpan<string> schemes)
    {
        if (Text(name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) ? address : throw Fail(name, $"must be an address that begins with {string.Join(":// or ", schemes!)}://.");
    }

    /// <summary>Absolute; relative ones count from the kubeconfig's directory. Null: missing.</summary>
    public string? FilePath(string name)
    {
        if (Text(name) is not { } text)
            return null;
        var path = System.IO.Path.GetFullPath(text, System.IO.Path.GetDirectoryName(File)!);
        return System.IO.File.Exists(path) ? path : throw Fail(name, $"there is no file {path}.");
    }

    /// <summary>PEM text from <paramref name="name"/><c>-data</c>, which wins as with kubectl, or from the file that <paramref name="name"/> names. Null: neither.</summary>
    public string? Pem(string name)
    {
        if (Text(name + "-data") is not { } data)
            return FilePath(name) is { } path ? System.IO.File.ReadAllText(path) : null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw Fail(name + "-data", "must be PEM text in base64.");
        }
    }

    /// <summary>Runs a reader of keys and certificates, and says which field it could not read.</summary>
    public T Read<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Fail(name, $"can't be read: {e.Message}", e);
        }
    }

    public KubernetesConfigurationException Fail(string name, string complaint, Exception? inner = null) => new($"{File}: {Path}.{name} {complaint}", inner);
}
