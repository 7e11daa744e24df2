using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

public sealed partial class Informer<T>
{
    [LoggerMessage(LogLevel.Information, "The API server no longer knows from where {Type} were followed ({Message}). They are listed again.")]
    private partial void ListsAgain(ResourceType type, string message);

    [LoggerMessage(LogLevel.Warning, "Following {Type} was interrupted: {Message} It goes on where it was.")]
    private partial void Interrupted(ResourceType type, string message);
}
