using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Tests.Queues;

/// <summary>What holds whatever happens: random puts, connections, losses, commits, rejections and deletions, with a clock of their own.</summary>
public sealed class ConsumerGroupProperties
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Frames_AreNeverLost_NorDoneTwice_AndNoneWaitsBesideAnIdleConsumer()
    {
        for (var seed = 0; seed < 200; seed++)
            new History(seed).Play(400);
    }

    [Fact]
    public void Tenants_GetTheirShares_WhileSeveralWait()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var weights = Enumerable.Range(0, 2 + random.Next(4)).ToDictionary(tenant => $"t{tenant}", _ => 1.0 + random.Next(5));
            var group = new ConsumerGroup("g", new QueueRules { Weights = weights }, random);
            group.Join("a", 1, 1, Noon);
            var tenantOf = new Dictionary<long, string>();
            for (var index = 1L; index <= 20_000; index++)
            {
                tenantOf[index] = weights.Keys.ElementAt(random.Next(weights.Count));
                group.Offer(index, 0, tenantOf[index], null, Noon);
            }

            var given = weights.Keys.ToDictionary(tenant => tenant, _ => 0);
            for (var i = 0; i < 2_000; i++)
            {
                var delivery = group.Next(Noon)!.Value;
                given[tenantOf[delivery.Index]]++;
                group.BeginCommit(delivery.Index, "a", delivery.Epoch);
                group.EndCommit(delivery.Index, true, Noon);
            }

            foreach (var (tenant, weight) in weights)
            {
                var share = 2_000 * weight / weights.Values.Sum();
                Assert.InRange(given[tenant], share * 0.9, share * 1.1);
            }
        }
    }

    private sealed class History(int seed)
    {
        private static readonly string[] Uids = ["a", "b", "c", "d"];
        private static readonly QueueRules Rules = new() { MaxDeliveries = 3, Grace = TimeSpan.FromSeconds(10) };

        private readonly Random _random = new(seed);
        private readonly ConsumerGroup _group = new("g", Rules, new Random(seed));
        private readonly Dictionary<string, long> _connections = [];
        private readonly Dictionary<long, (string Uid, long Epoch)> _leases = [];
        private readonly List<(string Uid, long Index, long Epoch)> _everGiven = [];
        private readonly HashSet<long> _alive = [];
        private readonly HashSet<long> _done = [];
        private readonly Dictionary<long, int> _failures = [];
        private DateTimeOffset _now = Noon;
        private long _index;
        private long _connection;

        public void Play(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                _now += TimeSpan.FromSeconds(_random.NextDouble() * 2);
                Step();
                foreach (var end in _group.Expire(_now))
                    Ended(end);
                Pump();
                Check();
            }
        }

        private void Step()
        {
            var uid = Uids[_random.Next(Uids.Length)];
            switch (_random.Next(10))
            {
                case 0 or 1 or 2:
                    _alive.Add(++_index);
                    _group.Offer(_index, _random.Next(3), $"t{_random.Next(3)}", _random.Next(4) == 0 ? _now.AddSeconds(_random.Next(10)) : null, _now);
                    break;
                case 3:
                    _connections[uid] = ++_connection;
                    var held = _group.Join(uid, _connection, 1 + _random.Next(3), _now);
                    Assert.Equal(_leases.Where(lease => lease.Value.Uid == uid).Select(lease => lease.Key).Order(), held.Select(delivery => delivery.Index));
                    break;
                case 4 when _connections.Remove(uid, out var connection):
                    _group.Leave(uid, connection, _now);
                    break;
                case 5 or 6 or 7 when _everGiven.Count > 0:
                    Commit(_everGiven[_random.Next(Math.Max(0, _everGiven.Count - 5), _everGiven.Count)]);
                    break;
                case 8 when _leases.Count > 0:
                    var (index, lease) = _leases.ElementAt(_random.Next(_leases.Count));
                    Ended(_group.Reject(index, lease.Uid, lease.Epoch, "Failed", null, _now)!.Value);
                    break;
                case 9 when _alive.Count > 0 && _random.Next(4) == 0:
                    var deleted = _alive.ElementAt(_random.Next(_alive.Count));
                    Assert.Equal(_leases.TryGetValue(deleted, out var holder) ? holder.Uid : null, _group.Remove(deleted, _now)?.Uid);
                    _leases.Remove(deleted);
                    _alive.Remove(deleted);
                    break;
                default:
                    break;
            }
        }

        private void Commit((string Uid, long Index, long Epoch) given)
        {
            var verdict = _group.BeginCommit(given.Index, given.Uid, given.Epoch);
            if (verdict != CommitVerdict.Accepted)
            {
                Assert.Equal(_alive.Contains(given.Index) ? CommitVerdict.Fenced : CommitVerdict.Gone, verdict);
                return;
            }

            // Nobody may have had it after the one who commits.
            Assert.Equal(given, _everGiven.Last(other => other.Index == given.Index));
            var isStored = _random.Next(10) > 0;
            _group.EndCommit(given.Index, isStored, _now);
            if (!isStored)
                return;
            Assert.True(_done.Add(given.Index));
            _leases.Remove(given.Index);
            _alive.Remove(given.Index);
        }

        private void Ended(LeaseEnd end)
        {
            Assert.True(_leases.Remove(end.Index));
            Assert.Equal(end.Deliveries, _failures[end.Index] = _failures.GetValueOrDefault(end.Index) + 1);
            Assert.Equal(end.Deliveries == Rules.MaxDeliveries, end.NotBefore is null);
            if (end.NotBefore is null)
                _alive.Remove(end.Index);
        }

        private void Pump()
        {
            while (_group.Next(_now) is { } delivery)
            {
                Assert.True(_connections.ContainsKey(delivery.Consumer.Uid));
                Assert.True(_leases.TryAdd(delivery.Index, (delivery.Consumer.Uid, delivery.Epoch)));
                _everGiven.Add((delivery.Consumer.Uid, delivery.Index, delivery.Epoch));
            }
        }

        private void Check()
        {
            Assert.Equal((_alive.Count, _leases.Count), (_group.Count, _group.InFlight));
            Assert.All(_group.Consumers, consumer => Assert.True(consumer.InFlight <= 3));
            if (_group.Due > 0)
                Assert.DoesNotContain(_group.Consumers, consumer => consumer.Connection is not null && consumer.InFlight < consumer.Window);
        }
    }
}
