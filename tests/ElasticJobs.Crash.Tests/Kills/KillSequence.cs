using System.Diagnostics;
using ElasticJobs.Crash.Tests.Work;
using ElasticJobs.Tests.Shared.Consoles;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Kills;

/// <summary>Starts a console, kills it at a random moment, again and again, while runs go on and new ones are asked for.</summary>
internal sealed class KillSequence(ConsoleProcess console, ConsoleApi api, Random random, ITestOutputHelper output)
{
    private const int RequestsAtOnce = 3;

    private readonly List<Guid> _answered = [];
    private int _unanswered;

    /// <summary>Runs that the console said it had taken.</summary>
    public IReadOnlyList<Guid> Answered => _answered;

    /// <summary>Kills within the first start, which makes the database and all that a new console has.</summary>
    public async Task RunWhileNewAsync(int kills)
    {
        for (var number = 0; number < kills; number++)
        {
            console.Launch();
            await Task.Delay(TimeSpan.FromSeconds(0.8 + (random.NextDouble() * 2.2)));
            await console.KillAsync();
        }
    }

    public async Task RunAsync(int kills)
    {
        var started = Stopwatch.GetTimestamp();
        var moments = new Dictionary<KillMoment, int>();
        for (var number = 0; number < kills; number++)
        {
            var kill = Kill.Random(random);
            moments[kill.Moment] = moments.GetValueOrDefault(kill.Moment) + 1;
            console.Launch();
            await WaitAsync(kill);
            await console.KillAsync();
        }

        output.WriteLine($"{kills} kills in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {string.Join(", ", moments.Select(moment => $"{moment.Value} {moment.Key}"))}; "
            + $"{_answered.Count} runs answered, {_unanswered} requests cut off");
    }

    private async Task WaitAsync(Kill kill)
    {
        switch (kill.Moment)
        {
            case KillMoment.AfterLaunch:
                await Task.Delay(kill.Delay);
                break;
            case KillMoment.AtWork:
                await console.WaitUntilReadyAsync();
                Array.ForEach(await Task.WhenAll(api.TryStartRunAsync(Choose().Name), api.TryStartRunAsync(Workload.Quick.Name)), Count);
                await Task.Delay(kill.Delay);
                break;
            case KillMoment.DuringRequests:
                await console.WaitUntilReadyAsync();
                var requests = Enumerable.Range(0, RequestsAtOnce).Select(_ => api.TryStartRunAsync(Workload.Quick.Name)).ToArray();
                await Task.Delay(kill.Delay);
                await console.KillAsync();
                Array.ForEach(await Task.WhenAll(requests), Count);
                break;
        }
    }

    private void Count(Guid? run)
    {
        if (run is { } id)
        {
            _answered.Add(id);
        }
        else
        {
            _unanswered++;
        }
    }

    private WorkPipeline Choose() => Workload.All[random.Next(Workload.All.Count)];
}
