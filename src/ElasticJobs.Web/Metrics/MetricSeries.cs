namespace ElasticJobs.Web.Metrics;

/// <summary>One set of labels of one instrument.</summary>
internal sealed class MetricSeries
{
    /// <summary>Upper bounds of the histogram buckets, in the instrument's unit; made for seconds.</summary>
    public static readonly double[] Bounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[Bounds.Length];
    private double _sum;
    private long _count;

    public void Set(double value)
    {
        lock (_lock)
        {
            _sum = value;
        }
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
        }
    }

    public void Record(double value)
    {
        lock (_lock)
        {
            _sum += value;
            _count++;
            var bucket = Array.FindIndex(Bounds, bound => value <= bound);
            if (bucket >= 0)
            {
                _buckets[bucket]++;
            }
        }
    }

    /// <summary>Buckets are cumulative, as the text format wants them.</summary>
    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_lock)
        {
            var cumulative = new long[Bounds.Length];
            var total = 0L;
            for (var i = 0; i < Bounds.Length; i++)
            {
                cumulative[i] = total += _buckets[i];
            }

            return (_sum, _count, cumulative);
        }
    }
}
