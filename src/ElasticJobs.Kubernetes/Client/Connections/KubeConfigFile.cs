using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>One kubeconfig file as written.</summary>
internal sealed record KubeConfigFile(string Path, YamlMappingNode Root)
{
    /// <exception cref="KubernetesConfigurationException">It can't be read, or is no kubeconfig.</exception>
    public static KubeConfigFile Load(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..]
                ? new KubeConfigFile(System.IO.Path.GetFullPath(path), root)
                : throw new KubernetesConfigurationException($"{path}: this is no kubeconfig (a mapping with clusters, users and contexts).");
        }
        catch (YamlException e)
        {
            throw new KubernetesConfigurationException($"{path}, line {e.Start.Line}: this is no YAML: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{path}: the kubeconfig can't be read: {e.Message} Check the option KubeConfig or the variable KUBECONFIG.", e);
        }
    }

    public string? CurrentContext => new KubeConfigFields(Path, "", Root).Text("current-context");

    public IEnumerable<string> Names(string section) => Items(section).Select(item => item.Name);

    /// <summary>The entry of that name, e.g. <c>user</c> of <c>users</c>. Null: this file has none.</summary>
    public KubeConfigFields? Find(string section, string name)
    {
        foreach (var item in Items(section))
        {
            if (item.Name != name)
                continue;
            var field = section[..^1];
            return item.Node.Children.TryGetValue(field, out var body) && body is YamlMappingNode mapping
                ? new KubeConfigFields(Path, $"{section}[{name}].{field}", mapping)
                : new KubeConfigFields(Path, $"{section}[{name}].{field}", []);
        }

        return null;
    }

    private IEnumerable<(string Name, YamlMappingNode Node)> Items(string section) =>
        Root.Children.TryGetValue(section, out var list) && list is YamlSequenceNode items
            ? items.OfType<YamlMappingNode>()
                .Select(item => (Name: new KubeConfigFields(Path, section, item).Text("name"), Node: item))
                .Where(item => item.Name is not null).Select(item => (item.Name!, item.Node))
            : [];
}
