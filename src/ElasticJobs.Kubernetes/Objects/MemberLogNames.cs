using System.Globalization;
using ElasticJobs.Kubernetes.Logs;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Gives each pod of an object a log of its own. Which pod has a name is kept beside the logs, since a controller may make a pod of the same name again.</summary>
internal static class MemberLogNames
{
    private const string Extension = ".uid";

    /// <exception cref="IOException">The directory can't be written.</exception>
    public static LogPlace PlaceOf(string directory, string obj, string pod, string uid)
    {
        if (pod == obj)
            return new LogPlace(directory, null);
        var name = pod.StartsWith(obj + "-", StringComparison.Ordinal) && pod.Length > obj.Length + 1 ? pod[(obj.Length + 1)..] : pod;
        Directory.CreateDirectory(directory);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}");
            if (Claims(Path.Combine(directory, candidate + Extension), uid))
                return new LogPlace(directory, candidate);
        }
    }

    private static bool Claims(string path, string uid)
    {
        if (!File.Exists(path))
        {
            // Whole or not at all, even if we are killed now.
            var temporary = $"{path}.{uid}";
            File.WriteAllText(temporary, uid);
            try
            {
                File.Move(temporary, path, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(temporary);
            }
        }

        return File.ReadAllText(path) == uid;
    }
}
