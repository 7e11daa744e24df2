namespace ElasticJobs.Core.Elasticity;

/// <summary>
/// The shell script that is the main process of an elastic job's instance, in the user's image. It takes <see cref="InstanceVariables.Directory"/>,
/// <see cref="InstanceVariables.Init"/> and <see cref="InstanceVariables.Command"/>. Nothing of the product has to be in the image, only a POSIX <c>sh</c> with the usual small tools.
/// </summary>
public static class InstanceScript
{
    public static string Text { get; } = Read();

    /// <summary>The main container's command.</summary>
    public static IReadOnlyList<string> Command { get; } = ["sh", "-c", Text];

    private static string Read()
    {
        using var resource = typeof(InstanceScript).Assembly.GetManifestResourceStream("InstanceScript.sh")
            ?? throw new InvalidOperationException("The resource InstanceScript.sh is missing from the assembly.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
