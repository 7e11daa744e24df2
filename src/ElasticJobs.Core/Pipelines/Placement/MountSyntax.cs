using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>
/// Mounts as cube-studio's users write them: <c>name(kind):/path</c>, several with <c>,</c> or <c>;</c> between. Beyond that, <c>name(kind)/sub/dir:/path</c> shows a part of the volume
/// and <c>name(kind):/path:ro</c> may only be read.
/// </summary>
public static class MountSyntax
{
    public const string Example = "data(pvc):/data, server/export(nfs):/data, 4G(memory):/scratch";

    private static readonly FrozenDictionary<string, MountKind> Kinds = new Dictionary<string, MountKind>
    {
        ["pvc"] = MountKind.Pvc,
        ["pvc-share"] = MountKind.PvcShare,
        ["nfs"] = MountKind.Nfs,
        ["hostpath"] = MountKind.HostPath,
        ["configmap"] = MountKind.ConfigMap,
        ["secret"] = MountKind.Secret,
        ["memory"] = MountKind.Memory,
    }.ToFrozenDictionary();

    /// <summary>What a container can't do without, or always has.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(StringComparer.Ordinal, "", "/dev", "/dev/shm", "/proc", "/sys");

    /// <summary>The mounts of a text; separators inside of expressions part nothing.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> mounts = [];
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (depth == 0 && text[i] is ',' or ';' or '\n'))
            {
                mounts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth = Math.Max(0, depth + (text[i] switch { '{' => 1, '}' => -1, _ => 0 }));
            }
        }

        return [.. mounts.Where(mount => mount.Length > 0)];
    }

    /// <summary>Problems have the paths <c>{path}[i]</c>.</summary>
    /// <param name="user">Whose part of a claim of kind <c>pvc</c> is shown, below the path that is written, as in cube-studio.</param>
    public static IReadOnlyList<MountSpec> Read(IReadOnlyList<string> texts, string user, string path, ICollection<Problem> problems)
    {
        var mounts = SyntaxList.Read<MountSpec>(texts, path, ProblemCodes.BadMount, Example, Read, problems);
        foreach (var twice in mounts.GroupBy(mount => mount.Path).Where(same => same.Count() > 1))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.DuplicateMount, twice.Key));
        }

        return [.. mounts.Select(mount => mount.Kind == MountKind.Pvc ? OfUser(mount, Directory(user)) : mount)];
    }

    internal static (MountSpec? Mount, SyntaxFault? Fault) Read(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.IndexOf(')', Math.Max(open, 0));
        if (open < 0 || close < 0)
        {
            return Fault(text.Length, "the kind in brackets is missing", "缺少括号中的类型");
        }

        if (!Kinds.TryGetValue(text[(open + 1)..close].Trim().ToLowerInvariant(), out var kind))
        {
            return Fault(open + 1, $"'{text[(open + 1)..close]}' is no kind; there are {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}", $"'{text[(open + 1)..close]}' 不是类型；可用 {string.Join("、", Kinds.Keys.Order(StringComparer.Ordinal))}");
        }

        var colon = text.IndexOf(':', close);
        if (colon < 0)
        {
            return Fault(text.Length, "the path inside the container is missing", "缺少容器内路径");
        }

        var (path, readOnly) = Mode(text[(colon + 1)..].Trim());
        var (source, fault) = Source(kind, text[..open].Trim());
        var sub = text[(close + 1)..colon].Trim().Trim('/');
        if ((fault ?? CheckSub(kind, text, sub, close) ?? CheckPath(path, colon + 1)) is { } found)
        {
            return (null, found);
        }

        return (new MountSpec(kind, source, path.TrimEnd('/'), sub.Length > 0 ? sub : null, readOnly || kind is MountKind.ConfigMap or MountKind.Secret), null);
    }

    private static (string Path, bool ReadOnly) Mode(string path) =>
        path.EndsWith(":ro", StringComparison.Ordinal) ? (path[..^3], true) : path.EndsWith(":rw", StringComparison.Ordinal) ? (path[..^3], false) : (path, false);

    private static (string Source, SyntaxFault? Fault) Source(MountKind kind, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        SyntaxFault? fault = kind switch
        {
            _ when text.Length == 0 => new(0, "what to mount is missing", "缺少挂载来源"),
            MountKind.Nfs when slash < 1 || IsUnsafe(text) => new(0, "NFS is written as server/exported/path", "NFS 应写成 服务器/导出路径"),
            MountKind.HostPath when slash != 0 || IsUnsafe(text) => new(0, "a directory of the node must be absolute, without '..'", "节点目录必须是绝对路径且不含 '..'"),
            MountKind.Memory when !ResourceSyntax.TryBytes(text, out _) => new(0, $"'{text}' is no amount of memory", $"'{text}' 不是内存数量"),
            MountKind.Pvc or MountKind.PvcShare or MountKind.ConfigMap or MountKind.Secret when !KubernetesNames.IsObject(text) =>
                new(0, $"'{text}' is no name of a Kubernetes object", $"'{text}' 不是 Kubernetes 对象名称"),
            _ => null,
        };
        return kind == MountKind.Memory && ResourceSyntax.TryBytes(text, out var bytes) ? (bytes.ToString(CultureInfo.InvariantCulture), fault) : (text, fault);
    }

    private static SyntaxFault? CheckSub(MountKind kind, string text, string sub, int close) => text[(close + 1)..].TrimStart() switch
    {
        [':', ..] => null,
        ['/', ..] when !IsUnsafe(sub) && kind is not MountKind.Memory => null,
        _ => new(close + 1, "after the kind comes ':' and the path, or '/' and a part of the volume", "类型之后应为 ':' 和路径，或 '/' 和卷内子目录"),
    };

    private static SyntaxFault? CheckPath(string path, int position) => path switch
    {
        _ when !path.StartsWith('/') || IsUnsafe(path) || path.Contains(':', StringComparison.Ordinal) =>
            new(position, "the path inside the container must be absolute, without '..' and ':'", "容器内路径必须是绝对路径，且不含 '..' 和 ':'"),
        _ when Reserved.Contains(path.TrimEnd('/')) => new(position, $"'{path}' can't be replaced by a mount; for /dev/shm say shm", $"不能在 '{path}' 挂载；/dev/shm 请用 shm 设置"),
        _ => null,
    };

    private static bool IsUnsafe(string path) => path.Split('/').Contains("..") || path.Any(char.IsControl);

    private static MountSpec OfUser(MountSpec mount, string user) => mount with { Path = $"{mount.Path}/{user}", SubPath = mount.SubPath is { } sub ? $"{user}/{sub}" : user };

    /// <summary>A directory name that no other user has.</summary>
    private static string Directory(string user)
    {
        var name = new StringBuilder();
        foreach (var letter in Encoding.UTF8.GetBytes(user))
        {
            var plain = char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'@' || (letter == '.' && name.Length > 0);
            name.Append(plain ? ((char)letter).ToString() : $"%{letter:x2}");
        }

        return name.Length == 0 ? "%" : name.ToString();
    }

    private static (MountSpec?, SyntaxFault?) Fault(int position, string en, string zh) => (null, new SyntaxFault(position, en, zh));
}
