using System.Globalization;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>What a pod that has not ended says of itself, as reasons that pages translate.</summary>
internal static class PodWords
{
    /// <returns>Null: it says nothing.</returns>
    public static TaskReason? Pending(PodStatus pod) => pod switch
    {
        { QueuePlace: { } place } => Waiting(place),
        { Message: { } message } => new TaskReason(ReasonCodes.Pending, message, message),
        _ => null,
    };

    /// <returns>Null: it says nothing.</returns>
    public static TaskReason? Running(PodStatus pod)
    {
        if (pod.Progress is not { } progress)
            return null;
        var share = Math.Clamp(progress.Share, 0, 1);
        var percent = Number((long)Math.Round(share * 100));
        return new TaskReason(
            ReasonCodes.Progress, progress.Words.Length == 0 ? $"{percent} % done." : $"{percent} %: {progress.Words}", share.ToString("0.####", CultureInfo.InvariantCulture), percent, progress.Words);
    }

    private static TaskReason Waiting(QueuePlace place)
    {
        var words = $"{Ordinal(place.Position)} of {Number(place.Waiting)} in the queue of '{place.Service}'";
        return place.Wait is { } wait
            ? new TaskReason(ReasonCodes.InQueueFor, $"{words}, about {DurationText.Format(wait)}.", Number(place.Position), Number(place.Waiting), place.Service, DurationText.Format(wait))
            : new TaskReason(ReasonCodes.InQueue, $"{words}.", Number(place.Position), Number(place.Waiting), place.Service);
    }

    private static string Ordinal(long number) => Number(number) + (number % 100 is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
