namespace ElasticJobs.Core.Queues;

/// <summary>A frame as clients of EAS's queue service read it.</summary>
/// <param name="Message">Empty: there is none.</param>
public sealed record WireFrame(ulong Index, IReadOnlyDictionary<string, string> Tags, ReadOnlyMemory<byte> Data, string Message = "");
