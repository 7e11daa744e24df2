using System.ComponentModel.DataAnnotations;
using ElasticJobs.Scheduler.Settings;

namespace ElasticJobs.Scheduler.Tests.Settings;

public sealed class SettingsValidatorTests
{
    private readonly SettingsValidator<Ovens> _validator = new("Kitchen:Ovens", static ovens => ovens.Loaves > ovens.Hours.TotalHours * 10 ? ["Too many loaves."] : []);

    [Fact]
    public void Defaults_AreRight() => Assert.True(_validator.Validate(null, new Ovens()).Succeeded);

    [Fact]
    public void ValueOutsideItsRange_IsToldWithOptionRuleAndFix() => Assert.Equal(
        ["Kitchen:Ovens:Loaves is 0; it must be 1 to 20. Set it in that range, or leave it out for the default of 7."],
        _validator.Validate(null, new Ovens { Loaves = 0 }).Failures);

    [Fact]
    public void Everything_ThatIsWrong_IsTold()
    {
        var failures = _validator.Validate(null, new Ovens { Loaves = 21, Hours = TimeSpan.Zero, Shelves = 4 }).Failures!.ToList();

        Assert.Equal(4, failures.Count);
        Assert.Equal("Kitchen:Ovens:Hours is 00:00:00; it must be 00:01:00 to 1.00:00:00. Set it in that range, or leave it out for the default of 02:00:00.", failures[1]);
        Assert.EndsWith("or leave it out for none.", failures[2], StringComparison.Ordinal);
        Assert.Equal("Too many loaves.", failures[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void EndsOfARange_AreInIt(int loaves) => Assert.True(_validator.Validate(null, new Ovens { Loaves = loaves }).Succeeded);

    private sealed class Ovens
    {
        [Range(1, 20)]
        public int Loaves { get; set; } = 7;

        [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
        public TimeSpan Hours { get; set; } = TimeSpan.FromHours(2);

        [Range(1, 3)]
        public int? Shelves { get; set; }
    }
}
